package dev.secondunit.mcp;

import dev.secondunit.tool.Caller;
import java.util.function.Supplier;

/**
 * Tells that what a server shows may have changed while it runs: which resources there are, and how
 * tasks stand. Safe for many threads.
 */
public interface Changes {
  /** For servers that always show the same. */
  Changes NONE =
      new Changes() {
        @Override
        public Runnable listen(Runnable listener) {
          return () -> {};
        }

        @Override
        public String resources(Supplier<Caller> caller) {
          return "";
        }
      };

  /**
   * @param listener run soon after something may have changed, on a thread that is not to be held;
   *     several changes may be told as one
   * @return ends the listening; harmless to run twice
   */
  Runnable listen(Runnable listener);

  /**
   * Another word whenever the list of resources has become another for this caller.
   *
   * @param caller asked for only when there can be something to see
   */
  String resources(Supplier<Caller> caller);
}
