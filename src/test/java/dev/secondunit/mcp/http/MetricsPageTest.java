package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may read the numbers. */
@Timeout(60)
class MetricsPageTest {
  private static final String TOKEN = "correct-horse-battery";

  @TempDir Path folder;
  private HttpServer server;
  private HttpTestClient client;

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void start(String token, OAuthOptions oauth, HttpMetrics metrics) throws IOException {
    server =
        new HttpServer(
            ServerDefinition.secondUnit(
                "1", Tools.registry(ToolChoices.ALL, new ToolFunctions() {})),
            new HttpOptions("127.0.0.1", 0, token, Set.of(), oauth, 0),
            () -> "run",
            Clock.systemUTC(),
            metrics);
    client = new HttpTestClient(server.start());
  }

  private static final HttpMetrics PAGE =
      new HttpMetrics() {
        @Override
        public void answered(String method, int status, Duration took) {}

        @Override
        public String page() {
          return "second_unit_up 1\n";
        }
      };

  @Test
  void page_onLoopbackWithoutToken_isOpen_butNotToForeignPages() throws Exception {
    start(null, null, PAGE);

    assertEquals("second_unit_up 1\n", client.get("/metrics").body());
    HttpResponse<String> foreign = client.get("/metrics", "Origin", "http://evil.example");
    assertEquals(403, foreign.statusCode());
    assertFalse(foreign.body().contains("second_unit_up"));
  }

  @Test
  void page_withToken_needsIt() throws Exception {
    start(TOKEN, null, PAGE);

    assertEquals(401, client.get("/metrics").statusCode());
    assertEquals(401, client.get("/health").statusCode());
    assertEquals(200, client.get("/metrics", "Authorization", "Bearer " + TOKEN).statusCode());
  }

  @Test
  void page_isNotForPrincipals() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
    Path keys = folder.resolve("keys.json");
    Files.writeString(keys, new JWKSet(key.toPublicJWK()).toString());
    OAuthOptions oauth =
        new OAuthOptions(
            URI.create("https://login.example.org"),
            URI.create("https://media.example.org/mcp"),
            keys.toUri(),
            List.of());
    start(TOKEN, oauth, PAGE);
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("1").build(),
            new JWTClaimsSet.Builder()
                .issuer("https://login.example.org")
                .audience("https://media.example.org/mcp")
                .subject("alice")
                .expirationTime(new Date(System.currentTimeMillis() + 60_000))
                .build());
    token.sign(new ECDSASigner(key));
    String ofAlice = "Bearer " + token.serialize();

    assertEquals(200, client.get("/health", "Authorization", ofAlice).statusCode());
    HttpResponse<String> refused = client.get("/metrics", "Authorization", ofAlice);
    assertEquals(403, refused.statusCode());
    assertFalse(refused.body().contains("second_unit_up"));
    assertEquals(200, client.get("/metrics", "Authorization", "Bearer " + TOKEN).statusCode());
  }

  @Test
  void page_ofAServerThatCountsNothing_isNotThere() throws Exception {
    start(null, null, HttpMetrics.NONE);

    assertEquals(404, client.get("/metrics").statusCode());
  }
}
