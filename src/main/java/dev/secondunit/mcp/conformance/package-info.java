/**
 * What the official conformance suite of MCP expects a server under test to offer. Served only on
 * request, never together with the product's tools.
 */
package dev.secondunit.mcp.conformance;
