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
 * @param timeout until the answer was read whole, or null for the usual limit of this kind
 * @param model whose rate limits count, or null
 * @param masked texts that a vendor might quote back and that must not be shown, such as the prompt
 * @param mediaFields names of JSON fields whose base64 values go to files in {@code scratch}
 * @param scratch where they go, or null when there are none
 * @param fromCopy whether it names a copy of ours that the vendor is thought to have
 */
public record Call(
    CallKind kind,
    String method,
    String target,
    Map<String, String> headers,
    Body body,
    Duration timeout,
    String model,
    List<String> masked,
    Set<String> mediaFields,
    Path scratch,
    boolean fromCopy) {
  public Call {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(body, "body");
    headers = Map.copyOf(headers);
    masked = List.copyOf(masked);
    mediaFields = Set.copyOf(mediaFields);
  }

  private static Call of(CallKind kind, String method, String target, Body body) {
    return new Call(
        kind, method, target, Map.of(), body, null, null, List.of(), Set.of(), null, false);
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
    return new Call(
        kind,
        "POST",
        target,
        headers,
        body,
        timeout,
        model,
        masked,
        mediaFields,
        scratch,
        fromCopy);
  }

  public Call withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(
        kind, method, target, more, body, timeout, model, masked, mediaFields, scratch, fromCopy);
  }

  public Call within(Duration timeout) {
    return new Call(
        kind,
        method,
        target,
        headers,
        body,
        timeout,
        model,
        masked,
        mediaFields,
        scratch,
        fromCopy);
  }

  public Call countedFor(String model) {
    return new Call(
        kind,
        method,
        target,
        headers,
        body,
        timeout,
        model,
        masked,
        mediaFields,
        scratch,
        fromCopy);
  }

  /** With one more text that must not be shown; null and blank ones are skipped. */
  public Call masking(String text) {
    if (text == null || text.isBlank()) {
      return this;
    }
    List<String> more = new ArrayList<>(masked);
    more.add(text);
    return new Call(
        kind, method, target, headers, body, timeout, model, more, mediaFields, scratch, fromCopy);
  }

  /** Base64 in these JSON fields of the answer goes to files in the folder. */
  public Call unpacking(Set<String> mediaFields, Path scratch) {
    Objects.requireNonNull(scratch, "scratch");
    return new Call(
        kind,
        method,
        target,
        headers,
        body,
        timeout,
        model,
        masked,
        mediaFields,
        scratch,
        fromCopy);
  }

  /** The same where it goes on from what the vendor keeps of an earlier result. */
  public Call startingFromCopy() {
    return new Call(
        kind, method, target, headers, body, timeout, model, masked, mediaFields, scratch, true);
  }
}
