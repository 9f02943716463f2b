package dev.secondunit.tool;

import java.util.Objects;

/**
 * Who calls. Connections come and go, and agents begin new sessions at will, so what a caller made
 * belongs to its owner and never to its session.
 *
 * @param owner whose jobs these are: {@link #LOCAL}, or a principal that has been authenticated.
 *     Equal requests, request keys, jobs, batches, files and continuations of different owners stay
 *     apart; what another owns answers exactly as what does not exist
 * @param session what the cap per session counts by
 * @param seesAll whether the caller holds the data folder itself, and so sees whatever is in it
 */
public record Caller(String owner, String session, boolean seesAll) {
  /** The owner of everything made by whoever runs the program. */
  public static final String LOCAL = "local";

  public Caller {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(session, "session");
  }

  /** The person at this machine, over stdio: every job of the store is theirs. */
  public static Caller onThisMachine(String session) {
    return new Caller(LOCAL, session, true);
  }

  /** A client that came over the network; it sees what its owner made. */
  public static Caller remote(String owner, String session) {
    return new Caller(owner, session, false);
  }
}
