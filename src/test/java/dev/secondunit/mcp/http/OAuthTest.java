package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.net.http.HttpResponse;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What a good access token opens, and what it does not. */
class OAuthTest extends OAuthBench {
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
}
