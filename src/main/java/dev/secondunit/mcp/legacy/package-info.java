/**
 * The protocol revisions that begin with {@code initialize} (2024-11-05 to 2025-11-25), on the
 * sessions of the MCP SDK.
 *
 * <p>Only the SDK's session layer is used, with handlers of our own in place of its server builder:
 * the builder checks arguments against the schema before any forgiving reading, always announces
 * logging, gives no pages, and loads a schema validator before the first answer.
 */
package dev.secondunit.mcp.legacy;
