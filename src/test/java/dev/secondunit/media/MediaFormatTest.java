package dev.secondunit.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MediaFormatTest {
  @ParameterizedTest
  @EnumSource
  void everyFormat_isFoundByItsOwnExtensionAndMediaType(MediaFormat format) {
    assertEquals(Optional.of(format), MediaFormat.ofExtension("." + format.extension()));
    assertEquals(Optional.of(format), MediaFormat.ofMediaType(format.mediaType() + "; q=1"));
  }

  @ParameterizedTest
  @CsvSource({"audio/mp3, MP3", "image/jpg, JPEG", "audio/x-wav, WAV", "audio/opus, OGG"})
  void ofMediaType_commonOtherNames(String mediaType, MediaFormat format) {
    assertEquals(Optional.of(format), MediaFormat.ofMediaType(mediaType));
  }

  @Test
  void ofBytes_tooShort_isNothing() {
    for (int length = 0; length < 12; length++) {
      assertEquals(Optional.empty(), MediaFormat.ofBytes(new byte[length]));
    }
  }

  @Test
  void ofBytes_picturesInAVideoContainer_areNotVideo() {
    byte[] avif = "\0\0\0\34ftypavif".getBytes(StandardCharsets.ISO_8859_1);

    assertEquals(Optional.empty(), MediaFormat.ofBytes(avif));
    assertEquals("an image in the avif format", MediaFormat.describe(avif));
  }
}
