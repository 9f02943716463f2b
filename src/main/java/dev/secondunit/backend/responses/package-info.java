/**
 * {@code POST /responses} as OpenAI and xAI both speak it: questions about pictures, answered in
 * words (npm {@code openai} 7.55.0, November 2026; docs.x.ai, image understanding, 2026).
 */
package dev.secondunit.backend.responses;
