package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Signs the assertion with which a service account asks for a token (RFC 7523, RS256). */
final class ServiceAccount {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Duration LIFE = Duration.ofHours(1);
  private static final JsonMapper MAPPER = new JsonMapper();

  private ServiceAccount() {}

  /** The form to send to the token endpoint. */
  static Map<String, String> assertion(JsonNode file, URI endpoint, Instant now)
      throws BackendException {
    ObjectNode header = MAPPER.createObjectNode().put("alg", "RS256").put("typ", "JWT");
    String keyId = file.path("private_key_id").asString("");
    if (!keyId.isBlank()) {
      header.put("kid", keyId);
    }
    ObjectNode claims =
        MAPPER
            .createObjectNode()
            .put("iss", file.path("client_email").asString(""))
            .put("scope", SCOPE)
            .put("aud", endpoint.toString())
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(LIFE).getEpochSecond());
    String signed =
        encoded(MAPPER.writeValueAsBytes(header)) + "." + encoded(MAPPER.writeValueAsBytes(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key(file.path("private_key").asString("")));
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return Map.of("grant_type", GRANT, "assertion", signed + "." + encoded(signature.sign()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw VertexCredentials.unusable("its private_key is not an RSA key in PEM form", null);
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    byte[] bytes = Base64.getDecoder().decode(base64);
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
