package dev.secondunit.command;

import dev.secondunit.Wiring;
import dev.secondunit.backend.Backend;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Ledger;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Jobs, money and backends as lines for people, and the ledger as CSV for programs. */
final class Listings {
  private final Wiring wiring;
  private final PrintStream out;

  Listings(Wiring wiring, PrintStream out) {
    this.wiring = wiring;
    this.out = out;
  }

  void jobs(String status, int limit) {
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    if (status != null) {
      states.add(
          JobState.of(status)
              .orElseThrow(() -> new IllegalArgumentException("no status is called " + status)));
    }
    for (Job job : wiring.services().jobs().list(states, null, limit).jobs()) {
      out.printf(
          "%s  %-14s %-10s %-28s %s%n",
          job.id(), job.state().word(), job.backend(), job.model(), lastWord(job));
    }
  }

  private static String lastWord(Job job) {
    if (job.failure() != null) {
      return job.failure().code().word() + ": " + job.failure().message();
    }
    if (job.result() != null) {
      String location = job.result().at("/files/0/location").asString("");
      return job.result().at("/files/0/path").asString(location);
    }
    return job.progressMessage() == null ? "" : job.progressMessage();
  }

  void ledger(LocalDate from, LocalDate to, boolean csv) {
    if (csv) {
      out.println(
          "job_id,sequence,session,backend,model,state,reserved_usd,settled_usd,reserved_at,settled_at");
    }
    for (Ledger.Entry entry : wiring.services().ledger().entries(from, to)) {
      String settled = entry.settled() == null ? "" : entry.settled().usd().toPlainString();
      if (csv) {
        out.printf(
            "%s,%d,%s,%s,%s,%s,%s,%s,%s,%s%n",
            quoted(entry.jobId()),
            entry.sequence(),
            quoted(entry.session()),
            quoted(entry.backend()),
            quoted(entry.model()),
            entry.state(),
            entry.reserved().usd().toPlainString(),
            settled,
            entry.reservedAt(),
            entry.settledAt() == null ? "" : entry.settledAt());
      } else {
        out.printf(
            "%s  %-9s %10s %10s  %-10s %-28s %s%n",
            entry.reservedAt(),
            entry.state(),
            entry.reserved(),
            settled.isEmpty() ? "open" : "$" + settled,
            entry.backend(),
            entry.model(),
            entry.jobId());
      }
    }
    if (!csv) {
      Ledger.Totals totals = wiring.services().ledger().totals(null, LocalDate.now(ZoneOffset.UTC));
      out.printf(
          "today %s, ever %s (open and unknown amounts count)%n", totals.day(), totals.total());
    }
  }

  /** Ids and model names come from outside: a comma, a quote or a formula must stay text. */
  private static String quoted(String value) {
    String safe = value.isEmpty() || "=+-@".indexOf(value.charAt(0)) < 0 ? value : "'" + value;
    return safe.matches("[A-Za-z0-9_.:-]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
  }

  void backends() {
    for (Map.Entry<String, Backend> backend : wiring.backends().entrySet()) {
      boolean usable = backend.getValue().readiness().usable();
      out.printf(
          "%-12s %s%n",
          backend.getKey(),
          usable ? "ready" : "not usable: " + backend.getValue().readiness().reason());
      wiring
          .catalogue()
          .backend(backend.getKey())
          .ifPresent(entry -> entry.models().forEach(model -> out.println("  " + model.id())));
    }
  }
}
