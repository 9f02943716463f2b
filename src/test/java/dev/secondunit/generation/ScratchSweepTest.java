package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of killed processes is removed at the next start, and what may still be wanted. */
class ScratchSweepTest extends ShotLife {
  private ScratchFolders scratch;
  private Job unknown;

  @BeforeEach
  void giveUp() {
    scratch = new ScratchFolders(folder.resolve("scratch"));
    Job job = accept();
    died(job);
    unknown = steps(job, JobState.SUBMIT_UNKNOWN);
    scratch.of(unknown.id(), unknown.attempt());
  }

  private List<String> swept() {
    new ScratchSweep(store, scratch, clock).run();
    return scratch.jobIds();
  }

  @Test
  void run_givenUpJustNow_waitsAnHourForALateAnswer() {
    clock.advance(Duration.ofMinutes(59));
    assertEquals(List.of(unknown.id()), swept());

    clock.advance(Duration.ofMinutes(2));
    assertEquals(List.of(), swept());
  }

  @Test
  void run_givenUpAndNoted_keepsTheAnswerHoweverOld() {
    new AnswerNotes(scratch).write(unknown.id(), unknown.attempt(), accepted());
    clock.advance(Duration.ofDays(30));

    assertEquals(List.of(unknown.id()), swept());
  }

  @Test
  void run_folderOfNoJobOfThisStore_isLeftAlone() {
    scratch.of("job_of_another_store", 1);
    clock.advance(Duration.ofDays(30));

    assertEquals(List.of("job_of_another_store"), swept());
  }
}
