package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.secondunit.backend.BackendException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Looks for planted secrets in everything an exception could show. */
public final class SecretScan {
  private SecretScan() {}

  /** Fails when a secret appears in the stack trace, its causes or the failure. */
  public static void clean(Throwable thrown, String... secrets) {
    StringWriter all = new StringWriter();
    thrown.printStackTrace(new PrintWriter(all, true));
    if (thrown instanceof BackendException backend) {
      all.append(backend.failure().toString());
    }
    for (String secret : secrets) {
      assertFalse(all.toString().contains(secret), () -> "\"" + secret + "\" is shown: " + all);
    }
  }
}
