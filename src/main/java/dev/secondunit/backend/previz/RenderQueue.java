package dev.secondunit.backend.previz;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The renders of this process: first come, first served, so many at once. */
final class RenderQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RenderQueue.class);
  private static final int IDLE_SECONDS = 30;

  /**
   * How far a ticket is.
   *
   * @param ahead how many wait before it; 0 while it is rendered
   * @param progress 0 to 1, or null while it waits or is rendered elsewhere
   */
  record Position(int ahead, Double progress, String words) {}

  private final Ffmpeg ffmpeg;
  private final int parallelism;
  private final ThreadPoolExecutor pool;
  private final AtomicInteger working = new AtomicInteger();
  private final Map<String, Work> works = new LinkedHashMap<>();

  RenderQueue(Ffmpeg ffmpeg, int parallelism) {
    this.ffmpeg = ffmpeg;
    this.parallelism = parallelism;
    this.pool =
        new ThreadPoolExecutor(
            parallelism,
            parallelism,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "previz-render");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /** Takes a ticket up unless it is in the queue already, and says where it stands. */
  synchronized Position add(TicketFolder ticket) {
    Work work = works.get(ticket.id());
    if (work == null && !pool.isShutdown()) {
      work = new Work(ticket);
      works.put(ticket.id(), work);
      work.future = pool.submit(work);
    }
    if (work == null) {
      return new Position(0, null, "waiting for the next start");
    }
    if (work.elsewhere) {
      return new Position(0, null, "rendering in another process");
    }
    if (work.started) {
      return new Position(0, work.progress, "rendering");
    }
    int ahead = 0;
    for (Work other : works.values()) {
      if (other == work) {
        break;
      }
      ahead += other.started ? 0 : 1;
    }
    return new Position(ahead + 1, null, "queued " + ordinal(ahead + 1));
  }

  /** Stops a ticket's render, or takes it out of the queue. */
  synchronized void remove(String id) {
    Work work = works.remove(id);
    if (work != null) {
      work.future.cancel(true);
      pool.purge();
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
    try {
      pool.awaitTermination(IDLE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void forget(Work work) {
    works.remove(work.ticket.id(), work);
  }

  private static String ordinal(int number) {
    boolean teen = number / 10 % 10 == 1;
    return number
        + switch (teen ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }

  /** One ticket's way through the queue. */
  private final class Work implements Runnable {
    private final TicketFolder ticket;
    private volatile boolean started;
    private volatile boolean elsewhere;
    private volatile Double progress = 0.0;
    private Future<?> future;

    Work(TicketFolder ticket) {
      this.ticket = ticket;
    }

    @Override
    public void run() {
      started = true;
      int busy = working.incrementAndGet();
      try {
        render(Math.max(1, parallelism / busy));
      } catch (InterruptedException e) {
        // Stopped on purpose: cancelled, or left to the next process.
      } catch (IOException | RuntimeException e) {
        LOG.warn("previz could not finish {}; the next poll tries again", ticket.id(), e);
      } finally {
        working.decrementAndGet();
        forget(this);
      }
    }

    private void render(int threads) throws IOException, InterruptedException {
      if (ticket.settled()) {
        return;
      }
      Optional<FileChannel> lock = ticket.lock();
      if (lock.isEmpty()) {
        elsewhere = true;
        return;
      }
      try (FileChannel held = lock.get()) {
        // Another process may have finished between the first look and the lock.
        if (held.isOpen() && !ticket.settled()) {
          renderLocked(threads);
        }
      }
    }

    private void renderLocked(int threads) throws IOException, InterruptedException {
      Ticket order = ticket.ticket();
      Path workFolder = ticket.work();
      Thread renderer = Thread.currentThread();
      try {
        Render.Room room =
            new Render.Room(
                ffmpeg,
                ticket.path(),
                workFolder,
                threads,
                share -> {
                  progress = share;
                  // Another process sharing the folder may have called it off.
                  if (ticket.cancelled()) {
                    renderer.interrupt();
                  }
                });
        Path rendered = Render.of(order).render(order, room);
        if (!ticket.cancelled()) {
          ticket.finish(rendered, warning(order));
        }
      } catch (FailureException e) {
        ticket.fail(PrevizBackend.failureOf(e));
      } catch (RuntimeException e) {
        LOG.error("previz cannot render {}", ticket.id(), e);
        ticket.fail(
            Failure.of(
                ErrorCode.INTERNAL, "previz has a defect and cannot render this shot: " + e));
      } finally {
        Thread.interrupted();
        ticket.removeWork();
      }
    }

    private static String warning(Ticket order) {
      List<String> warnings = new ArrayList<>();
      if (!Typeface.shared().covers(order.prompt())
          || !Typeface.shared().covers(order.shotName())) {
        warnings.add(
            "Some characters of the words shown are not in the previz font and are drawn as boxes.");
      }
      if (order.mode() == Mode.VIDEO && !order.frame().equals(order.wantedFrame())) {
        FrameSize made = order.frame();
        FrameSize wanted = order.wantedFrame();
        warnings.add(
            "The film is %dx%d: %dx%d is more than the previz encoder writes."
                .formatted(made.width(), made.height(), wanted.width(), wanted.height()));
      }
      return warnings.isEmpty() ? null : String.join(" ", warnings);
    }
  }
}
