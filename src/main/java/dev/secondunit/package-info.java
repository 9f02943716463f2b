/**
 * Second Unit: an MCP server that makes images, video and audio as durable background jobs.
 *
 * <p>{@link dev.secondunit.Main} reads the arguments, {@code Wiring} alone names every concrete
 * type.
 */
package dev.secondunit;
