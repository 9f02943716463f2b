package dev.secondunit.job.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Names a process among those that share a database, so that another one on the same machine can
 * tell whether it still lives.
 *
 * @param began tells it from a later process with the same number: on Linux in ticks since the boot
 *     of the machine, elsewhere in milliseconds since 1970; 0 when the system does not say
 */
record ProcessName(String host, long pid, long began) {
  /** What db-scheduler keeps of a name. */
  static final int LONGEST = 50;

  private static final int LONGEST_SHOWN = 12;

  /** Names that count in ticks are never compared with those of a release that did not. */
  private static final String TICKS = "/ticks";

  /** The third field of the line is the first one here. */
  private static final int STARTTIME_AFTER_NAME = 22 - 3;

  /** The name of this process. */
  static ProcessName current() {
    return of(ProcessHandle.current());
  }

  /** The name of a process of this machine. */
  static ProcessName of(ProcessHandle process) {
    return new ProcessName(localHost(), process.pid(), began(process));
  }

  /**
   * The beginning of the machine's name, for people, and a digest of the whole with, on Linux, its
   * boot and its space of process numbers: two containers may share a name, and each has a process
   * 1. Short, because the column of the schedule holds no more than {@value #LONGEST} characters.
   */
  private static String localHost() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unnamed";
    }
    return spaceOf(host, numbersSpace());
  }

  static String spaceOf(String host, String numbersSpace) {
    byte[] whole = (host + numbersSpace).getBytes(StandardCharsets.UTF_8);
    String digest = UUID.nameUUIDFromBytes(whole).toString().substring(0, 8);
    String shown = host.replaceAll("[^A-Za-z0-9.-]", "_");
    return shown.substring(0, Math.min(LONGEST_SHOWN, shown.length())) + "-" + digest;
  }

  private static String numbersSpace() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return "/" + boot + "/" + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")) + TICKS;
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return "";
    }
  }

  /**
   * On Linux the Java runtime computes the time of day from the ticks and from when it takes the
   * machine to have booted, and that moves whenever the clock is set: two runtimes, started before
   * and after, name two times for one process. The ticks themselves never move.
   */
  private static long began(ProcessHandle process) {
    if (Files.exists(Path.of("/proc/self/stat"))) {
      return ticks(Path.of("/proc", Long.toString(process.pid()), "stat"));
    }
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static long ticks(Path stat) {
    try {
      // A program may have given itself a name that is no text.
      return ticks(Files.readString(stat, StandardCharsets.ISO_8859_1)).orElse(0);
    } catch (IOException | SecurityException e) {
      return 0;
    }
  }

  /**
   * Field 22, {@code starttime}, of proc_pid_stat(5). The second field is the program's name in
   * parentheses, in which anything may stand, parentheses and blanks too: what counts comes after
   * the last one.
   */
  static OptionalLong ticks(String stat) {
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    if (stat.indexOf(')') < 0 || afterName.length <= STARTTIME_AFTER_NAME) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(afterName[STARTTIME_AFTER_NAME]));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  static Optional<ProcessName> parse(String word) {
    String[] parts = word.split("\\|");
    try {
      return parts.length < 3
          ? Optional.empty()
          : Optional.of(
              new ProcessName(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** As kept in the column {@code picked_by}. */
  String word() {
    return host + "|" + pid + "|" + began;
  }

  /** Whether it is certain that this was a process of the same machine and has ended. */
  boolean hasEnded(String thisHost) {
    if (!host.equals(thisHost)) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return true;
    }
    long begins = began(process.get());
    return began != 0 && begins != 0 && begins != began;
  }
}
