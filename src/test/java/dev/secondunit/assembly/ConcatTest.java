package dev.secondunit.assembly;

import static dev.secondunit.assembly.Footage.assertLevels;
import static dev.secondunit.assembly.Footage.clip;
import static dev.secondunit.assembly.Footage.count;
import static dev.secondunit.assembly.Footage.measured;
import static dev.secondunit.assembly.Footage.soundSeconds;
import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static dev.secondunit.media.ffmpeg.TestMedia.PROBE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.assembly.AssemblyRequest.Concat;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips and sounds that are joined, alike or fitted to the first one. */
class ConcatTest {
  @TempDir Path folder;

  private final Assembler assembler = new Assembler(FFMPEG);

  @Test
  void concat_alikeClips_copiesPicturesAndKeepsEveryFrame() throws Exception {
    MediaInput a = clip(folder.resolve("a.mp4"), "64x36", "24", 1, 0x40, 1.3);
    MediaInput b = clip(folder.resolve("b.mp4"), "64x36", "24", 2, 0x80, 1.5);
    MediaInput c = clip(folder.resolve("c.mp4"), "64x36", "24", 1, 0xc0, 0);
    Path target = folder.resolve("joined.part");
    AtomicReference<Double> progress = new AtomicReference<>(0.0);

    AssemblyReport report = assembler.assemble(new Concat(List.of(a, b, c)), target, progress::set);

    assertTrue(report.picturesCopied(), report.adjustments().toString());
    assertEquals(List.of(24L, 48L, 24L), frames(report));
    assertLevels(target, 24, 0x40, 48, 0x80, 24, 0xc0);
    assertEquals(4.0, PROBE.measure(target).durationSeconds(), 0.001);
    assertEquals(4.0, soundSeconds(target), 0.05);
    assertTrue(progress.get() > 0);
  }

  @Test
  void concat_differentClips_areFittedToTheFirst() throws Exception {
    MediaInput a = clip(folder.resolve("a.mp4"), "64x36", "24", 1, 0x40, 1);
    MediaInput b = clip(folder.resolve("b.mp4"), "80x80", "30000/1001", 2, 0x80, 0);
    MediaInput c = clip(folder.resolve("c.mov"), "128x72", "25", 1, 0xc0, 0.5);
    Path target = folder.resolve("joined.mp4");

    AssemblyReport report = assembler.assemble(new Concat(List.of(a, b, c)), target, x -> {});

    assertFalse(report.picturesCopied());
    assertEquals(List.of(24L, 48L, 24L), frames(report));
    MediaFacts facts = PROBE.measure(target);
    assertEquals(64, facts.width());
    assertEquals(24.0, facts.framesPerSecond());
    assertEquals(96, count(target));
    assertEquals(4.0, facts.durationSeconds(), 0.001);
    assertEquals(4.0, soundSeconds(target), 0.05);
    assertTrue(
        report.adjustments().stream().anyMatch(x -> "80x80".equals(x.from())),
        report.adjustments().toString());
  }

  @Test
  void concat_twentyClipsWithUnevenSound_doNotDrift() throws Exception {
    MediaInput a = clip(folder.resolve("a.mp4"), "64x36", "30000/1001", 1, 0x40, 0.7);
    MediaInput b = clip(folder.resolve("b.mp4"), "66x36", "30000/1001", 1, 0x80, 1.4);
    List<MediaInput> clips = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clips.addAll(List.of(a, b));
    }
    Path target = folder.resolve("joined.mp4");

    AssemblyReport report = assembler.assemble(new Concat(clips), target, x -> {});

    long total = frames(report).stream().mapToLong(Long::longValue).sum();
    assertEquals(total, count(target));
    assertEquals(total * 1001 / 30000.0, PROBE.measure(target).durationSeconds(), 0.002);
    assertEquals(total * 1001 / 30000.0, soundSeconds(target), 0.05);
  }

  @Test
  void concat_sounds() throws Exception {
    MediaInput a = measured(TestMedia.sound(folder.resolve("a.wav"), 1));
    MediaInput b = measured(TestMedia.sound(folder.resolve("b.mp3"), 0.5));
    Path target = folder.resolve("joined.part");

    assembler.assemble(new Concat(List.of(a, b)), target, x -> {});

    assertEquals("audio/wav", PROBE.measure(target).mediaType());
    assertEquals(1.5, PROBE.measure(target).durationSeconds(), 0.06);
  }

  @Test
  void concat_stillAmongFilms_isRefusedWithAPointer() throws Exception {
    MediaInput a = clip(folder.resolve("a.mp4"), "64x36", "24", 1, 0x40, 1);
    MediaInput still = measured(TestMedia.image(folder.resolve("b.png"), 64, 36));

    FailureException e =
        assertThrows(
            FailureException.class,
            () ->
                assembler.assemble(
                    new Concat(List.of(a, still)), folder.resolve("x.mp4"), x -> {}));

    assertEquals(ErrorCode.MEDIA_TYPE_MISMATCH, e.failure().code());
    assertEquals("inputs", e.failure().field());
    assertTrue(e.failure().hint().contains("Remotion"));
  }

  private static List<Long> frames(AssemblyReport report) {
    return report.parts().stream().map(AssemblyReport.Part::frames).toList();
  }
}
