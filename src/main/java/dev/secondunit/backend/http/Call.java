package dev.secondunit.backend.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One request to a vendor.
 *
 * @param target a path below the vendor's base URL, with its query, or a whole URL
 * @param headers besides the credential
 * @param handling what of it does not travel
 */
public record Call(
    CallKind kind,
    String method,
    String target,
    Map<String, String> headers,
    Body body,
    Handling handling) {
  public Call {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(handling, "handling");
    headers = Map.copyOf(headers);
  }

  /**
   * How a request is sent and its answer read.
   *
   * @param timeout until the answer was read whole, or null for the usual limit of this kind
   * @param model whose rate limits count, or null
   * @param masked texts that a vendor might quote back and that must not be shown, such as the
   *     prompt
   * @param mediaFields names of JSON fields whose base64 values go to files in {@code scratch}
   * @param scratch where they go, or null when there are none
   * @param fromCopy whether it names a copy of ours that the vendor is thought to have
   */
  record Handling(
      Duration timeout,
      String model,
      List<String> masked,
      Set<String> mediaFields,
      Path scratch,
      boolean fromCopy) {
    private static final Handling USUAL =
        new Handling(null, null, List.of(), Set.of(), null, false);

    Handling {
      masked = List.copyOf(masked);
      mediaFields = Set.copyOf(mediaFields);
    }
  }

  private static Call of(CallKind kind, String method, String target, Body body) {
    return new Call(kind, method, target, Map.of(), body, Handling.USUAL);
  }

  /** A POST that may be billed. */
  public static Call create(String target, Body body) {
    return of(CallKind.CREATE, "POST", target, body);
  }

  public static Call poll(String target) {
    return of(CallKind.POLL, "GET", target, Body.NONE);
  }

  public static Call read(String target) {
    return of(CallKind.READ, "GET", target, Body.NONE);
  }

  public static Call upload(String target, Body body) {
    return of(CallKind.UPLOAD, "POST", target, body);
  }

  /** An upload to an address that the vendor signed for it; never with the credential. */
  public static Call signedUpload(String target, Body body) {
    return of(CallKind.SIGNED_UPLOAD, "PUT", target, body);
  }

  public static Call cancel(String method, String target) {
    return of(CallKind.CANCEL, method, target, Body.NONE);
  }

  /** The same call as a POST with a body: some vendors poll or cancel that way. */
  public Call posting(Body body) {
    return new Call(kind, "POST", target, headers, body, handling);
  }

  public Call withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(kind, method, target, more, body, handling);
  }

  public Call within(Duration timeout) {
    return handled(timeout, handling.model(), handling.masked(), handling.fromCopy());
  }

  public Call countedFor(String model) {
    return handled(handling.timeout(), model, handling.masked(), handling.fromCopy());
  }

  /** With one more text that must not be shown; null and blank ones are skipped. */
  public Call masking(String text) {
    if (text == null || text.isBlank()) {
      return this;
    }
    List<String> more = new ArrayList<>(handling.masked());
    more.add(text);
    return handled(handling.timeout(), handling.model(), more, handling.fromCopy());
  }

  /** Whether it goes on from what the vendor keeps of an earlier result. */
  public Call startingFromCopy(boolean fromCopy) {
    return handled(handling.timeout(), handling.model(), handling.masked(), fromCopy);
  }

  /** Base64 in these JSON fields of the answer goes to files in the folder. */
  public Call unpacking(Set<String> mediaFields, Path scratch) {
    Objects.requireNonNull(scratch, "scratch");
    return handled(
        new Handling(
            handling.timeout(),
            handling.model(),
            handling.masked(),
            mediaFields,
            scratch,
            handling.fromCopy()));
  }

  private Call handled(Duration timeout, String model, List<String> masked, boolean fromCopy) {
    return handled(
        new Handling(timeout, model, masked, handling.mediaFields(), handling.scratch(), fromCopy));
  }

  private Call handled(Handling other) {
    return new Call(kind, method, target, headers, body, other);
  }
}
