/**
 * ElevenLabs over REST: speech, sound effects and music, as its SDK and documents show it in
 * November 2026 (elevenlabs.io/docs; npm {@code @elevenlabs/elevenlabs-js} 2.73).
 */
package dev.secondunit.backend.elevenlabs;
