/**
 * Google's media models: Gemini Omni over the Interactions API, Veo over long-running operations,
 * Gemini images and speech, Imagen and Lyria; on the Gemini API with a key and on Vertex AI with
 * application default credentials (ai.google.dev and docs.cloud.google.com, November 2026; npm
 * {@code @google/genai} 3.1).
 */
package dev.secondunit.backend.google;
