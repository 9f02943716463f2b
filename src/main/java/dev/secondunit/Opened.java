package dev.secondunit;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been opened so far and is closed at the end: first whoever uses the rest, then the rest,
 * each the last first. Safe for many threads.
 */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  private final List<AutoCloseable> all = new ArrayList<>();
  private final List<AutoCloseable> users = new ArrayList<>();

  /** Notes what is to be closed, and gives it back. */
  synchronized <T extends AutoCloseable> T add(T opened) {
    all.add(opened);
    return opened;
  }

  /**
   * Notes what works with anything that is open, also with what is opened after it, and so is
   * closed before all of that: what it has begun may end, and is not cut off.
   */
  synchronized <T extends AutoCloseable> T addUser(T user) {
    users.add(user);
    return user;
  }

  /** Closes everything once; what cannot be closed is logged and holds up nothing else. */
  @Override
  public void close() {
    List<AutoCloseable> closing;
    synchronized (this) {
      closing = new ArrayList<>(all);
      closing.addAll(users);
      all.clear();
      users.clear();
    }
    for (int i = closing.size() - 1; i >= 0; i--) {
      try {
        closing.get(i).close();
      } catch (Exception e) {
        LOG.warn("closing failed", e);
      }
    }
  }
}
