package dev.secondunit.command;

import dev.secondunit.Wiring;
import dev.secondunit.backend.Backend;
import dev.secondunit.catalogue.BackendEntry;
import dev.secondunit.catalogue.BackendLines;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Ledger;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Jobs, money and backends as lines for people, and the ledger as CSV for programs. */
final class Listings {
  private static final int MOST_JOBS = 1_000;
  private static final String JOB = "%-30s  %-14s %-20s  %-10s %-28s %8s  %s";
  private static final String ENTRY = "%-24s  %-9s %10s %10s  %-10s %-28s %s";

  private final Wiring wiring;
  private final PrintStream out;

  Listings(Wiring wiring, PrintStream out) {
    this.wiring = wiring;
    this.out = out;
  }

  void jobs(String status, int limit) {
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    if (status != null) {
      states.add(JobState.of(status).orElseThrow(() -> noState(status)));
    }
    if (limit < 1 || limit > MOST_JOBS) {
      throw wrong(
          "--limit", String.valueOf(limit), "is outside 1 to " + MOST_JOBS, "Example: --limit 50");
    }
    line(JOB, "job", "state", "made", "backend", "model", "cost", "file, failure or progress");
    for (Job job : wiring.services().jobs().list(states, null, limit).jobs()) {
      line(
          JOB,
          job.id(),
          job.state().word(),
          job.createdAt().truncatedTo(ChronoUnit.SECONDS),
          job.backend(),
          job.model(),
          job.settled() == null ? "" : job.settled(),
          lastWord(job));
    }
  }

  private void line(String form, Object... columns) {
    out.println(String.format(Locale.ROOT, form, columns).stripTrailing());
  }

  private static FailureException noState(String word) {
    List<String> words = Arrays.stream(JobState.values()).map(JobState::word).toList();
    return wrong(
        "--status",
        word,
        "is not one of " + String.join(", ", words),
        "Leave --status out for all jobs.");
  }

  private static FailureException wrong(String option, String value, String rule, String hint) {
    return Failure.of(ErrorCode.INVALID_ARGUMENT, option + ": \"" + value + "\" " + rule + ".")
        .withField(option, value)
        .withHint(hint)
        .asException();
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
    } else {
      line(ENTRY, "reserved at", "state", "reserved", "settled", "backend", "model", "job");
    }
    long unpriced = 0;
    for (Ledger.Entry entry : wiring.services().ledger().entries(from, to)) {
      unpriced += entry.priceUnknown() ? 1 : 0;
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
            entry.priceUnknown() ? "" : entry.reserved().usd().toPlainString(),
            settled,
            entry.reservedAt(),
            entry.settledAt() == null ? "" : entry.settledAt());
      } else {
        line(
            ENTRY,
            entry.reservedAt(),
            entry.state(),
            entry.priceUnknown() ? "no price" : entry.reserved(),
            entry.settled() == null ? "open" : entry.settled(),
            entry.backend(),
            entry.model(),
            entry.jobId());
      }
    }
    if (!csv) {
      Ledger.Totals totals = wiring.services().ledger().totals(null, LocalDate.now(ZoneOffset.UTC));
      out.printf(
          "today %s, ever %s (open and unknown amounts count)%n", totals.day(), totals.total());
      if (unpriced > 0) {
        out.printf(
            "%d of the entries have no amount: no price is known, and they may cost.%n", unpriced);
      }
    }
  }

  /** Ids and model names come from outside: a comma, a quote or a formula must stay text. */
  private static String quoted(String value) {
    String safe = value.isEmpty() || "=+-@".indexOf(value.charAt(0)) < 0 ? value : "'" + value;
    return safe.matches("[A-Za-z0-9_.:-]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
  }

  /** Whether a backend can be used, also one that only reads media. */
  static String readiness(Wiring wiring, BackendEntry entry) {
    Backend maker = wiring.backends().get(entry.name());
    boolean usable =
        maker == null
            ? entry.keys().stream().anyMatch(wiring.settings()::isSet)
            : maker.readiness().usable();
    if (usable) {
      return entry.keys().isEmpty() ? "ready" : "ready, its key not tried yet";
    }
    return "not usable: "
        + (maker == null ? "set " + entry.keysInWords() : maker.readiness().reason());
  }

  void backends() {
    BackendLines lines = new BackendLines(LocalDate.now(ZoneOffset.UTC));
    for (BackendEntry backend : wiring.catalogue().backends()) {
      out.printf("%-12s %s%n", backend.name(), readiness(wiring, backend));
      lines.of(backend).forEach(line -> out.println("  " + line));
    }
  }
}
