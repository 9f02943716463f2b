package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A robot, walking!|a-robot-walking",
        "Čeština in Gdańsk|cestina-in-gdansk",
        "東京の夜 ガラス|東京の夜-ガラス",
        "हिन्दी शब्द|हिन्दी-शब्द",
        "🎬 take 🎥 two ❤️|take-two",
        "🎬🎬|untitled",
        "''|untitled",
        "../../etc/passwd|etc-passwd",
        "C:\\Windows\\system32|c-windows-system32",
        "CON|con",
        "...hidden...|hidden",
        "a\u202Egpj.exe|a-gpj-exe",
        "ﬁlm ①|film-1",
        "\u0301\u0301|untitled"
      })
  void slug_keepsLettersAndDigitsOnly(String title, String slug) {
    assertEquals(slug, FileNames.slug(title));
  }

  @Test
  void slug_longTitles_endAtTheLimit() {
    assertEquals("a".repeat(40), FileNames.slug("a".repeat(1_000)));
    assertEquals("a".repeat(39), FileNames.slug("a".repeat(39) + " b"));
    assertEquals("a".repeat(38) + "-b", FileNames.slug("a".repeat(38) + " bcd"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"😀", "𒀀", "界", "a", "가"})
  void stem_anyScript_fitsCommonFileSystems(String character) {
    String stem =
        FileNames.stem(
            Instant.parse("2026-11-21T12:00:00Z"),
            character.repeat(500),
            "job_" + "z".repeat(26),
            999);

    String longest = "." + stem + "-1000.webm.json";
    assertTrue(longest.getBytes(StandardCharsets.UTF_8).length <= 255, longest);
  }

  @Test
  void slug_controlCharacters_areGaps() {
    assertEquals("a-b-c", FileNames.slug("a\u0000b\nc"));
  }

  @ParameterizedTest
  @CsvSource({
    "video/mp4,mp4",
    "image/jpeg,jpg",
    "audio/mpeg,mp3",
    "audio/webm,webm",
    "video/ogg,ogg",
    "application/x-unknown,bin"
  })
  void extension_followsTheMeasuredType(String mediaType, String extension) {
    assertEquals(extension, FileNames.extension(mediaType));
  }

  @Test
  void slug_null_isUntitled() {
    assertEquals("untitled", FileNames.slug(null));
  }
}
