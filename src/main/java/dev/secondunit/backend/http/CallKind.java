package dev.secondunit.backend.http;

/** What a request is for; it decides whether it may be sent again. */
public enum CallKind {
  /** Makes something that may be billed. Sent exactly once. */
  CREATE,
  /** Asks how an accepted job is doing. */
  POLL,
  /** Reads or prepares something free, such as a file's state or a token. */
  READ,
  /** Brings a file of ours to the vendor; free, and not repeated by itself. */
  UPLOAD,
  /** The same to an address that the vendor signed for it: the credential stays here. */
  SIGNED_UPLOAD,
  /** Asks to stop a job. Safe to repeat. */
  CANCEL,
  /** Fetches a result. */
  DOWNLOAD;

  /** Whether this layer may send it again when it went wrong. */
  boolean repeatable() {
    return this == POLL || this == READ || this == CANCEL || this == DOWNLOAD;
  }
}
