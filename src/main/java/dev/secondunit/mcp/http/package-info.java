/**
 * Streamable HTTP on Jetty, for both eras of the protocol, each message on its own.
 *
 * <p>Safe by default: bound to this machine, checked for foreign hosts and origins, and beyond this
 * machine only with a bearer token.
 */
package dev.secondunit.mcp.http;
