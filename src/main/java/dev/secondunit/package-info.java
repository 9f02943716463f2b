/**
 * Second Unit: an MCP server that makes images, video and audio as durable background jobs.
 *
 * <p>{@link dev.secondunit.Main} reads the arguments. {@link dev.secondunit.Wiring} is the door to
 * the parts that stand in this package behind it; they alone name concrete types: {@code Vendors}
 * the vendors, {@code Stores} the database.
 */
package dev.secondunit;
