package dev.secondunit.command;

import dev.secondunit.Version;
import dev.secondunit.Wiring;
import dev.secondunit.catalogue.BackendEntry;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.JobState;
import dev.secondunit.media.UsdAmount;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what works, what is missing and why, by using the very parts the server uses: the database
 * is opened, ffmpeg is run, folders are written to.
 */
final class Doctor {
  private final Wiring wiring;
  private final PrintStream out;
  private boolean healthy = true;

  Doctor(Wiring wiring, PrintStream out) {
    this.wiring = wiring;
    this.out = out;
  }

  /** A check that says what it found, or throws what is wrong. */
  private interface Check {
    String run() throws Exception;
  }

  /** Returns whether everything that is needed works; a missing key is no illness. */
  boolean examine() {
    Settings settings = wiring.settings();
    out.println("second-unit " + Version.current() + " on Java " + Runtime.version());
    settings.warnings().forEach(warning -> ill("settings", warning, null));
    check("spending caps", () -> caps(settings));
    check("approval", () -> approval(settings));
    fallback();
    check("reads from", () -> folders(settings.readableRoots()));
    check("writes to", () -> folders(settings.writableRoots()));
    check("data folder", () -> writable(settings.home()));
    check("output folder", () -> writable(settings.outputFolder()));
    check("ffmpeg", () -> wiring.ffmpeg().version());
    check("catalogue", this::catalogue);
    check("job database", this::jobs);
    out.println("backends:");
    for (BackendEntry backend : wiring.catalogue().backends()) {
      out.printf("  %-12s %s%n", backend.name(), Listings.readiness(wiring, backend));
    }
    out.println(healthy ? "Everything that is needed works." : "Something is wrong; see above.");
    return healthy;
  }

  private void check(String name, Check check) {
    try {
      out.printf("%-14s ok    %s%n", name, check.run());
    } catch (FailureException e) {
      ill(name, e.failure().message(), e.failure().hint());
    } catch (Exception e) {
      ill(name, e.toString(), null);
    }
  }

  private void ill(String name, String message, String hint) {
    healthy = false;
    out.printf("%-14s WRONG %s%n", name, message);
    if (hint != null) {
      out.printf("%-20s %s%n", "", hint);
    }
  }

  private void fallback() {
    List<String> problems = wiring.fallbackProblems();
    problems.forEach(problem -> ill("fallback", problem, null));
    if (problems.isEmpty()) {
      check("fallback", () -> wiring.fallback().inWords());
    }
  }

  private static String caps(Settings settings) {
    return Stream.of(
            Setting.SECOND_UNIT_MAX_USD_PER_CALL,
            Setting.SECOND_UNIT_MAX_USD_PER_SESSION,
            Setting.SECOND_UNIT_MAX_USD_PER_DAY,
            Setting.SECOND_UNIT_MAX_USD_TOTAL)
        .map(
            each ->
                each.name().substring("SECOND_UNIT_MAX_USD_".length()).toLowerCase(Locale.ROOT)
                    + " "
                    + settings.usd(each).map(UsdAmount::toString).orElse("no cap"))
        .collect(Collectors.joining(", "))
        .replace('_', ' ');
  }

  private static String approval(Settings settings) {
    return settings
        .usd(Setting.SECOND_UNIT_APPROVE_ABOVE_USD)
        .map(amount -> "a person is asked above " + amount)
        .orElse("nobody is asked");
  }

  private static String folders(List<Path> roots) {
    return roots.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static String writable(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path probe = Files.createTempFile(folder, ".doctor", ".tmp");
    Files.delete(probe);
    return folder + ", " + Files.getFileStore(folder).getUsableSpace() / (1 << 20) + " MiB free";
  }

  private String catalogue() {
    int models =
        wiring.catalogue().backends().stream().mapToInt(backend -> backend.models().size()).sum();
    if (wiring.catalogue().warnings().isEmpty()) {
      return models + " models";
    }
    throw new IllegalStateException(String.join("; ", wiring.catalogue().warnings()));
  }

  private String jobs() {
    Set<JobState> open = EnumSet.allOf(JobState.class);
    open.removeIf(JobState::terminal);
    int waiting = wiring.services().jobs().list(open, null, 1_000).jobs().size();
    int unknown =
        wiring
            .services()
            .jobs()
            .list(EnumSet.of(JobState.SUBMIT_UNKNOWN), null, 1_000)
            .jobs()
            .size();
    return waiting + " open" + (unknown == 0 ? "" : ", " + unknown + " of unknown fate");
  }
}
