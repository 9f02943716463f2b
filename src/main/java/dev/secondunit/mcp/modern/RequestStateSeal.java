package dev.secondunit.mcp.modern;

import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Seals what a server gives to a client as {@code requestState} and gets back with the repeated
 * request (MCP 2026-07-28, multi round-trip requests). The client can neither read nor change it,
 * nor use it for another method, other arguments or another caller, after {@link #VALIDITY}, or
 * with another process.
 *
 * <p>Until it expires it can be presented more than once, so what it allows must be harmless to
 * repeat, such as a job with a request key. Does no I/O. Safe for many threads.
 */
public final class RequestStateSeal {
  /** Time for a person to answer. */
  public static final Duration VALIDITY = Duration.ofMinutes(10);

  /** Of a sealed state, in characters. */
  static final int LONGEST = 65_536;

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** What names the thing that is asked for, and its arguments, in each method that may ask. */
  private static final List<String> BOUND = List.of("name", "uri", "arguments");

  /** Clients may send the arguments in another order the second time. */
  private static final JsonMapper SORTING =
      Json.MAPPER.rebuild().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  private final SecretKey key;
  private final Clock clock;
  private final SecureRandom random;

  public RequestStateSeal(Clock clock, SecureRandom random) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.random = Objects.requireNonNull(random, "random");
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    key = new SecretKeySpec(bytes, "AES");
  }

  /**
   * @param method of the request that is being answered, such as {@code tools/call}
   * @param params of that request
   * @param caller the owner of {@link dev.secondunit.mcp.Exchange#caller}, who may have reconnected
   * @param state small; what the server wants to know again
   * @return what to answer as {@code requestState}
   */
  public String seal(String method, ObjectNode params, String caller, JsonNode state) {
    ByteBuffer plain = plain(state);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, method, params, caller);
      byte[] sealed = cipher.doFinal(plain.array());
      byte[] whole =
          ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
      if (text.length() > LONGEST) {
        throw new IllegalArgumentException("a state of " + text.length() + " characters");
      }
      return text;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /**
   * @param params of the repeated request, with its {@code requestState}
   * @return what was sealed, or null when the request has no state, so is the first
   * @throws ProtocolException when the state is not what this process gave for this very request to
   *     this caller, or is too old
   */
  public JsonNode open(String method, ObjectNode params, String caller) throws ProtocolException {
    JsonNode given = params.get("requestState");
    if (given == null) {
      return null;
    }
    if (!given.isString() || given.stringValue().length() > LONGEST) {
      throw refused();
    }
    ByteBuffer plain = ByteBuffer.wrap(unsealed(given.stringValue(), method, params, caller));
    if (clock.millis() > plain.getLong()) {
      throw ProtocolException.invalidParams(
          "\"requestState\" has expired. Send the request again without it.");
    }
    try {
      return Json.MAPPER.readTree(plain.array(), plain.position(), plain.remaining());
    } catch (JacksonException e) {
      throw new IllegalStateException("sealed by this process, and not JSON", e);
    }
  }

  private ByteBuffer plain(JsonNode state) {
    byte[] json = Json.MAPPER.writeValueAsBytes(state);
    long expiry = clock.instant().plus(VALIDITY).toEpochMilli();
    return ByteBuffer.allocate(Long.BYTES + json.length).putLong(expiry).put(json);
  }

  private byte[] unsealed(String text, String method, ObjectNode params, String caller)
      throws ProtocolException {
    byte[] whole;
    try {
      whole = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw refused();
    }
    if (whole.length < NONCE_BYTES + TAG_BITS / Byte.SIZE + Long.BYTES) {
      throw refused();
    }
    byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, method, params, caller);
      return cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw refused();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String method, ObjectNode params, String caller)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(binding(method, params, caller));
    return cipher;
  }

  /** Each part with its length, so that no two different requests give the same bytes. */
  private static byte[] binding(String method, ObjectNode params, String caller) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, method.getBytes(StandardCharsets.UTF_8));
      write(out, caller.getBytes(StandardCharsets.UTF_8));
      for (String part : BOUND) {
        write(out, SORTING.writeValueAsBytes(params.get(part)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, byte[] part) throws IOException {
    out.writeInt(part.length);
    out.write(part);
  }

  private static ProtocolException refused() {
    return ProtocolException.invalidParams(
        "\"requestState\" was not given by this server for this request. Send the request again"
            + " without it.");
  }
}
