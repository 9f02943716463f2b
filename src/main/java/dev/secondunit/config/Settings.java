package dev.secondunit.config;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.WordDistance;
import dev.secondunit.media.UsdAmount;
import java.io.File;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of one process, read once. Values are checked when they are asked for, so that a bad
 * one stops only what needs it and says which variable to mend.
 */
public final class Settings {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final String PREFIX = "SECOND_UNIT_";
  private static final List<Setting> KNOWN =
      Arrays.stream(Setting.values()).filter(each -> each.name().startsWith(PREFIX)).toList();

  private final EnumMap<Setting, String> values = new EnumMap<>(Setting.class);
  private final Map<String, String> environment;
  private final Path currentFolder;
  private final String operatingSystem;
  private final Path userHome;

  /**
   * @param environment variables by name; blank ones count as unset
   * @param currentFolder what relative paths are resolved against
   */
  public Settings(Map<String, String> environment, Path currentFolder) {
    this(
        environment,
        currentFolder,
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", ".")));
  }

  Settings(
      Map<String, String> environment, Path currentFolder, String operatingSystem, Path userHome) {
    this.operatingSystem = operatingSystem.toLowerCase(Locale.ROOT);
    this.userHome = userHome;
    this.environment = Map.copyOf(environment);
    this.currentFolder = Objects.requireNonNull(currentFolder, "currentFolder").toAbsolutePath();
    for (Setting setting : Setting.values()) {
      String value = environment.get(setting.name());
      if ((value == null || value.isBlank()) && setting.name().endsWith("_PROXY")) {
        // By custom the names of these are written small as well.
        value = environment.get(setting.name().toLowerCase(Locale.ROOT));
      }
      if (value != null && !value.isBlank()) {
        values.put(setting, value.strip());
      }
    }
  }

  /** The value as set, else its plain default, else empty. */
  public Optional<String> text(Setting setting) {
    return Optional.ofNullable(values.get(setting)).or(setting::defaultValue);
  }

  public boolean isSet(Setting setting) {
    return values.containsKey(setting);
  }

  public Path currentFolder() {
    return currentFolder;
  }

  /**
   * Variables that look like settings and are none, as a misspelt cap is, each with the setting
   * that is spelt most like it.
   */
  public Map<String, Setting> unknown() {
    Map<String, Setting> unknown = new TreeMap<>();
    for (String name : environment.keySet()) {
      if (name.startsWith(PREFIX) && KNOWN.stream().noneMatch(each -> each.name().equals(name))) {
        unknown.put(
            name,
            Collections.min(
                KNOWN, Comparator.comparingInt(each -> WordDistance.between(name, each.name()))));
      }
    }
    return unknown;
  }

  /** What a person has to know of {@link #unknown()}, a line each. */
  public List<String> warnings() {
    return unknown().entrySet().stream()
        .map(
            each ->
                each.getKey()
                    + " is no setting and has no effect; the nearest one is "
                    + each.getValue()
                    + ".")
        .toList();
  }

  /** The data folder; not created here. */
  public Path home() {
    return path(Setting.SECOND_UNIT_HOME).orElseGet(this::userDataFolder);
  }

  public Path outputFolder() {
    return path(Setting.SECOND_UNIT_OUTPUT_DIR).orElseGet(() -> home().resolve("media"));
  }

  public List<Path> readableRoots() {
    return paths(Setting.SECOND_UNIT_READ_ROOTS)
        .orElseGet(() -> List.of(currentFolder, outputFolder(), home()));
  }

  public List<Path> writableRoots() {
    return paths(Setting.SECOND_UNIT_WRITE_ROOTS)
        .orElseGet(() -> List.of(currentFolder, outputFolder()));
  }

  public Optional<Path> path(Setting setting) {
    return text(setting).map(value -> path(setting, value));
  }

  public Optional<UsdAmount> usd(Setting setting) {
    return text(setting)
        .map(
            value -> {
              try {
                return UsdAmount.ofUsd(value.startsWith("$") ? value.substring(1) : value);
              } catch (ArithmeticException | IllegalArgumentException e) {
                throw invalid(setting, value, "an amount in USD such as 2.50");
              }
            });
  }

  /** One of a few words, in any case. */
  public String word(Setting setting, List<String> allowed) {
    String value = text(setting).orElseThrow();
    String word = value.toLowerCase(Locale.ROOT);
    if (!allowed.contains(word)) {
      throw invalid(setting, value, "one of " + String.join(", ", allowed));
    }
    return word;
  }

  /** The same settings but for one, as when a command's option overrules it. */
  public Settings with(Setting setting, String value) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(setting.name(), value);
    return new Settings(changed, currentFolder, operatingSystem, userHome);
  }

  public long wholeNumber(Setting setting) {
    String value = text(setting).orElseThrow();
    try {
      long number = Long.parseLong(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for both.
    }
    throw invalid(setting, value, "a whole number, 0 or larger");
  }

  /** A length of time, at most a year. */
  public Duration seconds(Setting setting) {
    long seconds = wholeNumber(setting);
    if (seconds > LONGEST.toSeconds()) {
      throw invalid(
          setting, Long.toString(seconds), "a number of seconds, at most " + LONGEST.toSeconds());
    }
    return Duration.ofSeconds(seconds);
  }

  /** A base URL without a trailing slash. */
  public Optional<URI> baseUrl(Setting setting) {
    return text(setting)
        .map(
            value -> {
              try {
                URI uri = URI.create(value.replaceAll("/+$", ""));
                String scheme = uri.getScheme();
                if (uri.getHost() != null && ("https".equals(scheme) || "http".equals(scheme))) {
                  return uri;
                }
              } catch (IllegalArgumentException e) {
                // Falls through to the one message for both.
              }
              throw invalid(setting, value, "an http or https URL");
            });
  }

  private Optional<List<Path>> paths(Setting setting) {
    return text(setting)
        .map(
            value ->
                Arrays.stream(value.split(File.pathSeparator))
                    .filter(part -> !part.isBlank())
                    .map(part -> path(setting, part))
                    .toList());
  }

  private Path path(Setting setting, String value) {
    try {
      return currentFolder.resolve(value).normalize();
    } catch (InvalidPathException e) {
      throw invalid(setting, value, "a path");
    }
  }

  private Path userDataFolder() {
    if (operatingSystem.startsWith("windows")) {
      return folder("LOCALAPPDATA")
          .orElse(userHome.resolve("AppData/Local"))
          .resolve("second-unit");
    }
    if (operatingSystem.startsWith("mac")) {
      return userHome.resolve("Library/Application Support/second-unit");
    }
    return folder("XDG_DATA_HOME").orElse(userHome.resolve(".local/share")).resolve("second-unit");
  }

  private Optional<Path> folder(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  private static RuntimeException invalid(Setting setting, String value, String wanted) {
    String shown = setting.secret() ? "the value" : "\"" + value + "\"";
    return Failure.of(
            ErrorCode.INVALID_ARGUMENT, setting.name() + ": " + shown + " is not " + wanted + ".")
        .withField(setting.name(), setting.secret() ? null : value)
        .withHint(
            "Give "
                + setting.name()
                + " "
                + wanted
                + " where this program is started, or leave it out, and start it anew; the command"
                + " doctor checks every setting.")
        .asException();
  }
}
