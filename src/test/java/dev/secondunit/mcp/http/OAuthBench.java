package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.tool.GetJobsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A server that takes access tokens of one issuer, and the keys that sign them. */
@Timeout(60)
abstract class OAuthBench {
  static final String ISSUER = "https://login.example.org/";
  static final String RESOURCE = "https://media.example.org/studio/mcp";
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static RSAKey rsa;
  static ECKey elliptic;
  static RSAKey foreign;

  @TempDir Path folder;
  Path keys;
  dev.secondunit.mcp.http.HttpServer server;
  HttpTestClient client;

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

  void publish(JWK... published) throws IOException {
    Files.writeString(keys, new JWKSet(List.of(published)).toString());
  }

  void start(URI jwks, List<String> scopes) throws IOException {
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

  static final class WhoAsks implements ToolFunctions {
    @Override
    public ToolResult getJobs(GetJobsArguments arguments, ToolCall call) {
      ObjectNode who = Json.object();
      who.put("owner", call.caller().owner()).put("session", call.caller().session());
      return ToolResult.of(who.put("sees_all", call.caller().seesAll()));
    }
  }

  static JWTClaimsSet.Builder claims(String subject) {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(RESOURCE)
        .subject(subject)
        .claim("scope", "media.read media.buy")
        .expirationTime(Date.from(NOW.plusSeconds(300)));
  }

  static String signed(JWSHeader.Builder header, JWSSigner signer, JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(header.build(), claims);
      token.sign(signer);
      return token.serialize();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String signed(RSAKey key, JWTClaimsSet.Builder claims) throws Exception {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()),
        new RSASSASigner(key),
        claims.build());
  }

  HttpResponse<String> ask(String token) throws Exception {
    return client.call("get_jobs", "{}", "Authorization", "Bearer " + token);
  }

  ObjectNode who(String token) throws Exception {
    HttpResponse<String> answer = ask(token);
    assertEquals(200, answer.statusCode(), answer.body());
    return (ObjectNode) HttpTestClient.json(answer).at("/result/structuredContent");
  }

  static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  static String good(String subject) throws Exception {
    return signed(rsa, claims(subject));
  }
}
