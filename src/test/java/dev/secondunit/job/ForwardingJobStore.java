package dev.secondunit.job;

import dev.secondunit.media.UsdAmount;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Passes everything on; a test overrides what shall go wrong. */
public class ForwardingJobStore implements JobStore {
  private final JobStore jobs;

  public ForwardingJobStore(JobStore jobs) {
    this.jobs = jobs;
  }

  @Override
  public Accepted accept(NewJob job, SpendingCaps caps, String batchId, int position) {
    return jobs.accept(job, caps, batchId, position);
  }

  @Override
  public Optional<Job> equal(NewJob job) {
    return jobs.equal(job);
  }

  @Override
  public Optional<Shortfall> shortfall(UsdAmount amount, String session, SpendingCaps caps) {
    return jobs.shortfall(amount, session, caps);
  }

  @Override
  public Optional<Job> find(String jobId) {
    return jobs.find(jobId);
  }

  @Override
  public Optional<Job> at(String backend, ObjectNode vendorReference) {
    return jobs.at(backend, vendorReference);
  }

  @Override
  public List<Job> findAll(Collection<String> jobIds) {
    return jobs.findAll(jobIds);
  }

  @Override
  public List<Job> batch(String batchId) {
    return jobs.batch(batchId);
  }

  @Override
  public Page list(String owner, Set<JobState> states, String cursor, int limit) {
    return jobs.list(owner, states, cursor, limit);
  }

  @Override
  public Optional<Job> change(JobChange change) {
    return jobs.change(change);
  }

  @Override
  public Job takeIn(LateAnswer answer) {
    return jobs.takeIn(answer);
  }

  @Override
  public Optional<Job> requestCancel(String jobId) {
    return jobs.requestCancel(jobId);
  }

  @Override
  public int scheduleForgotten() {
    return jobs.scheduleForgotten();
  }

  @Override
  public void onChange(Consumer<String> listener) {
    jobs.onChange(listener);
  }
}
