package dev.secondunit;

/** Entry point: reads the arguments and runs the command they name. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.err.println("second-unit");
  }
}
