package dev.secondunit.backend;

import static dev.secondunit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Outcome.RemoteFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link Backend} promises, for every implementation. One subclass per way in which a vendor
 * answers: with a job, or with the media.
 */
public abstract class BackendContract {
  @TempDir protected Path folder;
  private int shots;

  /** A backend as a freshly started process has it; what one accepted, the next one knows. */
  protected abstract Backend open() throws Exception;

  /** A small shot of its own; each has another job id. */
  protected abstract Shot shot(String jobId, Path scratch) throws Exception;

  /** Lets the vendor come to the end of what it accepted. */
  protected abstract void finish() throws Exception;

  /** How many creates arrived at the vendor. */
  protected abstract long creates();

  protected final Shot next() throws Exception {
    String jobId = "job_" + ++shots;
    return shot(jobId, Files.createDirectories(folder.resolve("scratch").resolve(jobId)));
  }

  private Outcome outcome(Backend backend, Submission submission) throws Exception {
    if (submission instanceof Submission.Delivered delivered) {
      return delivered.outcome();
    }
    finish();
    VendorReference reference = ((Submission.Accepted) submission).reference();
    return assertInstanceOf(Poll.Done.class, ended(backend, reference)).outcome();
  }

  private Poll ended(Backend backend, VendorReference reference) throws Exception {
    return await("the vendor has finished")
        .until(() -> backend.poll(reference), poll -> !(poll instanceof Poll.Running));
  }

  private static final Lost LOST = new Lost(java.time.Instant.EPOCH, reference -> false);

  @Test
  void nameAndReadiness_areKnownBeforeAnythingIsSent() throws Exception {
    Backend backend = open();

    assertFalse(backend.name().isBlank());
    assertTrue(backend.readiness().usable(), () -> backend.readiness().reason());
    assertEquals(0, creates());
  }

  @Test
  void submit_oneShot_sendsOneCreateAndSaysHowToFindIt() throws Exception {
    Submission submission = open().submit(next());

    assertEquals(1, creates());
    if (submission instanceof Submission.Accepted accepted) {
      assertFalse(accepted.reference().id().isBlank());
      assertFalse(accepted.pollAfter().isNegative());
      assertTrue(accepted.pollAfter().compareTo(Duration.ofMinutes(1)) < 0);
    }
  }

  @Test
  void submit_delivered_leavesTheBytesInTheShotsOwnFolder() throws Exception {
    Shot shot = next();
    if (open().submit(shot) instanceof Submission.Delivered delivered) {
      for (RemoteFile file : delivered.outcome().files()) {
        Path path = Path.of(file.location());
        assertTrue(path.startsWith(shot.scratch()), path + " outside of " + shot.scratch());
        assertTrue(Files.size(path) > 0);
      }
    }
  }

  @Test
  void submit_byManyThreads_makesOneJobEach() throws Exception {
    Backend backend = open();
    List<Shot> all = List.of(next(), next(), next(), next());
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    List<Future<Submission>> answers = new ArrayList<>();
    for (Shot shot : all) {
      answers.add(threads.submit(() -> backend.submit(shot)));
    }
    Set<String> known = new HashSet<>();
    for (Future<Submission> answer : answers) {
      Submission submission = answer.get();
      known.add(
          submission instanceof Submission.Accepted accepted
              ? accepted.reference().id()
              : ((Submission.Delivered) submission).outcome().files().get(0).location());
    }
    threads.shutdown();

    assertEquals(all.size(), known.size());
    assertEquals(all.size(), creates());
  }

  @Test
  void poll_ended_saysTheSameAgainAndInAnotherProcess() throws Exception {
    Submission submission = open().submit(next());
    if (submission instanceof Submission.Accepted accepted) {
      finish();
      // What survives a restart is text.
      VendorReference written =
          new VendorReference(accepted.reference().id(), accepted.reference().attributes());
      Poll first = ended(open(), written);
      Poll second = open().poll(written);

      assertEquals(
          assertInstanceOf(Poll.Done.class, first).outcome().files().size(),
          assertInstanceOf(Poll.Done.class, second).outcome().files().size());
      assertEquals(1, creates());
    }
  }

  @Test
  void poll_neverAccepted_isExpiredOrCannotBeToldAndNeverDone() throws Exception {
    Submission submission = open().submit(next());
    if (submission instanceof Submission.Accepted accepted) {
      VendorReference made =
          new VendorReference(
              unknown(accepted.reference().id()), accepted.reference().attributes());
      try {
        Poll poll = open().poll(made);
        assertInstanceOf(Poll.Expired.class, poll);
      } catch (BackendException e) {
        assertNotNull(e.failure());
      }
    }
  }

  /** The same form, another name. */
  private static String unknown(String id) {
    char[] letters = id.toCharArray();
    for (int i = letters.length - 1, changed = 0; i >= 0 && changed < 6; i--) {
      if (Character.isLetterOrDigit(letters[i])) {
        letters[i] = letters[i] == '0' ? '1' : '0';
        changed++;
      }
    }
    return new String(letters);
  }

  @Test
  void download_twiceAndFromTheMiddle_givesTheSameWholeFile() throws Exception {
    Backend backend = open();
    RemoteFile file = outcome(backend, backend.submit(next())).files().get(0);
    Path whole = folder.resolve("whole.part");
    Path rest = folder.resolve("rest.part");
    long length = backend.download(file, whole);
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(rest, Arrays.copyOf(bytes, bytes.length / 3));

    assertEquals(bytes.length, length);
    assertTrue(length > 0);
    assertEquals(length, open().download(file, rest));
    assertArrayEquals(bytes, Files.readAllBytes(rest));
    assertEquals(length, backend.download(file, whole));
    assertArrayEquals(bytes, Files.readAllBytes(whole));
  }

  @Test
  void cancel_twice_isHarmlessAndNeverBuys() throws Exception {
    Backend backend = open();
    Submission submission = backend.submit(next());
    if (submission instanceof Submission.Accepted accepted) {
      boolean stopped = backend.cancel(accepted.reference());
      backend.cancel(accepted.reference());
      if (stopped) {
        assertTrue(backend.cancels(), "what stops must say that it can");
        try {
          assertFalse(ended(backend, accepted.reference()) instanceof Poll.Done, "it was stopped");
        } catch (BackendException e) {
          assertTrue(e.notFound(), e.getMessage());
        }
      }
    }
    assertEquals(1, creates());
  }

  @Test
  void reconcile_neverSent_findsNothingAndSendsNothing() throws Exception {
    Backend backend = open();
    Shot shot = next();
    try {
      assertEquals(Optional.empty(), backend.reconcile(shot, LOST));
    } catch (BackendException e) {
      assertTrue(backend.reconciles(shot.plan()), "what can tell must say that it can");
      assertEquals(BackendException.Fate.NOT_ACCEPTED, e.fate(), e.failure().toString());
    }
    assertEquals(0, creates());
  }

  @Test
  void reconcile_accepted_findsThatOneOrNothingAndSendsNothing() throws Exception {
    Backend backend = open();
    Shot shot = next();
    Submission submission = backend.submit(shot);
    Optional<Submission> found = open().reconcile(shot, LOST);
    if (found.isPresent()) {
      assertTrue(backend.reconciles(shot.plan()), "what can tell must say that it can");
      assertEquals(
          ((Submission.Accepted) submission).reference().id(),
          ((Submission.Accepted) found.get()).reference().id());
    }
    assertEquals(1, creates());
  }
}
