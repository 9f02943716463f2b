/**
 * TwelveLabs over REST: prompts over whole videos, as its SDK and documents show it in November
 * 2026 (docs.twelvelabs.io; npm {@code twelvelabs-js} 1.3).
 */
package dev.secondunit.backend.twelvelabs;
