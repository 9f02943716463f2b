package dev.secondunit.media.ffmpeg;

import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static dev.secondunit.media.ffmpeg.TestMedia.PROBE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaProbeTest {
  @TempDir Path folder;

  @Test
  void measure_video_givesEveryFact() throws Exception {
    MediaFacts facts = PROBE.measure(TestMedia.video(folder.resolve("a.mp4"), 320, 180, 1.5));

    assertEquals("video/mp4", facts.mediaType());
    assertEquals(320, facts.width());
    assertEquals(180, facts.height());
    assertEquals(1.5, facts.durationSeconds(), 0.001);
    assertEquals(24.0, facts.framesPerSecond());
    assertEquals("h264", facts.videoCodec());
    assertEquals("aac", facts.audioCodec());
    assertEquals(1, facts.audioChannels());
    assertEquals(44_100, facts.sampleRate());
    assertEquals(Files.size(folder.resolve("a.mp4")), facts.bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "a.mp4, video/mp4",
    "a.mov, video/quicktime",
    "a.webm, video/webm",
    "a.mkv, video/x-matroska"
  })
  void measure_videoContainer_isToldByItsBytes(String name, String mediaType) throws Exception {
    Path named = TestMedia.video(folder.resolve(name), 64, 36, 0.5);
    Path misnamed = Files.move(named, folder.resolve("b.bin"));

    MediaFacts facts = PROBE.measure(misnamed);

    assertEquals(mediaType, facts.mediaType());
    assertEquals(0.5, facts.durationSeconds(), 0.05);
    assertEquals(64, facts.width());
  }

  @ParameterizedTest
  @CsvSource({
    "a.mp3, audio/mpeg",
    "a.wav, audio/wav",
    "a.flac, audio/flac",
    "a.ogg, audio/ogg",
    "a.opus, audio/ogg",
    "a.aac, audio/aac",
    "a.m4a, audio/mp4"
  })
  void measure_sound_isToldByItsBytes(String name, String mediaType) throws Exception {
    MediaFacts facts = PROBE.measure(TestMedia.sound(folder.resolve(name), 1));

    assertEquals(mediaType, facts.mediaType());
    assertEquals(1.0, facts.durationSeconds(), 0.1);
    assertNull(facts.width());
    assertNull(facts.videoCodec());
    assertNotNull(facts.audioCodec());
  }

  @ParameterizedTest
  @CsvSource({"a.png, image/png", "a.jpg, image/jpeg", "a.webp, image/webp", "a.gif, image/gif"})
  void measure_image_hasSizeAndNoLength(String name, String mediaType) throws Exception {
    MediaFacts facts = PROBE.measure(TestMedia.image(folder.resolve(name), 60, 40));

    assertEquals(mediaType, facts.mediaType());
    assertEquals(60, facts.width());
    assertEquals(40, facts.height());
    assertNull(facts.durationSeconds());
  }

  @Test
  void measure_soundInAVideoContainer_isAudio() throws Exception {
    assertEquals(
        "audio/mp4", PROBE.measure(TestMedia.sound(folder.resolve("a.mp4"), 1)).mediaType());
  }

  @Test
  void measure_animatedGif_hasALength() throws Exception {
    Path file = folder.resolve("a.gif");
    FFMPEG.run(FfmpegCommand.create().generated("testsrc2=s=64x36:r=10:d=1").output(file));

    assertEquals(1.0, PROBE.measure(file).durationSeconds(), 0.11);
  }

  @Test
  void measure_songWithCover_isAudio() throws Exception {
    Path cover = TestMedia.image(folder.resolve("cover.png"), 60, 40);
    Path song = folder.resolve("song.mp3");
    FFMPEG.run(
        FfmpegCommand.create()
            .input(cover)
            .generated("sine=d=1")
            .output(song, "-map", "1:a", "-map", "0:v", "-disposition:v", "attached_pic"));

    MediaFacts facts = PROBE.measure(song);

    assertEquals("audio/mpeg", facts.mediaType());
    assertNull(facts.width());
  }

  @Test
  void measure_rotatedVideo_isMeasuredAsDisplayed() throws Exception {
    Path file = TestMedia.video(folder.resolve("a.mp4"), 320, 180, 0.5);
    Path rotated = folder.resolve("b.mp4");
    FFMPEG.run(
        FfmpegCommand.create()
            .input(file, "-display_rotation", "90")
            .output(rotated, "-c", "copy"));

    MediaFacts facts = PROBE.measure(rotated);

    assertEquals(180, facts.width());
    assertEquals(320, facts.height());
  }

  @Test
  void measure_photographOnItsSide_isMeasuredAsDisplayed() throws Exception {
    byte[] jpeg = Files.readAllBytes(TestMedia.image(folder.resolve("a.jpg"), 60, 40));
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    turned.write(jpeg, 0, 2);
    turned.write(orientation(6));
    turned.write(jpeg, 2, jpeg.length - 2);
    Path file = Files.write(folder.resolve("b.jpg"), turned.toByteArray());

    MediaFacts facts = PROBE.measure(file);

    assertEquals(40, facts.width());
    assertEquals(60, facts.height());
  }

  @Test
  void measure_widePixels_areCounted() throws Exception {
    Path file = folder.resolve("a.mp4");
    FFMPEG.run(
        FfmpegCommand.create().generated("testsrc2=s=720x576:d=0.2,setsar=64/45").output(file));

    assertEquals(1024, PROBE.measure(file).width());
  }

  @Test
  void measure_sameBytes_giveTheKnownDigest() throws Exception {
    Path file = TestMedia.image(folder.resolve("a.png"), 8, 8);
    byte[] digest =
        java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));

    assertEquals(java.util.HexFormat.of().formatHex(digest), PROBE.measure(file).sha256());
  }

  @Test
  void measure_absent() {
    assertFailure(ErrorCode.FILE_NOT_FOUND, "There is no file", folder.resolve("none.mp4"));
  }

  @Test
  void measure_folder() {
    assertFailure(ErrorCode.FILE_NOT_FOUND, "is a folder", folder);
  }

  @Test
  void measure_empty() throws Exception {
    assertFailure(
        ErrorCode.MEDIA_CORRUPT, "is empty (0 bytes)", Files.createFile(folder.resolve("a.mp4")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE html><html><body>404</body></html>|an HTML page",
        "<svg xmlns='http://www.w3.org/2000/svg'/>|an SVG drawing",
        "{\"error\": \"expired\"}|JSON text",
        "Not found|plain text",
        "%PDF-1.7|a PDF document",
        "ffconcat version 1.0|an FFmpeg concat list"
      })
  void measure_somethingElse_isNamed(String content, String description) throws Exception {
    Failure failure =
        assertFailure(
            ErrorCode.MEDIA_TYPE_MISMATCH,
            description,
            Files.writeString(folder.resolve("a.mp4"), content));

    assertTrue(failure.allowed().contains("mp4"), failure.allowed()::toString);
  }

  @Test
  void measure_randomBytes() throws Exception {
    byte[] noise = new byte[10_000];
    new Random(1).nextBytes(noise);
    noise[0] = 0;

    assertFailure(
        ErrorCode.MEDIA_TYPE_MISMATCH,
        "no known media format",
        Files.write(folder.resolve("a.mp4"), noise));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.mov", "a.webm", "a.mkv"})
  void measure_cutOffVideo(String name) throws Exception {
    assertFailure(
        ErrorCode.MEDIA_CORRUPT, "", cutOff(TestMedia.video(folder.resolve(name), 64, 36, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.jpg", "a.webp", "a.gif"})
  void measure_cutOffImage(String name) throws Exception {
    assertFailure(
        ErrorCode.MEDIA_CORRUPT, "", cutOff(TestMedia.image(folder.resolve(name), 320, 180)));
  }

  @Test
  void measure_cutOffWav() throws Exception {
    assertFailure(
        ErrorCode.MEDIA_CORRUPT, "cut off", cutOff(TestMedia.sound(folder.resolve("a.wav"), 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PNG", "JPEG", "WEBP", "MP4", "MATROSKA", "MP3", "FLAC", "OGG", "WAV"})
  void measure_noiseBehindTheRightFirstBytes(String format) throws Exception {
    Path real =
        switch (MediaFormat.valueOf(format).mode()) {
          case IMAGE ->
              TestMedia.image(
                  folder.resolve("a." + MediaFormat.valueOf(format).extension()), 64, 36);
          case VIDEO ->
              TestMedia.video(
                  folder.resolve("a." + MediaFormat.valueOf(format).extension()), 64, 36, 0.5);
          case AUDIO ->
              TestMedia.sound(folder.resolve("a." + MediaFormat.valueOf(format).extension()), 0.5);
        };
    byte[] bytes = new byte[20_000];
    new Random(7).nextBytes(bytes);
    System.arraycopy(Files.readAllBytes(real), 0, bytes, 0, 16);

    assertFailure(ErrorCode.MEDIA_CORRUPT, "", Files.write(folder.resolve("noise"), bytes));
  }

  @Test
  void measure_wholeIndexWithNothingToDecodeBehindIt() throws Exception {
    Path file = folder.resolve("hollow.mp4");
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("testsrc2=s=64x36:r=24:d=1")
            .output(file, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    byte[] bytes = Files.readAllBytes(file);
    int media = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat");
    int index = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("moov");
    java.util.Arrays.fill(bytes, media + 4, index - 4, (byte) 0x55);

    assertFailure(ErrorCode.MEDIA_CORRUPT, "", Files.write(file, bytes));
  }

  @Test
  void measure_pictureThatBeginsAfterTheSound() throws Exception {
    Path file = folder.resolve("late.mkv");
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("testsrc2=s=64x36:r=24:d=1,setpts=PTS+2/TB")
            .generated("sine=f=440:d=3")
            .output(file, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));

    MediaFacts facts = PROBE.measure(file);

    assertEquals(64, facts.width());
    assertEquals("h264", facts.videoCodec());
  }

  @Test
  void measure_tooLarge() throws Exception {
    Path file = TestMedia.image(folder.resolve("a.png"), 8, 8);
    long size = Files.size(file);
    assertEquals(8, new MediaProbe(FFMPEG, size).measure(file).width());

    FailureException e =
        assertThrows(FailureException.class, () -> new MediaProbe(FFMPEG, size - 1).measure(file));

    assertEquals(ErrorCode.FILE_TOO_LARGE, e.failure().code());
  }

  @Test
  void measure_moreThanThePixelLimit_isNotDecoded() throws Exception {
    Path file = TestMedia.image(folder.resolve("a.png"), 8, 8);
    byte[] bytes = Files.readAllBytes(file);
    byte[] wide = {0, 0, (byte) 0xff, (byte) 0xff, 0, 0, (byte) 0xff, (byte) 0xff};
    System.arraycopy(wide, 0, bytes, 16, 8);

    assertFailure(ErrorCode.MEDIA_CORRUPT, "", Files.write(folder.resolve("bomb.png"), bytes));
  }

  private static byte[] orientation(int value) {
    byte[] exif =
        "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0_\0\0\0\0\0\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    exif[25] = (byte) value;
    byte[] segment = new byte[exif.length + 4];
    segment[0] = (byte) 0xff;
    segment[1] = (byte) 0xe1;
    segment[3] = (byte) (exif.length + 2);
    System.arraycopy(exif, 0, segment, 4, exif.length);
    return segment;
  }

  private static Path cutOff(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    return Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length * 6 / 10));
  }

  private static Failure assertFailure(ErrorCode code, String words, Path file) {
    Failure failure = assertThrows(FailureException.class, () -> PROBE.measure(file)).failure();
    assertEquals(code, failure.code(), failure.message());
    assertTrue(failure.message().contains(words), failure.message());
    assertTrue(failure.message().contains(file.toString()), failure.message());
    return failure;
  }
}
