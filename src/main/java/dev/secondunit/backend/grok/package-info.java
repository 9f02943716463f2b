/**
 * xAI's Grok Imagine and speech over REST, as its SDKs and documents show it in November 2026
 * (docs.x.ai; npm {@code @ai-sdk/xai} 5.0).
 */
package dev.secondunit.backend.grok;
