package dev.secondunit.job;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One lane of {@link Turns}: who has a turn, who was promised one, and who waits, by party. */
final class Lane {
  int taken;
  long pausedUntil = Long.MIN_VALUE;
  long nextLook = Long.MIN_VALUE;
  int waiting;
  final Map<String, Long> promised = new HashMap<>();
  private final Map<String, LinkedHashMap<String, Integer>> parties = new LinkedHashMap<>();

  /** One that rests needs no worker, whoever waits in it. */
  boolean needsWorkers(long now) {
    return taken > 0 || waiting > 0 && now >= pausedUntil;
  }

  /** Whether nothing is lost when it is forgotten. */
  boolean idle(long now) {
    return taken == 0
        && waiting == 0
        && promised.isEmpty()
        && now >= pausedUntil
        && now >= nextLook;
  }

  int spoken() {
    return taken + promised.size();
  }

  /** How often this job has waited before. */
  int wait(String party, String jobId) {
    int before = remember(party, jobId);
    parties.get(party).put(jobId, before + 1);
    return before;
  }

  /** The job waits; how often it has been refused before. */
  int remember(String party, String jobId) {
    LinkedHashMap<String, Integer> jobs =
        parties.computeIfAbsent(party, name -> new LinkedHashMap<>());
    Integer before = jobs.putIfAbsent(jobId, 0);
    waiting += before == null ? 1 : 0;
    return before == null ? 0 : before;
  }

  void forget(String party, String jobId) {
    LinkedHashMap<String, Integer> jobs = parties.get(party);
    if (jobs != null && jobs.remove(jobId) != null) {
      waiting--;
      if (jobs.isEmpty()) {
        parties.remove(party);
      }
    }
  }

  /** The first job of the party whose turn it is; that party goes to the end. */
  Optional<String> next() {
    if (waiting == 0) {
      return Optional.empty();
    }
    String party = parties.keySet().iterator().next();
    LinkedHashMap<String, Integer> jobs = parties.remove(party);
    String jobId = jobs.keySet().iterator().next();
    jobs.remove(jobId);
    waiting--;
    if (!jobs.isEmpty()) {
      parties.put(party, jobs);
    }
    return Optional.of(jobId);
  }
}
