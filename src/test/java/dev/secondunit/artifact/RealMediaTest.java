package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store and the resolver with the real probe. */
class RealMediaTest {
  @TempDir Path folder;

  @Test
  void commit_clip_measuresIt() throws Exception {
    ArtifactStore store = new LocalArtifactStore(TestMedia.PROBE::measure, "p");
    Path out = folder.resolve("out");
    Path clip = TestMedia.video(folder.resolve("clip.mp4"), 64, 36, 1);
    Files.move(clip, store.stage(out, ArtifactStoreContract.JOB, 0));

    MediaFacts facts =
        store
            .commit(
                new Staged(
                    out,
                    ArtifactStoreContract.JOB,
                    0,
                    ArtifactStoreContract.NOON,
                    "clip",
                    Mode.VIDEO,
                    null),
                ArtifactStoreContract.provenance())
            .facts();

    assertEquals("video/mp4", facts.mediaType());
    assertEquals(64, facts.width());
    assertEquals(1.0, facts.durationSeconds(), 0.05);
    assertEquals("h264", facts.videoCodec());
    assertEquals(64, facts.sha256().length());
  }

  @Test
  void commit_clipCutOff_isCorrupt() throws Exception {
    ArtifactStore store = new LocalArtifactStore(TestMedia.PROBE::measure, "p");
    byte[] clip = Files.readAllBytes(TestMedia.video(folder.resolve("clip.mp4"), 64, 36, 1));
    Files.write(store.stage(folder, "job_1", 0), Arrays.copyOf(clip, clip.length / 2));
    Staged staged =
        new Staged(folder, "job_1", 0, ArtifactStoreContract.NOON, "clip", Mode.VIDEO, null);

    FailureException e =
        assertThrows(
            FailureException.class, () -> store.commit(staged, ArtifactStoreContract.provenance()));

    assertEquals(ErrorCode.MEDIA_CORRUPT, e.failure().code());
  }

  @Test
  void resolve_soundUnderThePictureName_isToldApart() throws Exception {
    Path sound = TestMedia.sound(folder.resolve("sound.wav"), 1);
    Path disguised = Files.move(sound, folder.resolve("sound.png"));
    InputResolver resolver =
        new InputResolver(
            new PathGuard(List.of(folder), List.of(), folder),
            TestMedia.PROBE::measure,
            id -> Optional.empty(),
            (url, field) -> disguised,
            folder.resolve("inline"));

    MediaInput input = resolver.resolve("sound.png", "audio", Set.of(Mode.AUDIO));
    assertEquals("audio/wav", input.facts().mediaType());
    FailureException e =
        assertThrows(
            FailureException.class, () -> resolver.resolve("sound.png", "i", Set.of(Mode.IMAGE)));
    assertEquals(ErrorCode.MEDIA_TYPE_MISMATCH, e.failure().code());
    assertTrue(e.failure().message().contains("audio/wav"));
  }
}
