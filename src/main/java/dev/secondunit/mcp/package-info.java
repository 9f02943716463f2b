/**
 * The protocol edge: everything that knows MCP, and nothing else that does.
 *
 * <p>{@link dev.secondunit.mcp.ServerDefinition} says what is offered. {@link
 * dev.secondunit.mcp.Methods} answers the methods that all protocol revisions share, on JSON trees.
 * The revisions that begin with {@code initialize} run on the sessions of the MCP SDK ({@code
 * legacy}). Transports decide per message which of them it belongs to ({@code stdio}).
 */
package dev.secondunit.mcp;
