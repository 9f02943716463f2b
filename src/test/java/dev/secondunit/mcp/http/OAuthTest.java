package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.FailureException;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.tool.GetJobsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Access tokens that are signed here with real keys, by the right issuer and by wrong ones. */
@Timeout(60)
class OAuthTest {
  private static final String ISSUER = "https://login.example.org/";
  private static final String RESOURCE = "https://media.example.org/studio/mcp";
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static RSAKey rsa;
  private static ECKey elliptic;
  private static RSAKey foreign;

  @TempDir Path folder;
  private Path keys;
  private dev.secondunit.mcp.http.HttpServer server;
  private HttpTestClient client;

  @BeforeAll
  static void makeKeys() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    elliptic = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    foreign = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
  }

  @BeforeEach
  void start() throws Exception {
    keys = folder.resolve("keys.json");
    publish(rsa, elliptic);
    start(keys.toUri(), List.of());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void publish(JWK... published) throws IOException {
    Files.writeString(keys, new JWKSet(List.of(published)).toString());
  }

  private void start(URI jwks, List<String> scopes) throws IOException {
    if (server != null) {
      server.close();
    }
    HttpOptions options =
        new HttpOptions(
            "127.0.0.1",
            0,
            "the-one-of-the-operator",
            Set.of(),
            new OAuthOptions(URI.create(ISSUER), URI.create(RESOURCE), jwks, scopes),
            0);
    server =
        new dev.secondunit.mcp.http.HttpServer(
            ServerDefinition.secondUnit("1", Tools.registry(ToolChoices.ALL, new WhoAsks())),
            options,
            () -> UUID.randomUUID().toString(),
            Clock.fixed(NOW, ZoneOffset.UTC));
    client = new HttpTestClient(server.start());
  }

  private static final class WhoAsks implements ToolFunctions {
    @Override
    public ToolResult getJobs(GetJobsArguments arguments, ToolCall call) {
      ObjectNode who = Json.object();
      who.put("owner", call.caller().owner()).put("session", call.caller().session());
      return ToolResult.of(who.put("sees_all", call.caller().seesAll()));
    }
  }

  private static JWTClaimsSet.Builder claims(String subject) {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(RESOURCE)
        .subject(subject)
        .claim("scope", "media.read media.buy")
        .expirationTime(Date.from(NOW.plusSeconds(300)));
  }

  private static String signed(JWSHeader.Builder header, JWSSigner signer, JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(header.build(), claims);
      token.sign(signer);
      return token.serialize();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static String signed(RSAKey key, JWTClaimsSet.Builder claims) throws Exception {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()),
        new RSASSASigner(key),
        claims.build());
  }

  private HttpResponse<String> ask(String token) throws Exception {
    return client.call("get_jobs", "{}", "Authorization", "Bearer " + token);
  }

  private ObjectNode who(String token) throws Exception {
    HttpResponse<String> answer = ask(token);
    assertEquals(200, answer.statusCode(), answer.body());
    return (ObjectNode) HttpTestClient.json(answer).at("/result/structuredContent");
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  @Test
  void withoutToken_isToldWhereToGetOne() throws Exception {
    HttpResponse<String> refused = client.post(HttpTestClient.INITIALIZE);

    assertEquals(401, refused.statusCode());
    assertEquals(
        "Bearer resource_metadata=\"https://media.example.org/.well-known/oauth-protected-resource"
            + "/studio/mcp\"",
        challenge(refused));
    for (String path : List.of("", "/studio/mcp")) {
      HttpResponse<String> metadata = client.get("/.well-known/oauth-protected-resource" + path);
      assertEquals(200, metadata.statusCode());
      assertEquals(
          "{\"resource\":\"https://media.example.org/studio/mcp\",\"authorization_servers\":"
              + "[\"https://login.example.org/\"],\"bearer_methods_supported\":[\"header\"],"
              + "\"resource_name\":\"Second Unit\"}",
          metadata.body());
    }
    assertEquals(401, client.get("/.well-known/oauth-protected-resource/other").statusCode());
    assertEquals(401, client.get("/health").statusCode());
    assertEquals(
        401, client.post(HttpTestClient.INITIALIZE, "Authorization", "Basic YTpi").statusCode());
    assertEquals(
        401,
        client
            .send(client.request("/mcp?access_token=" + good("alice")).GET().build())
            .statusCode());
  }

  private static String good(String subject) throws Exception {
    return signed(rsa, claims(subject));
  }

  @Test
  void goodTokens_areLetIn() throws Exception {
    String ofAlice = who(good("alice")).get("owner").stringValue();
    assertTrue(ofAlice.matches("principal:[0-9a-f]{32}"), ofAlice);
    assertFalse(who(good("alice")).get("sees_all").booleanValue());
    List<String> others =
        List.of(
            signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1"),
                new ECDSASigner(elliptic),
                claims("alice").build()),
            signed(
                new JWSHeader.Builder(JWSAlgorithm.PS384)
                    .keyID("rsa-1")
                    .type(new JOSEObjectType("at+jwt")),
                new RSASSASigner(rsa),
                claims("alice").build()),
            signed(rsa, claims("alice").audience(List.of("https://else.example.org", RESOURCE))),
            signed(rsa, claims("alice").expirationTime(Date.from(NOW.minusSeconds(30)))),
            signed(rsa, claims("alice").notBeforeTime(Date.from(NOW.plusSeconds(30)))));
    for (String token : others) {
      assertEquals(ofAlice, who(token).get("owner").stringValue());
    }
    assertNotEquals(ofAlice, who(good("bob")).get("owner").stringValue());
    assertEquals("local", who("the-one-of-the-operator").get("owner").stringValue());
  }

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

  @ParameterizedTest
  @CsvSource({
    "scope, media.read media.buy, 200",
    "scope, media.read media.buy more, 200",
    "scope, media.read, 403",
    "scope, media.readmedia.buy, 403",
    "scp, media.read media.buy, 200",
    "other, media.read media.buy, 403",
  })
  void scopes_areAllNeeded(String claim, String value, int status) throws Exception {
    start(keys.toUri(), List.of("media.read", "media.buy"));
    HttpResponse<String> answer =
        ask(
            signed(
                rsa,
                claims("alice")
                    .claim("scope", null)
                    .claim(claim, claim.equals("scp") ? List.of(value.split(" ")) : value)));

    assertEquals(status, answer.statusCode(), answer.body());
    if (status == 403) {
      assertTrue(challenge(answer).startsWith("Bearer error=\"insufficient_scope\""));
      assertTrue(challenge(answer).endsWith("scope=\"media.read media.buy\""));
    }
    ObjectNode metadata = HttpTestClient.json(client.get("/.well-known/oauth-protected-resource"));
    assertEquals("media.buy", metadata.at("/scopes_supported/1").stringValue());
    assertTrue(
        challenge(client.post(HttpTestClient.INITIALIZE))
            .endsWith("scope=\"media.read media.buy\""));
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

  @Test
  void session_ofAnotherPrincipal_isUnknown() throws Exception {
    HttpResponse<String> hello =
        client.post(HttpTestClient.INITIALIZE, "Authorization", "Bearer " + good("alice"));
    String session = hello.headers().firstValue("Mcp-Session-Id").orElseThrow();
    String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

    assertEquals(200, inSession(list, session, good("alice")).statusCode());
    HttpResponse<String> theirs = inSession(list, session, good("bob"));
    assertEquals(404, theirs.statusCode());
    assertEquals(inSession(list, "made-up", good("bob")).body(), theirs.body());
    assertEquals(404, inSession(list, session, "the-one-of-the-operator").statusCode());
    HttpResponse<String> deleted =
        client.send(
            client
                .request(
                    "/mcp", "Mcp-Session-Id", session, "Authorization", "Bearer " + good("bob"))
                .DELETE()
                .build());
    assertEquals(404, deleted.statusCode());
    assertEquals(200, inSession(list, session, good("alice")).statusCode());
  }

  @Test
  void owner_isTheSameInEverySessionAndRevision() throws Exception {
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
            + "\"get_jobs\",\"arguments\":{}}}";
    String modern = who(good("alice")).get("owner").stringValue();
    Set<String> sessions = new java.util.HashSet<>();
    for (int i = 0; i < 2; i++) {
      String session =
          client
              .post(HttpTestClient.INITIALIZE, "Authorization", "Bearer " + good("alice"))
              .headers()
              .firstValue("Mcp-Session-Id")
              .orElseThrow();
      ObjectNode answer = HttpTestClient.json(inSession(call, session, good("alice")));
      assertEquals(modern, answer.at("/result/structuredContent/owner").stringValue());
      sessions.add(answer.at("/result/structuredContent/session").stringValue());
    }
    assertEquals(2, sessions.size());
  }

  private HttpResponse<String> inSession(String body, String session, String token)
      throws Exception {
    return client.post(body, "Mcp-Session-Id", session, "Authorization", "Bearer " + token);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, https://b.example/mcp, https://a.example/keys, '', ''",
    "http://127.0.0.1:9, http://localhost:8787/mcp, http://127.0.0.1:9/keys, a b, ''",
    "http://a.example, https://b.example/mcp, https://a.example/keys, '', ISSUER",
    "https://a.example, '', https://a.example/keys, '', AUDIENCE",
    "https://a.example, second-unit, https://a.example/keys, '', AUDIENCE",
    "https://a.example, https://b.example/mcp#x, https://a.example/keys, '', AUDIENCE",
    "https://a.example, https://b.example/mcp, '', '', JWKS",
    "https://a.example, https://b.example/mcp, no/such/file.json, '', JWKS",
    "https://a.example, https://b.example/mcp, http://a.example/keys, '', JWKS",
    "https://a.example, https://b.example/mcp, https://a.example/keys, 'a \"b', SCOPES",
  })
  void settings_badOne_isNamed(
      String issuer, String audience, String jwks, String scopes, String fault) {
    Settings settings =
        new Settings(
            Map.of(
                "SECOND_UNIT_OAUTH_ISSUER", issuer,
                "SECOND_UNIT_OAUTH_AUDIENCE", audience,
                "SECOND_UNIT_OAUTH_JWKS", jwks,
                "SECOND_UNIT_OAUTH_SCOPES", scopes),
            folder);
    if (fault.isEmpty()) {
      HttpOptions options = HttpOptions.of("0.0.0.0", 0, Set.of(), settings);
      assertEquals(issuer, options.oauth().issuer().toString());
      assertEquals(600, options.requestsPerMinute());
      return;
    }
    FailureException refused =
        assertThrows(
            FailureException.class, () -> HttpOptions.of("127.0.0.1", 0, Set.of(), settings));
    assertEquals("SECOND_UNIT_OAUTH_" + fault, refused.failure().field());
  }
}
