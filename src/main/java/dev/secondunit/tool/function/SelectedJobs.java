package dev.secondunit.tool.function;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.Job;
import dev.secondunit.tool.JobSelection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs that a call means. Ids say what they are, so the id of a batch means its jobs, and the
 * id of a file or of a continuation the job that made it, wherever it is given.
 *
 * @param jobs at least one, each once, in the caller's order
 * @param unknown the ids that nothing is known by
 * @param batchId the batch that was asked for and nothing else, or null
 */
record SelectedJobs(List<Job> jobs, List<String> unknown, String batchId) {
  /**
   * For looking: the jobs that are named and those of the batch.
   *
   * @throws dev.secondunit.failure.FailureException {@code unknown_id} when nothing is known by any
   *     of the ids
   */
  static SelectedJobs of(Services open, JobSelection selection) {
    List<String> ids = new ArrayList<>(selection.jobIds());
    if (selection.batchId() != null && !ids.contains(selection.batchId())) {
      ids.add(selection.batchId());
    }
    return of(open, ids, selection.jobIds().isEmpty());
  }

  /**
   * For changing something: where jobs are named it is those and no others of the batch.
   *
   * @throws dev.secondunit.failure.FailureException {@code unknown_id} when nothing is known by any
   *     of the ids
   */
  static SelectedJobs named(Services open, JobSelection selection) {
    if (selection.jobIds().isEmpty() || selection.batchId() == null) {
      return of(open, selection);
    }
    SelectedJobs named = of(open, selection.jobIds(), false);
    if (!meant(open, selection.batchId()).isEmpty()) {
      return named;
    }
    List<String> unknown = new ArrayList<>(named.unknown());
    unknown.add(selection.batchId());
    return new SelectedJobs(named.jobs(), unknown, named.batchId());
  }

  private static SelectedJobs of(Services open, List<String> ids, boolean byBatch) {
    Map<String, Job> known = new LinkedHashMap<>();
    open.jobs().findAll(ids).forEach(job -> known.put(job.id(), job));
    Map<String, Job> jobs = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String id : ids) {
      List<Job> meant = known.containsKey(id) ? List.of(known.get(id)) : meant(open, id);
      meant.forEach(job -> jobs.put(job.id(), job));
      if (meant.isEmpty()) {
        unknown.add(id);
      }
    }
    if (jobs.isEmpty()) {
      throw unknown(byBatch, ids);
    }
    boolean oneBatch = ids.size() == 1 && ids.get(0).startsWith("batch_");
    return new SelectedJobs(List.copyOf(jobs.values()), unknown, oneBatch ? ids.get(0) : null);
  }

  private static List<Job> meant(Services open, String id) {
    if (id.startsWith("batch_")) {
      return open.jobs().batch(id);
    }
    return open.assets().jobOf(id).flatMap(open.jobs()::find).map(List::of).orElse(List.of());
  }

  private static RuntimeException unknown(boolean byBatch, List<String> ids) {
    return Failure.of(
            ErrorCode.UNKNOWN_ID,
            byBatch
                ? "Neither a batch nor a job has this id."
                : "No job, batch or file has any of these ids.")
        .withField(byBatch ? "batch_id" : "job_ids", String.join(", ", ids))
        .withHint("get_jobs without arguments lists the newest jobs.")
        .asException();
  }
}
