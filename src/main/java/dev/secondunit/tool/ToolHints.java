package dev.secondunit.tool;

/**
 * The four hints of MCP, all of them always stated. A tool that can spend money is neither
 * read-only nor closed-world.
 */
public record ToolHints(
    boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {}
