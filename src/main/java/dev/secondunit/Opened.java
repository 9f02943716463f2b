package dev.secondunit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been opened so far and is closed at the end, stage by stage: in which order things were
 * first needed says nothing about who still needs them. Safe for many threads.
 */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  /** In the order of closing: nothing is closed before those who use it. */
  enum Stage {
    /** What takes steps of jobs. What is at a vendor by then may come back. */
    STEPS,
    /** What computes for steps, on threads of its own. */
    WORK,
    /** Vendors, other ways out of this process, and programs that it runs. */
    OUTSIDE,
    /** Where files are kept, and who listens to changes of jobs. */
    STORES,
    DATABASE
  }

  private final Map<Stage, Deque<AutoCloseable>> open = new EnumMap<>(Stage.class);
  private final Object closing = new Object();
  private int stagesClosed;

  Opened() {
    for (Stage stage : Stage.values()) {
      open.put(stage, new ArrayDeque<>());
    }
  }

  /**
   * Notes what is to be closed, and gives it back; closed already when its stage is over, so that a
   * last step may still open what it needs and a late one leaves nothing open.
   */
  <T extends AutoCloseable> T add(Stage stage, T opened) {
    if (!noted(stage, opened)) {
      close(opened);
    }
    return opened;
  }

  private synchronized boolean noted(Stage stage, AutoCloseable opened) {
    if (stage.ordinal() < stagesClosed) {
      return false;
    }
    open.get(stage).addLast(opened);
    return true;
  }

  /**
   * Closes everything once, within a stage the last first. What cannot be closed is logged and
   * holds up nothing else. Whoever calls this too waits for the end.
   */
  @Override
  public void close() {
    synchronized (closing) {
      for (Stage stage : Stage.values()) {
        for (AutoCloseable last = last(stage); last != null; last = last(stage)) {
          close(last);
        }
      }
    }
  }

  /** Null when nothing is left, and then nothing more is noted in that stage. */
  private synchronized AutoCloseable last(Stage stage) {
    AutoCloseable last = open.get(stage).pollLast();
    if (last == null) {
      stagesClosed = Math.max(stagesClosed, stage.ordinal() + 1);
    }
    return last;
  }

  private static void close(AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      LOG.warn("closing failed", e);
    }
  }
}
