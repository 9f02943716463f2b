package dev.secondunit.crash;

import java.util.ArrayList;
import java.util.List;

/** Every named point at which {@link CrashingServer} can be killed. */
final class KillPoints {
  /** Written to the store, in the order in which a job passes them. */
  static final List<String> CHANGES =
      List.of(
          "accept",
          "submitting",
          "running",
          "downloading",
          "succeeded",
          "queued",
          "failed",
          "submit_unknown");

  /** Asked of a vendor. */
  static final List<String> CALLS = List.of("create", "poll", "fetch");

  /** Done with the disk when a file is stored. */
  static final List<String> STEPS = List.of("force", "note", "file", "folder", "tidy", "sidecar");

  /** Written when a job goes to another vendor, which no campaign lets happen. */
  static final String SWITCH = "switch";

  private KillPoints() {}

  /** Those that the servers of a campaign pass. */
  static List<String> all() {
    List<String> points = new ArrayList<>();
    for (List<String> each : List.of(CHANGES, CALLS, STEPS)) {
      for (String name : each) {
        points.add("before " + name);
        points.add("after " + name);
      }
    }
    points.add("amid fetch");
    points.add("amid note");
    return List.copyOf(points);
  }
}
