package dev.secondunit.understanding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Questions about a film of a minute, to a vendor that follows a script. A minute of video costs
 * $0.0292 and a million tokens of answer $7.50.
 */
abstract class ScriptedQuestions {
  static final UsdAmount PRICE = UsdAmount.ofUsd("0.02995");
  private static final UsdAmount RESERVED = UsdAmount.ofUsd("0.05992");

  @TempDir Path folder;
  final ScriptedModel vendor = new ScriptedModel();
  QuestionLife life;
  Path video;

  @BeforeEach
  void open() throws Exception {
    video = Files.writeString(folder.resolve("film.mp4"), "a film of a minute");
    MediaFacts facts =
        new MediaFacts("video/mp4", 18, "5ha", 1280, 720, 60.0, 24.0, "h264", "aac", 2, 48_000);
    life = new QuestionLife(folder, vendor, path -> facts);
  }

  @AfterEach
  void close() {
    life.close();
  }

  Accepted accept(String prompt, Manner manner) throws Exception {
    return life.accept(video, prompt, manner);
  }

  Job accept() throws Exception {
    return accept("what is seen", Manner.usual()).job();
  }

  Job steps(Job job, JobState... expected) {
    return life.steps(job, expected);
  }

  void assertMoney(String state, UsdAmount settled) {
    assertEquals(RESERVED, life.money().reserved());
    life.assertMoney(state, settled);
  }
}
