/**
 * OpenAI's images, speech and the {@code /v1/videos} shape that other servers still speak, as the
 * vendor's SDKs show it in November 2026 (developers.openai.com; npm {@code openai} 7.55) and as
 * vLLM-Omni, SGLang and gateways vary it.
 */
package dev.secondunit.backend.openai;
