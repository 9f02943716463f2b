package dev.secondunit.tool.function;

import dev.secondunit.catalogue.BackendEntry;
import dev.secondunit.generation.GenerationWork;
import dev.secondunit.job.Job;
import dev.secondunit.understanding.AnalysisWork;
import dev.secondunit.understanding.SceneWork;

/** What a request to stop means for the work and the money, by who does the work. */
final class CancelWords {
  private final Services services;

  CancelWords(Services services) {
    this.services = services;
  }

  String of(Job before, Job now) {
    if (before.state().terminal()) {
      return "It had ended before ("
          + before.state().word()
          + "); nothing was changed and its files, if any, stay.";
    }
    return switch (now.state()) {
      case CANCELLED ->
          now.attempt() == 0
              ? "Stopped before anything was sent; nothing is due."
              : "Stopped before it was sent again; an earlier attempt may still be billed.";
      case DOWNLOADING ->
          costsMoney(now)
              ? "Already made and billed; it will be stored, not thrown away."
              : "Already made; it will be stored, not thrown away. Nothing is due.";
      case SUBMITTING, RUNNING -> underWay(now);
      case QUEUED, SUCCEEDED, FAILED, EXPIRED, SUBMIT_UNKNOWN ->
          "It is " + now.state().word() + " now.";
    };
  }

  private String underWay(Job job) {
    if (job.kind().equals(SceneWork.KIND)) {
      return "It stops and asks about no more scenes; what was asked already may be billed.";
    }
    if (!costsMoney(job)) {
      return "It is made on this machine and stops now; nothing is due.";
    }
    String bill =
        job.reserved().micros() == 0
            ? "may be billed (the price is not known)"
            : "may be billed, about " + job.reserved();
    return cancels(job)
        ? job.backend()
            + " is asked to stop it. If it cannot, the job goes on, "
            + bill
            + ", and its result is kept; get_jobs shows which."
        : job.backend()
            + " cannot stop what it has accepted: the job goes on, "
            + bill
            + ", and its result is kept.";
  }

  /** Only a vendor's work does, and a vendor has a key or an address of its own. */
  private boolean costsMoney(Job job) {
    boolean vendors =
        job.kind().equals(GenerationWork.KIND) || job.kind().equals(AnalysisWork.KIND);
    return vendors
        && services
            .generations()
            .catalogue()
            .backend(job.backend())
            .map(BackendEntry::keys)
            .map(keys -> !keys.isEmpty())
            .orElse(true);
  }

  private boolean cancels(Job job) {
    return job.kind().equals(AnalysisWork.KIND)
        ? services.analyses().cancels(job.backend())
        : services.generations().cancels(job.backend());
  }
}
