/**
 * The protocol revision 2026-07-28, which the MCP SDK does not know yet: no handshake, no session,
 * every request says for itself what it needs. To be deleted when the SDK learns it.
 *
 * <p>Facts are from the published specification and its schema ({@code schema/2026-07-28/schema.ts}
 * in the specification's repository).
 */
package dev.secondunit.mcp.modern;
