package dev.secondunit.media.ffmpeg;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Programs that are started without a shell, whose pipes are drained, and that are never left
 * running. Safe for many threads.
 */
final class Subprocesses implements AutoCloseable {
  private static final int LOG_BYTES = 256 << 10;

  /** How long a killed program may take to be gone. */
  private static final long SECONDS_TO_DIE = 5;

  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** The ones that end when this process is told to. */
  private static final class WithThisProcess {
    private static final Subprocesses ALL = new Subprocesses();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(ALL::close, "stop-ffmpeg"));
    }
  }

  /** Shared by everybody who closes nothing. */
  static Subprocesses endedWithThisProcess() {
    return WithThisProcess.ALL;
  }

  /** How a program ended: its exit code and the end of its standard error. */
  record Exit(int code, String log) {}

  /**
   * Runs a program to its end.
   *
   * @param folder the folder it runs in, or null for that of this process
   * @param writer feeds its standard input, or null for none
   * @param reader takes its standard output
   * @throws FailureException DEADLINE_EXCEEDED
   * @throws RuntimeException whatever the reader or writer threw
   * @throws InterruptedException also when this was closed
   */
  Exit run(
      List<String> commandLine,
      Map<String, String> environment,
      Path folder,
      Duration timeLimit,
      Ffmpeg.InputWriter writer,
      Ffmpeg.OutputReader reader)
      throws InterruptedException {
    Process process = start(commandLine, environment, folder);
    running.add(process);
    try {
      if (closed) {
        throw ending();
      }
      AtomicReference<RuntimeException> failed = new AtomicReference<>();
      Tail log = new Tail(LOG_BYTES);
      List<Thread> pipes = new ArrayList<>();
      pipes.add(pipe("log", process, failed, () -> log.readAll(process.getErrorStream())));
      pipes.add(pipe("output", process, failed, () -> readAll(process, reader)));
      pipes.add(pipe("input", process, failed, () -> feed(process, writer)));
      long deadline = System.nanoTime() + timeLimit.toNanos();
      boolean ended = process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
      for (Thread thread : pipes) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (ended) {
          thread.join(Math.max(1, left));
          ended = !thread.isAlive();
        }
      }
      if (closed) {
        throw ending();
      }
      if (failed.get() != null) {
        throw failed.get();
      }
      if (!ended) {
        throw deadline(timeLimit, log.text());
      }
      return new Exit(process.exitValue(), log.text());
    } finally {
      kill(process);
      running.remove(process);
    }
  }

  /** What was killed here failed neither by its input nor by itself. */
  private static InterruptedException ending() {
    return new InterruptedException("this program ends");
  }

  /** Kills what runs; what is started at this moment is killed by its own thread. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Subprocesses::kill);
  }

  private static Process start(
      List<String> commandLine, Map<String, String> environment, Path folder) {
    ProcessBuilder builder = new ProcessBuilder(commandLine);
    builder.directory(folder == null ? null : folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
                  ErrorCode.BACKEND_UNAVAILABLE,
                  "Cannot start " + commandLine.get(0) + ": " + e.getMessage())
              .withHint(
                  "If that folder may not hold programs, set SECOND_UNIT_FFMPEG to a folder with"
                      + " ffmpeg and ffprobe."),
          e);
    }
  }

  @FunctionalInterface
  private interface Pipe {
    void pass() throws IOException;
  }

  private static Thread pipe(
      String name, Process process, AtomicReference<RuntimeException> failed, Pipe pipe) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pipe.pass();
              } catch (IOException e) {
                failed.compareAndSet(null, new UncheckedIOException(e));
                kill(process);
              } catch (RuntimeException e) {
                failed.compareAndSet(null, e);
                kill(process);
              }
            },
            "ffmpeg-" + name + "-" + process.pid());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void readAll(Process process, Ffmpeg.OutputReader reader) throws IOException {
    try (InputStream output = process.getInputStream()) {
      reader.read(output);
      output.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void feed(Process process, Ffmpeg.InputWriter writer) {
    try (OutputStream input = process.getOutputStream()) {
      if (writer != null) {
        writer.write(input);
      }
    } catch (IOException e) {
      // The program stopped reading; its exit code says whether that was an error.
    }
  }

  private static void kill(Process process) {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.onExit().completeOnTimeout(process, SECONDS_TO_DIE, TimeUnit.SECONDS).join();
    }
  }

  private static RuntimeException deadline(Duration limit, String log) {
    String words = log.isBlank() ? "" : " Its last words: " + FfmpegFailure.words(log);
    return Failure.of(
            ErrorCode.DEADLINE_EXCEEDED,
            "FFmpeg was stopped after " + limit.toSeconds() + " seconds." + words)
        .asException();
  }

  /** The last bytes of a stream. */
  private static final class Tail {
    private final byte[] ring;
    private long total;

    Tail(int size) {
      ring = new byte[size];
    }

    void readAll(InputStream in) throws IOException {
      byte[] buffer = new byte[8 << 10];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        append(buffer, count);
      }
    }

    private synchronized void append(byte[] buffer, int count) {
      for (int i = 0; i < count; i++) {
        ring[(int) (total++ % ring.length)] = buffer[i];
      }
    }

    synchronized String text() {
      int length = (int) Math.min(total, ring.length);
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = ring[(int) ((total - length + i) % ring.length)];
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
