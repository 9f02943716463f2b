package dev.secondunit.crash;

import static dev.secondunit.Patience.await;

import dev.secondunit.artifact.StoppingArtifacts.Points;
import dev.secondunit.command.StdioCommand;
import dev.secondunit.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real server, steered by files in a folder (the argument): {@code pause} lists points of which
 * each holds up the first thread that comes there, until the file is gone; {@code clock} is by how
 * many seconds its clock is wrong.
 */
public final class SteeredServer {
  private SteeredServer() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Settings settings = new Settings(System.getenv(), Path.of(""));
    System.exit(
        StdioCommand.run(
            new CrashingServer.StoppingWiring(settings, new Pauses(folder), new Wrong(folder))));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Pauses implements Points {
    private final Path file;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    Pauses(Path folder) {
      this.file = folder.resolve("pause");
    }

    @Override
    public boolean due(String point) {
      return read(file).lines().anyMatch(point::equals) && taken.add(point);
    }

    @Override
    public void stop(String point) {
      System.err.println(CrashingServer.REACHED + point);
      await("the test lets go on").forever().until(() -> !Files.exists(file));
    }
  }

  private static final class Wrong extends Clock {
    private final Path file;

    Wrong(Path folder) {
      this.file = folder.resolve("clock");
    }

    @Override
    public Instant instant() {
      String seconds = read(file);
      Instant right = Instant.now();
      return seconds.isEmpty() ? right : right.plus(Duration.ofSeconds(Long.parseLong(seconds)));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
