package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens that are signed here with real keys, by the right issuer and by wrong ones. */
class AccessTokensTest extends OAuthBench {
  /** Each differs from a good token in one thing. */
  private static String bad(String fault) throws Exception {
    Map<String, Consumer<JWTClaimsSet.Builder>> claimed = new HashMap<>();
    claimed.put("expired", each -> each.expirationTime(Date.from(NOW.minusSeconds(90))));
    claimed.put("neverExpires", each -> each.expirationTime(null));
    claimed.put("notYetValid", each -> each.notBeforeTime(Date.from(NOW.plusSeconds(90))));
    claimed.put("wrongAudience", each -> each.audience("https://other.example.org/mcp"));
    claimed.put("audienceWithMoreBehind", each -> each.audience(RESOURCE + "/x"));
    claimed.put("noAudience", each -> each.audience((String) null));
    claimed.put("wrongIssuer", each -> each.issuer("https://login.example.org"));
    claimed.put("noIssuer", each -> each.issuer(null));
    claimed.put("noSubject", each -> each.subject(null));
    claimed.put("blankSubject", each -> each.subject(" "));
    if (claimed.containsKey(fault)) {
      JWTClaimsSet.Builder claims = claims("alice");
      claimed.get(fault).accept(claims);
      return signed(rsa, claims);
    }
    String token = good("alice");
    return switch (fault) {
      case "algNone" -> new PlainJWT(claims("alice").build()).serialize();
      case "algNoneWithSignature" ->
          encoded("{\"alg\":\"none\",\"kid\":\"rsa-1\"}") + token.substring(token.indexOf('.'));
      case "publicKeyAsSecret" ->
          signed(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1"),
              new MACSigner(rsa.toRSAPublicKey().getEncoded()),
              claims("alice").build());
      case "publishedKeyAsSecret" ->
          signed(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1"),
              new MACSigner(rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)),
              claims("alice").build());
      case "unknownKey" ->
          signed(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-2"),
              new RSASSASigner(rsa),
              claims("alice").build());
      case "foreignKeyByKnownName" -> signed(foreign, claims("alice"));
      case "ownKeyBroughtAlong" ->
          signed(
              new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(foreign.toPublicJWK()),
              new RSASSASigner(foreign),
              claims("alice").build());
      case "keyOfAnotherKind" ->
          signed(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("ec-1"),
              new RSASSASigner(rsa),
              claims("alice").build());
      case "otherKindOfToken" ->
          signed(
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .keyID("rsa-1")
                  .type(new JOSEObjectType("logout+jwt")),
              new RSASSASigner(rsa),
              claims("alice").build());
      case "changedAfterwards" -> {
        String[] parts = token.split("\\.");
        yield parts[0] + "." + encoded(claims("bob").build().toString()) + "." + parts[2];
      }
      case "cutShort" -> token.substring(0, token.length() - 10);
      case "noSignature" -> token.substring(0, token.lastIndexOf('.') + 1);
      case "tooManyParts" -> token + ".x.y";
      case "noToken" -> "x";
      default -> throw new AssertionError(fault);
    };
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "expired",
        "neverExpires",
        "notYetValid",
        "wrongAudience",
        "audienceWithMoreBehind",
        "noAudience",
        "wrongIssuer",
        "noIssuer",
        "noSubject",
        "blankSubject",
        "algNone",
        "algNoneWithSignature",
        "publicKeyAsSecret",
        "publishedKeyAsSecret",
        "unknownKey",
        "foreignKeyByKnownName",
        "ownKeyBroughtAlong",
        "keyOfAnotherKind",
        "otherKindOfToken",
        "changedAfterwards",
        "cutShort",
        "noSignature",
        "tooManyParts",
        "noToken",
      })
  void badToken_isRefused(String fault) throws Exception {
    HttpResponse<String> refused = ask(bad(fault));

    assertEquals(401, refused.statusCode(), refused.body());
    assertTrue(
        challenge(refused).startsWith("Bearer error=\"invalid_token\", error_description=\"The"),
        challenge(refused));
    assertTrue(challenge(refused).contains("resource_metadata=\""), challenge(refused));
    assertFalse(refused.body().contains("xception"), refused.body());
    assertEquals(200, ask(good("alice")).statusCode(), "the next good one");
  }

  @Test
  void expiredToken_isToldSo() throws Exception {
    assertTrue(challenge(ask(bad("expired"))).contains("The token has expired."));
  }

  @Test
  void newKeyOfTheIssuer_isFetched_butMadeUpOnesDoNotAskItOverAndOver() throws Exception {
    AtomicInteger fetched = new AtomicInteger();
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          fetched.incrementAndGet();
          byte[] body = Files.readAllBytes(keys);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    try {
      start(URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys"), List.of());
      String alice = who(good("alice")).get("owner").stringValue();
      RSAKey next = new RSAKeyGenerator(2048).keyID("rsa-next").generate();
      publish(next, elliptic);
      assertEquals(alice, who(signed(next, claims("alice"))).get("owner").stringValue());
      assertEquals(401, ask(good("alice")).statusCode(), "its key was withdrawn");
      for (int i = 0; i < 20; i++) {
        assertEquals(401, ask(bad("unknownKey")).statusCode());
      }
      assertEquals(200, ask(signed(next, claims("alice"))).statusCode());
      assertEquals(2, fetched.get());
    } finally {
      issuer.stop(0);
    }
  }

  @Test
  void keysThatCannotBeFetched_areNotTheTokensFault() throws Exception {
    start(folder.resolve("nowhere.json").toUri(), List.of());
    HttpResponse<String> answer = ask(good("alice"));

    assertEquals(503, answer.statusCode());
    assertEquals("", challenge(answer));
    assertFalse(answer.body().contains("nowhere"), answer.body());
  }
}
