package dev.secondunit.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblyOrderTest {
  @TempDir Path folder;

  private AssemblyOrder order(String operation, MediaInput input) {
    return new AssemblyOrder(
        operation, List.of(input), List.of(), false, 0, null, null, null, null, folder, "end");
  }

  private MediaInput film() throws Exception {
    return measured(TestMedia.video(folder.resolve("film.mp4"), 160, 90, 1));
  }

  private static MediaInput measured(Path file) throws Exception {
    return new MediaInput(file.getFileName().toString(), file, TestMedia.PROBE.measure(file));
  }

  @Test
  void lastFrame_ofAFilm_survivesTheRow() throws Exception {
    MediaInput film = film();
    AssemblyOrder read = AssemblyOrder.read(order("last_frame", film).write());

    AssemblyRequest.LastFrame request =
        assertInstanceOf(AssemblyRequest.LastFrame.class, read.request());
    assertEquals(film, request.film());
  }

  @Test
  void lastFrame_ofAnImage_isRefusedBeforeAJobIsMade() throws Exception {
    MediaInput image = measured(TestMedia.image(folder.resolve("still.png"), 160, 90));
    Failure failure =
        assertThrows(FailureException.class, () -> order("last_frame", image).check()).failure();

    assertEquals(ErrorCode.MEDIA_TYPE_MISMATCH, failure.code());
    assertEquals("inputs[0]", failure.field());
  }

  @Test
  void whatTheMeasuredFilesRuleOut_isRefusedBeforeAJobIsMade() throws Exception {
    MediaInput film = film();
    MediaInput sound = measured(TestMedia.sound(folder.resolve("sound.wav"), 1));
    MediaInput still = measured(TestMedia.image(folder.resolve("still.png"), 160, 90));

    for (AssemblyOrder order :
        List.of(
            order("concat", List.of(film, sound), List.of()),
            order("concat", List.of(still, still), List.of()),
            order("mix_audio", List.of(still), List.of(sound)),
            order("mix_audio", List.of(film), List.of(still)),
            order("apply_lut", List.of(sound), List.of()),
            order("convert", List.of(sound), List.of()))) {
      Failure failure = assertThrows(FailureException.class, order::check).failure();
      assertEquals(ErrorCode.MEDIA_TYPE_MISMATCH, failure.code(), failure.message());
    }
    order("concat", List.of(film, film), List.of()).check();
    order("mix_audio", List.of(film), List.of(sound)).check();
  }

  private AssemblyOrder order(String operation, List<MediaInput> inputs, List<MediaInput> sounds) {
    String format = operation.equals("convert") ? "mp4" : null;
    Path lut = folder.resolve("x.cube");
    return new AssemblyOrder(
        operation, inputs, sounds, false, 0, lut, null, null, format, folder, "end");
  }

  @Test
  void unknownOperation_pointsToTheRemotionSkill() throws Exception {
    MediaInput film = film();
    Failure failure =
        assertThrows(FailureException.class, () -> order("captions", film).check()).failure();

    assertTrue(failure.hint().contains("remotion skill"), failure.hint());
    assertTrue(failure.allowed().contains("last_frame"), failure.allowed().toString());
  }
}
