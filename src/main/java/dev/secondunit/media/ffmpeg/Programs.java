package dev.secondunit.media.ffmpeg;

import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Where {@code ffmpeg} and {@code ffprobe} are and the environment they run in. Found on first use:
 * the setting, else the embedded build. Safe for many threads.
 */
final class Programs {
  /** Only these variables reach the programs; keys and tokens of the server never do. */
  private static final List<String> PASSED_ON =
      List.of("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LANG", "LC_ALL");

  private static final List<String> LIBRARY_PATHS = List.of("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH");

  /** Absolute paths of the two programs and the whole environment to run them in. */
  record Found(Path ffmpeg, Path ffprobe, Map<String, String> environment) {}

  private final Settings settings;
  private Found found;

  Programs(Settings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  synchronized Found find() {
    if (found == null) {
      found =
          settings
              .path(Setting.SECOND_UNIT_FFMPEG)
              .map(Programs::named)
              .orElseGet(() -> embedded(settings.home().resolve("cache")));
    }
    return found;
  }

  private static Found embedded(Path cache) {
    Path folder = new EmbeddedBuild(cache).folder();
    Map<String, String> environment = environment();
    LIBRARY_PATHS.forEach(name -> environment.put(name, folder.toString()));
    return new Found(
        folder.resolve(fileName("ffmpeg")), folder.resolve(fileName("ffprobe")), environment);
  }

  private static Found named(Path setting) {
    Path folder = Files.isDirectory(setting) ? setting : setting.toAbsolutePath().getParent();
    Path ffmpeg = Files.isDirectory(setting) ? folder.resolve(fileName("ffmpeg")) : setting;
    Path ffprobe = folder.resolve(fileName("ffprobe"));
    for (Path program : List.of(ffmpeg, ffprobe)) {
      if (!Files.isExecutable(program) || Files.isDirectory(program)) {
        throw Failure.of(
                ErrorCode.INVALID_ARGUMENT,
                Setting.SECOND_UNIT_FFMPEG + ": there is no program at " + program + ".")
            .withField(Setting.SECOND_UNIT_FFMPEG.name(), setting)
            .withHint(
                "Name the folder that holds ffmpeg and ffprobe, or unset the variable to use the"
                    + " embedded build.")
            .asException();
      }
    }
    Map<String, String> environment = environment();
    LIBRARY_PATHS.forEach(name -> passOn(name, environment));
    return new Found(ffmpeg.toAbsolutePath(), ffprobe.toAbsolutePath(), environment);
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    PASSED_ON.forEach(name -> passOn(name, environment));
    return environment;
  }

  private static void passOn(String name, Map<String, String> environment) {
    String value = System.getenv(name);
    if (value != null) {
      environment.put(name, value);
    }
  }

  /** What the program's file is called on this platform. */
  static String fileName(String program) {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? program + ".exe" : program;
  }
}
