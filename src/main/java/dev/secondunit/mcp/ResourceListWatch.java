package dev.secondunit.mcp;

import dev.secondunit.tool.Caller;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices when the list of resources has become another for one caller. Safe for many threads. */
public final class ResourceListWatch implements AutoCloseable {
  /** What a client is told then. */
  public static final String NOTIFICATION = "notifications/resources/list_changed";

  private static final Logger LOG = LoggerFactory.getLogger(ResourceListWatch.class);

  private final Changes changes;
  private final Supplier<Caller> caller;
  private final Workers workers;
  private final Runnable changed;
  private final Runnable end;
  private String last;

  /**
   * Begins to watch.
   *
   * @param changed run on a worker, once for each change that is noticed
   */
  public ResourceListWatch(
      Changes changes, Supplier<Caller> caller, Workers workers, Runnable changed) {
    this.changes = changes;
    this.caller = caller;
    this.workers = workers;
    this.changed = changed;
    this.last = changes.resources(caller);
    this.end = changes.listen(this::lookSoon);
  }

  private void lookSoon() {
    try {
      workers.submit(this::look);
    } catch (ProtocolException e) {
      LOG.debug("too busy to tell of a change; the next one is told", e);
    }
  }

  private synchronized void look() {
    String now = changes.resources(caller);
    if (!now.equals(last)) {
      last = now;
      changed.run();
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
