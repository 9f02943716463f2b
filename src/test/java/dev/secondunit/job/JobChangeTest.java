package dev.secondunit.job;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which changes may be lost in a power cut. */
class JobChangeTest {
  private static final ObjectNode JSON = JsonNodeFactory.instance.objectNode();

  private static JobChange running() {
    return JobChange.of("job_1", Set.of(JobState.RUNNING), JobState.RUNNING);
  }

  @Test
  void newsOnly_progressAndFailedPolls_areNews() {
    assertTrue(running().progress(0.4, "rendering").pollFailures(3).newsOnly());
  }

  static Stream<JobChange> changesThatMatter() {
    return Stream.of(
        JobChange.of("job_1", Set.of(JobState.QUEUED), JobState.SUBMITTING),
        JobChange.of("job_1", Set.of(JobState.SUBMITTING), JobState.RUNNING),
        JobChange.of("job_1", Set.of(JobState.RUNNING), JobState.SUCCEEDED),
        running().beginAttempt(),
        running().vendorReference(JSON),
        running().outcome(JSON),
        running().result(JSON),
        running().failure(Failure.of(ErrorCode.VENDOR_FAILED, "It stopped.")),
        running().settle(new Settlement.Spent(new UsdAmount(5))),
        running().settle(Settlement.RELEASE),
        running().scheduleStep(Duration.ZERO));
  }

  @ParameterizedTest
  @MethodSource("changesThatMatter")
  void newsOnly_sentMadePaidOrDecided_isNotNews(JobChange change) {
    assertFalse(change.newsOnly());
  }
}
