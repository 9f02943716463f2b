package dev.secondunit.tool.function;

/** Whose jobs may be the same as whose. */
final class Callers {
  private Callers() {}

  /** Sessions on this machine share their jobs; authenticated principals do not. */
  static String owner(String caller) {
    return caller.startsWith("principal:") ? caller : "local";
  }
}
