package dev.secondunit.crash;

import dev.secondunit.Wiring;
import dev.secondunit.command.StdioCommand;
import dev.secondunit.config.Settings;
import java.nio.file.Path;
import java.time.Clock;

/** The real server, which works on no job itself: whatever it tells was done by another process. */
public final class WatchingServer {
  private WatchingServer() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings = new Settings(System.getenv(), Path.of(""));
    System.exit(StdioCommand.run(new Wiring(settings, Clock.systemUTC(), false)));
  }
}
