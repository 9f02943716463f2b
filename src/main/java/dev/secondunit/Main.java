package dev.secondunit;

import dev.secondunit.command.SecondUnit;
import dev.secondunit.command.StdioCommand;
import dev.secondunit.config.Settings;
import java.nio.file.Path;
import java.time.Clock;

/** Entry point: arguments, settings, wiring, command. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings = new Settings(System.getenv(), Path.of(""));
    settings
        .text(dev.secondunit.config.Setting.SECOND_UNIT_LOG_LEVEL)
        .ifPresent(level -> System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", level));
    if (arguments.length > 0 && arguments[0].equals("stdio")) {
      // The agent waits for this one: it does without the library that reads arguments for people.
      System.exit(StdioCommand.run(new Wiring(settings, Clock.systemUTC(), true)));
    }
    System.exit(SecondUnit.run(arguments, settings));
  }
}
