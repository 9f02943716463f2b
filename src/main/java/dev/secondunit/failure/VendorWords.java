package dev.secondunit.failure;

import java.util.Objects;

/**
 * What the vendor itself said about a failure, kept for people who must talk to the vendor.
 *
 * @param name the backend's name, such as {@code grok}
 * @param status the HTTP status, or null when there was no answer
 * @param requestId the vendor's id of the request, or null
 * @param words the vendor's own message, redacted and at most 1,000 characters, or null
 */
public record VendorWords(String name, Integer status, String requestId, String words) {
  private static final int LONGEST = 1_000;

  public VendorWords {
    Objects.requireNonNull(name, "name");
    if (words != null && words.length() > LONGEST) {
      words = words.substring(0, LONGEST) + "…";
    }
  }
}
