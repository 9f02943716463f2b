package dev.secondunit.backend.previz;

import static dev.secondunit.Patience.await;
import static dev.secondunit.backend.previz.Shots.shot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Real renders in a folder of the test. */
abstract class PrevizBench {
  @TempDir Path folder;
  private final List<PrevizBackend> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    opened.forEach(PrevizBackend::close);
  }

  PrevizBackend backend(int parallelism) {
    PrevizBackend backend =
        new PrevizBackend(
            TestMedia.FFMPEG, folder.resolve("queue"), Clock.systemUTC(), parallelism);
    opened.add(backend);
    return backend;
  }

  static VendorReference accepted(PrevizBackend backend, Shot shot) throws Exception {
    return assertInstanceOf(Submission.Accepted.class, backend.submit(shot)).reference();
  }

  MediaFacts made(Shot shot) throws Exception {
    PrevizBackend backend = backend(2);
    return facts(backend, done(backend, accepted(backend, shot)));
  }

  MediaFacts facts(PrevizBackend backend, Outcome outcome) throws Exception {
    Path target = Files.createTempFile(folder, "facts", "");
    backend.download(outcome.files().get(0), target);
    return TestMedia.PROBE.measure(target);
  }

  static Outcome done(PrevizBackend backend, VendorReference reference) throws Exception {
    Poll poll = settled(backend, reference);
    return assertInstanceOf(Poll.Done.class, poll, poll::toString).outcome();
  }

  static Poll settled(PrevizBackend backend, VendorReference reference) throws Exception {
    return awaitPoll(backend, reference, poll -> !(poll instanceof Poll.Running));
  }

  static void awaitRendering(PrevizBackend backend, VendorReference reference) throws Exception {
    awaitPoll(
        backend,
        reference,
        poll ->
            poll instanceof Poll.Running running
                && "rendering".equals(running.message())
                && running.progress() != null
                && running.progress() > 0);
  }

  /** Waits for a real render; its end is the condition, not the time. */
  static Poll awaitPoll(PrevizBackend backend, VendorReference reference, Predicate<Poll> enough) {
    return await("the render has come so far")
        .pollInterval(Duration.ofMillis(10))
        .until(() -> backend.poll(reference), enough);
  }

  static Shot generated(Parameters parameters) {
    return shot(Mode.VIDEO, Operation.GENERATE, parameters, null);
  }

  static void assertFilm(MediaFacts facts, double seconds) {
    assertEquals("video/mp4", facts.mediaType());
    assertEquals("h264", facts.videoCodec());
    assertEquals(24.0, facts.framesPerSecond());
    assertEquals(seconds, facts.durationSeconds(), 0.001);
  }
}
