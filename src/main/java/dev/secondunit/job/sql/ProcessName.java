package dev.secondunit.job.sql;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/**
 * Names a process among those that share a database, so that another one on the same machine can
 * tell whether it still lives.
 *
 * @param startedAtMillis tells it from a later process with the same number; 0 when the system does
 *     not say
 */
record ProcessName(String host, long pid, long startedAtMillis) {
  /** The name of this process. */
  static ProcessName current() {
    ProcessHandle process = ProcessHandle.current();
    return new ProcessName(localHost(), process.pid(), startedAt(process));
  }

  private static String localHost() {
    try {
      return InetAddress.getLocalHost().getHostName().replace('|', '_');
    } catch (UnknownHostException e) {
      return "unnamed";
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
