package dev.secondunit.backend.http;

import dev.secondunit.backend.BackendException;
import java.util.List;
import java.util.Map;

/** What proves to a vendor who is calling. Sent to the vendor's own configured origin only. */
public interface Credential {
  /** None: for servers that want none. */
  Credential NONE =
      new Credential() {
        @Override
        public Map<String, String> headers() {
          return Map.of();
        }

        @Override
        public List<String> secrets() {
          return List.of();
        }
      };

  /** The headers to send; may do I/O to renew a token. */
  Map<String, String> headers() throws BackendException, InterruptedException;

  /** Texts that must never be shown. No I/O. */
  List<String> secrets();

  /** A key in a header, behind a prefix such as {@code "Bearer "} or nothing. */
  static Credential header(String name, String prefix, String key) {
    return new Credential() {
      @Override
      public Map<String, String> headers() {
        return Map.of(name, prefix + key);
      }

      @Override
      public List<String> secrets() {
        return List.of(key);
      }

      @Override
      public String toString() {
        return name + ": " + Redaction.MASK;
      }
    };
  }
}
