package dev.secondunit;

import dev.secondunit.command.SecondUnit;
import dev.secondunit.command.StdioCommand;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.FailureException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Entry point: arguments, settings, wiring, command. */
public final class Main {
  private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug");

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings = new Settings(System.getenv(), Path.of(""));
    try {
      System.setProperty(
          "org.slf4j.simpleLogger.defaultLogLevel",
          settings.word(Setting.SECOND_UNIT_LOG_LEVEL, LOG_LEVELS));
      settings.warnings().forEach(warning -> System.err.println("warning: " + warning));
      System.exit(run(arguments, settings));
    } catch (FailureException e) {
      System.err.println(e.failure().message());
      System.exit(1);
    }
  }

  private static int run(String[] arguments, Settings settings) throws Exception {
    if (arguments.length == 1 && arguments[0].equals("stdio")) {
      // The agent waits for this one: it does without the library that reads arguments for people.
      return StdioCommand.run(new Wiring(settings, Clock.systemUTC(), true));
    }
    return SecondUnit.run(arguments, settings);
  }
}
