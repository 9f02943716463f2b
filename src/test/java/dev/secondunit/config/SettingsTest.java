package dev.secondunit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.media.UsdAmount;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {
  private static final Set<Setting> AMOUNTS =
      EnumSet.of(
          Setting.SECOND_UNIT_MAX_USD_PER_CALL,
          Setting.SECOND_UNIT_MAX_USD_PER_SESSION,
          Setting.SECOND_UNIT_MAX_USD_PER_DAY,
          Setting.SECOND_UNIT_MAX_USD_TOTAL,
          Setting.SECOND_UNIT_APPROVE_ABOVE_USD);

  private static final Set<Setting> NUMBERS =
      EnumSet.of(
          Setting.SECOND_UNIT_DEDUPLICATION_SECONDS,
          Setting.SECOND_UNIT_ANSWER_SECONDS,
          Setting.SECOND_UNIT_MAX_FILE_BYTES);

  @TempDir private Path folder;

  @Test
  void usd_notAnAmount_saysWhatToSetAndHowToCheck() {
    Settings settings = new Settings(Map.of("SECOND_UNIT_MAX_USD_TOTAL", "abc"), Path.of(""));

    FailureException refused =
        assertThrows(FailureException.class, () -> settings.usd(Setting.SECOND_UNIT_MAX_USD_TOTAL));

    assertEquals("abc", refused.failure().value());
    assertTrue(
        refused
            .failure()
            .hint()
            .startsWith("Give SECOND_UNIT_MAX_USD_TOTAL an amount in USD such as 2.50 where"),
        refused.failure().hint());
  }

  @Test
  void defaults_areThoseOfTheTable() {
    Settings settings = settings(Map.of(), "Linux");
    Path home = folder.resolve("user/.local/share/second-unit");

    assertEquals(home, settings.home());
    assertEquals(home.resolve("media"), settings.outputFolder());
    assertEquals(List.of(folder, home.resolve("media"), home), settings.readableRoots());
    assertEquals(List.of(folder, home.resolve("media")), settings.writableRoots());
    assertEquals(
        Duration.ofMinutes(10), settings.seconds(Setting.SECOND_UNIT_DEDUPLICATION_SECONDS));
    assertEquals(Duration.ofDays(30), settings.seconds(Setting.SECOND_UNIT_ANSWER_SECONDS));
    assertEquals(4L << 30, settings.wholeNumber(Setting.SECOND_UNIT_MAX_FILE_BYTES));
    assertText("portable", settings, Setting.SECOND_UNIT_SCHEMA_PROFILE);
    assertText("warn", settings, Setting.SECOND_UNIT_LOG_LEVEL);
    assertText("us-central1", settings, Setting.GOOGLE_CLOUD_LOCATION);
    assertUrl("https://api.x.ai/v1", settings, Setting.XAI_BASE_URL);
    assertUrl(
        "https://generativelanguage.googleapis.com", settings, Setting.GOOGLE_GEMINI_BASE_URL);
    assertUrl("https://api.openai.com/v1", settings, Setting.OPENAI_BASE_URL);
    assertUrl("https://api.elevenlabs.io", settings, Setting.ELEVENLABS_BASE_URL);
    assertUrl("https://api.twelvelabs.io/v1.3", settings, Setting.TWELVELABS_BASE_URL);
    for (Setting amount : AMOUNTS) {
      assertEquals(Optional.empty(), settings.usd(amount), amount.name());
    }
    for (Setting setting : Setting.values()) {
      assertFalse(settings.isSet(setting), setting.name());
      if (setting.secret()) {
        assertEquals(Optional.empty(), settings.text(setting), setting.name());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void key_set_isReadAndStripped(Setting setting) {
    String value = goodValue(setting);
    Settings settings = settings(Map.of(setting.name(), "  " + value + " "), "Linux");

    assertTrue(settings.isSet(setting));
    assertText(value, settings, setting);
    for (Setting other : EnumSet.complementOf(EnumSet.of(setting))) {
      assertFalse(settings.isSet(other), other.name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void key_blank_countsAsUnset(Setting setting) {
    Settings settings = settings(Map.of(setting.name(), "  "), "Linux");

    assertFalse(settings.isSet(setting));
    assertEquals(settings(Map.of(), "Linux").text(setting), settings.text(setting));
  }

  @ParameterizedTest
  @EnumSource
  void key_isExplained(Setting setting) {
    assertTrue(setting.purpose().endsWith("."), setting.purpose());
    assertFalse(setting.defaultInWords().isBlank());
  }

  @Test
  void typedValues_areReadAsTheirType() {
    Map<String, String> environment = new HashMap<>();
    environment.put("SECOND_UNIT_HOME", "data");
    environment.put("SECOND_UNIT_OUTPUT_DIR", folder.resolve("out/../film").toString());
    environment.put(
        "SECOND_UNIT_READ_ROOTS", "a" + File.pathSeparator + " " + File.pathSeparator + "b");
    environment.put("SECOND_UNIT_WRITE_ROOTS", "c");
    environment.put("SECOND_UNIT_MAX_USD_PER_CALL", "$2.50");
    environment.put("SECOND_UNIT_DEDUPLICATION_SECONDS", "0");
    environment.put("XAI_BASE_URL", "http://127.0.0.1:8080/v1//");
    Settings settings = settings(environment, "Linux");

    assertEquals(folder.resolve("data"), settings.home());
    assertEquals(folder.resolve("film"), settings.outputFolder());
    assertEquals(List.of(folder.resolve("a"), folder.resolve("b")), settings.readableRoots());
    assertEquals(List.of(folder.resolve("c")), settings.writableRoots());
    assertEquals(
        Optional.of(UsdAmount.ofUsd("2.5")), settings.usd(Setting.SECOND_UNIT_MAX_USD_PER_CALL));
    assertEquals(Duration.ZERO, settings.seconds(Setting.SECOND_UNIT_DEDUPLICATION_SECONDS));
    assertUrl("http://127.0.0.1:8080/v1", settings, Setting.XAI_BASE_URL);
  }

  @ParameterizedTest
  @CsvSource({
    "SECOND_UNIT_MAX_USD_PER_CALL, two, an amount in USD such as 2.50",
    "SECOND_UNIT_MAX_USD_PER_SESSION, -1, an amount in USD such as 2.50",
    "SECOND_UNIT_MAX_USD_PER_DAY, 1e300, an amount in USD such as 2.50",
    "SECOND_UNIT_MAX_USD_TOTAL, NaN, an amount in USD such as 2.50",
    "SECOND_UNIT_APPROVE_ABOVE_USD, $, an amount in USD such as 2.50",
    "SECOND_UNIT_MAX_FILE_BYTES, 4 GB, 'a whole number, 0 or larger'",
    "SECOND_UNIT_MAX_FILE_BYTES, -1, 'a whole number, 0 or larger'",
    "SECOND_UNIT_MAX_FILE_BYTES, 99999999999999999999, 'a whole number, 0 or larger'",
    "SECOND_UNIT_DEDUPLICATION_SECONDS, 1.5, 'a whole number, 0 or larger'",
    "SECOND_UNIT_DEDUPLICATION_SECONDS, 31536001, 'a number of seconds, at most 31536000'",
    "XAI_BASE_URL, api.x.ai, an http or https URL",
    "GOOGLE_GEMINI_BASE_URL, ftp://host, an http or https URL",
    "GOOGLE_VERTEX_BASE_URL, https://, an http or https URL",
    "OPENAI_BASE_URL, https://a b, an http or https URL",
    "ELEVENLABS_BASE_URL, file:///etc, an http or https URL",
    "TWELVELABS_BASE_URL, https:///path, an http or https URL",
  })
  void key_bad_isAFailureThatNamesTheVariable(Setting setting, String value, String wanted) {
    Settings settings = settings(Map.of(setting.name(), value), "Linux");

    Failure failure = failure(settings, setting, readerOf(setting));

    assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code());
    assertEquals(setting.name() + ": \"" + value + "\" is not " + wanted + ".", failure.message());
    assertEquals(setting.name(), failure.field());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.MATCH_ALL,
      names = "SECOND_UNIT_(HOME|OUTPUT_DIR|FFMPEG|CATALOGUE)")
  void path_impossible_isAFailureThatNamesTheVariable(Setting setting) {
    Settings settings = settings(Map.of(setting.name(), "a\0b"), "Linux");

    Failure failure = failure(settings, setting, Settings::path);

    assertTrue(failure.message().startsWith(setting.name() + ": "), failure.message());
    assertTrue(failure.message().endsWith("is not a path."), failure.message());
  }

  @ParameterizedTest
  @EnumSource
  void secret_readAsSomethingElse_isNotShown(Setting setting) {
    if (!setting.secret()) {
      assertFalse(setting.name().contains("KEY"), "a key that counts as public");
      return;
    }
    Settings settings = settings(Map.of(setting.name(), "sk-not-a-real-key"), "Linux");
    List<BiFunction<Settings, Setting, Object>> readers =
        List.of(Settings::usd, Settings::wholeNumber, Settings::baseUrl);

    for (BiFunction<Settings, Setting, Object> reader : readers) {
      Failure failure = failure(settings, setting, reader);
      assertTrue(failure.message().startsWith(setting.name()), failure.message());
      assertFalse(FailureJson.write(failure).toString().contains("sk-not"), failure.toString());
    }
    assertFalse(settings.toString().contains("sk-not"));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, , , user/.local/share/second-unit",
    "Linux, XDG_DATA_HOME, data, data/second-unit",
    "FreeBSD, , , user/.local/share/second-unit",
    "Mac OS X, , , user/Library/Application Support/second-unit",
    "Darwin, , , user/.local/share/second-unit",
    "Windows 11, , , user/AppData/Local/second-unit",
    "Windows 11, LOCALAPPDATA, data, data/second-unit",
  })
  void home_isThePlatformsUserDataFolder(
      String system, String variable, String value, String expected) {
    Map<String, String> environment =
        variable == null ? Map.of() : Map.of(variable, folder.resolve(value).toString());

    assertEquals(folder.resolve(expected), settings(environment, system).home());
  }

  @Test
  void home_relativeDataFolderOfThePlatform_isNotTrusted() {
    Settings settings = settings(Map.of("XDG_DATA_HOME", "data"), "Linux");

    assertEquals(folder.resolve("user/.local/share/second-unit"), settings.home());
  }

  private Settings settings(Map<String, String> environment, String system) {
    return new Settings(environment, folder, system, folder.resolve("user"));
  }

  private static String goodValue(Setting setting) {
    if (setting.name().endsWith("_BASE_URL")) {
      return "https://example.com/" + setting.ordinal();
    }
    if (AMOUNTS.contains(setting) || NUMBERS.contains(setting)) {
      return "7" + setting.ordinal();
    }
    return "value-" + setting.ordinal();
  }

  private static BiFunction<Settings, Setting, Object> readerOf(Setting setting) {
    if (AMOUNTS.contains(setting)) {
      return Settings::usd;
    }
    return NUMBERS.contains(setting)
        ? setting == Setting.SECOND_UNIT_DEDUPLICATION_SECONDS
                || setting == Setting.SECOND_UNIT_ANSWER_SECONDS
            ? Settings::seconds
            : Settings::wholeNumber
        : Settings::baseUrl;
  }

  private static Failure failure(
      Settings settings, Setting setting, BiFunction<Settings, Setting, Object> reader) {
    return assertThrows(FailureException.class, () -> reader.apply(settings, setting)).failure();
  }

  private static void assertText(String expected, Settings settings, Setting setting) {
    assertEquals(Optional.of(expected), settings.text(setting));
  }

  private static void assertUrl(String expected, Settings settings, Setting setting) {
    assertEquals(Optional.of(URI.create(expected)), settings.baseUrl(setting));
  }
}
