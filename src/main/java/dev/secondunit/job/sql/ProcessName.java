package dev.secondunit.job.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Names a process among those that share a database, so that another one on the same machine can
 * tell whether it still lives.
 *
 * @param startedAtMillis tells it from a later process with the same number; 0 when the system does
 *     not say
 */
record ProcessName(String host, long pid, long startedAtMillis) {
  /** What db-scheduler keeps of a name. */
  static final int LONGEST = 50;

  private static final int LONGEST_SHOWN = 12;

  /** The name of this process. */
  static ProcessName current() {
    ProcessHandle process = ProcessHandle.current();
    return new ProcessName(localHost(), process.pid(), startedAt(process));
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
      return "/" + boot + "/" + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return "";
    }
  }

  private static long startedAt(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
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
    return host + "|" + pid + "|" + startedAtMillis;
  }

  /** Whether it is certain that this was a process of the same machine and has ended. */
  boolean hasEnded(String thisHost) {
    if (!host.equals(thisHost)) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty()
        || startedAtMillis != 0
            && startedAt(process.get()) != 0
            && startedAt(process.get()) != startedAtMillis;
  }
}
