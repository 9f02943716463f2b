package dev.secondunit.job;

import dev.secondunit.media.UsdAmount;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * The jobs of a store as one owner sees them. What belongs to anybody else answers exactly as what
 * does not exist: it is not found, not listed, not changed and not cancelled.
 */
public final class OwnedJobs implements JobStore {
  private final JobStore everybodys;
  private final String owner;

  public OwnedJobs(JobStore everybodys, String owner) {
    this.everybodys = Objects.requireNonNull(everybodys, "everybodys");
    this.owner = Objects.requireNonNull(owner, "owner");
  }

  private boolean theirs(Job job) {
    return job.owner().equals(owner);
  }

  private boolean theirs(String jobId) {
    return find(jobId).isPresent();
  }

  /**
   * @throws IllegalArgumentException when the job is for another owner
   */
  @Override
  public Accepted accept(NewJob job, SpendingCaps caps, String batchId, int position) {
    if (!job.owner().equals(owner)) {
      throw new IllegalArgumentException("a job for " + job.owner() + ", seen by " + owner);
    }
    return everybodys.accept(job, caps, batchId, position);
  }

  @Override
  public Optional<Job> equal(NewJob job) {
    return everybodys.equal(job).filter(this::theirs);
  }

  /** The caps are everybody's together. */
  @Override
  public Optional<Shortfall> shortfall(UsdAmount amount, String session, SpendingCaps caps) {
    return everybodys.shortfall(amount, session, caps);
  }

  @Override
  public Optional<Job> find(String jobId) {
    return everybodys.find(jobId).filter(this::theirs);
  }

  @Override
  public Optional<Job> at(String backend, ObjectNode vendorReference) {
    return everybodys.at(backend, vendorReference).filter(this::theirs);
  }

  @Override
  public List<Job> findAll(Collection<String> jobIds) {
    return everybodys.findAll(jobIds).stream().filter(this::theirs).toList();
  }

  @Override
  public List<Job> batch(String batchId) {
    return everybodys.batch(batchId).stream().filter(this::theirs).toList();
  }

  @Override
  public Page list(String whose, Set<JobState> states, String cursor, int limit) {
    if (whose != null && !whose.equals(owner)) {
      return new Page(List.of(), null);
    }
    return everybodys.list(owner, states, cursor, limit);
  }

  @Override
  public Optional<Job> change(JobChange change) {
    return theirs(change.jobId()) ? everybodys.change(change) : Optional.empty();
  }

  /** Concerns the work, which sees everybody's jobs. */
  @Override
  public Job takeIn(LateAnswer answer) {
    return everybodys.takeIn(answer);
  }

  @Override
  public Optional<Job> requestCancel(String jobId) {
    return theirs(jobId) ? everybodys.requestCancel(jobId) : Optional.empty();
  }

  /** Concerns the whole store. */
  @Override
  public int scheduleForgotten() {
    return everybodys.scheduleForgotten();
  }

  /** Hears the ids of anybody's jobs that changed, and can see no more of others' than that. */
  @Override
  public void onChange(Consumer<String> listener) {
    everybodys.onChange(listener);
  }
}
