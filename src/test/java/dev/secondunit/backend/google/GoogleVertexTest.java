package dev.secondunit.backend.google;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorBench;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.SecretScan;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Vertex: tokens from credential files, and the paths that differ from the Gemini API. */
class GoogleVertexTest extends VendorBench {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String BELOW = "/projects/p1/locations/europe-west4";
  private FakeServer tokens;

  @BeforeEach
  void openTokens() throws IOException {
    tokens = new FakeServer();
    tokens.answerJson(200, "{\"access_token\":\"ya29.tok\",\"expires_in\":3600}");
  }

  @AfterEach
  void closeTokens() throws IOException {
    tokens.close();
  }

  private GoogleBackend vertex(Path credentials) {
    return new GoogleBackend(settings(environment(credentials)), layer.layer);
  }

  private Map<String, String> environment(Path credentials) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GOOGLE_CLOUD_PROJECT", "p1");
    environment.put("GOOGLE_CLOUD_LOCATION", "europe-west4");
    environment.put("GOOGLE_VERTEX_BASE_URL", server.uri("").toString());
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", credentials.toString());
    return environment;
  }

  private Path refreshToken() throws IOException {
    ObjectNode file =
        MAPPER
            .createObjectNode()
            .put("type", "authorized_user")
            .put("client_id", "c")
            .put("client_secret", "hush-secret")
            .put("refresh_token", "refresh-secret")
            .put("token_uri", tokens.uri("/token").toString());
    return Files.write(folder.resolve("adc.json"), MAPPER.writeValueAsBytes(file));
  }

  @Test
  void token_ofAUser_isRefreshedOnceAndSentToVertexOnly() throws Exception {
    server.answerJson(200, "{\"name\":\"projects/p1/operations/o1\"}");
    GoogleBackend google = vertex(refreshToken());

    google.submit(shots.video("veo-3.1-generate-001", Operation.GENERATE));
    google.submit(shots.video("veo-3.1-generate-001", Operation.GENERATE));

    assertEquals(1, tokens.received().size());
    assertEquals(
        "client_id=c&client_secret=hush-secret&grant_type=refresh_token&refresh_token=refresh-secret",
        tokens.last().text());
    assertEquals("Bearer ya29.tok", server.last().headers().get("Authorization"));
    assertEquals(
        "/v1" + BELOW + "/publishers/google/models/veo-3.1-generate-001:predictLongRunning",
        server.last().target());
  }

  @Test
  void token_ofAServiceAccount_isAskedForWithASignedAssertion() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    ObjectNode file =
        MAPPER
            .createObjectNode()
            .put("type", "service_account")
            .put("client_email", "robot@p1.iam")
            .put("private_key_id", "k1")
            .put("private_key", pem)
            .put("token_uri", tokens.uri("/token").toString());
    Path path = Files.write(folder.resolve("robot.json"), MAPPER.writeValueAsBytes(file));
    server.answerJson(200, "{\"name\":\"o1\"}");

    vertex(path).submit(shots.video("veo-3.1-generate-001", Operation.GENERATE));

    String form = tokens.last().text();
    assertTrue(form.contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"));
    String[] parts = form.replaceAll(".*assertion=([^&]*).*", "$1").split("\\.");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(keys.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertTrue(signature.verify(Base64.getUrlDecoder().decode(parts[2])), "signature");
    JsonNode claims = MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertEquals("robot@p1.iam", claims.path("iss").asString());
    assertEquals(tokens.uri("/token").toString(), claims.path("aud").asString());
    assertEquals(3_600, claims.path("exp").asLong() - claims.path("iat").asLong());
  }

  @Test
  void token_refused_isAnAuthenticationFailureThatShowsNoSecret() throws Exception {
    try (FakeServer refusing = new FakeServer()) {
      refusing.answerJson(
          401, "{\"error\":\"invalid_grant\",\"error_description\":\"refresh-secret is bad\"}");
      Path path = refreshToken();
      Files.writeString(
          path,
          Files.readString(path)
              .replace(tokens.uri("/token").toString(), refusing.uri("/token").toString()));

      BackendException thrown = failed(vertex(path));

      assertEquals(ErrorCode.VENDOR_AUTHENTICATION, thrown.failure().code());
      SecretScan.clean(thrown, "refresh-secret", "hush-secret");
      assertEquals(0, server.received().size());
    }
  }

  @Test
  void credentials_missingBrokenOrForeign_sayWhatToDo() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"private_key\": secret!!");
    Path foreign = Files.writeString(folder.resolve("foreign.json"), "{\"type\":\"external\"}");
    Path plain =
        Files.writeString(
            folder.resolve("plain.json"),
            "{\"type\":\"authorized_user\",\"token_uri\":\"http://evil.example/token\"}");

    for (Path path : new Path[] {folder.resolve("none.json"), broken, foreign, plain}) {
      BackendException thrown = failed(vertex(path));
      assertEquals(ErrorCode.VENDOR_AUTHENTICATION, thrown.failure().code());
      assertTrue(thrown.failure().hint().contains("gcloud auth"), thrown.failure().hint());
      SecretScan.clean(thrown, "secret!!");
    }
  }

  @Test
  void veo_clipInsideTheAnswer_isFetchedByAskingAgain() throws Exception {
    server
        .answerJson(200, "{\"name\":\"o1\"}")
        .answerJson(
            200,
            "{\"name\":\"o1\",\"done\":true,\"response\":{\"videos\":[{\"bytesBase64Encoded\":\""
                + Shots.base64("clip")
                + "\",\"mimeType\":\"video/mp4\"}]}}");
    GoogleBackend google = vertex(refreshToken());
    Submission.Accepted accepted =
        (Submission.Accepted)
            google.submit(
                shots
                    .with(Parameter.SIZE, "720p")
                    .video("veo-3.1-generate-001", Operation.GENERATE));

    Outcome outcome = ((Poll.Done) google.poll(accepted.reference())).outcome();
    Path target = folder.resolve("clip.mp4");
    google.download(outcome.files().get(0), target);

    assertEquals(
        "/v1" + BELOW + "/publishers/google/models/veo-3.1-generate-001:fetchPredictOperation",
        server.last().target());
    assertEquals("{\"operationName\":\"o1\"}", server.last().text());
    assertArrayEquals("clip".getBytes(), Files.readAllBytes(target));
    assertNull(outcome.continuation().expiresAt());
    assertNull(outcome.continuation().remaining());
  }

  @Test
  void veo_extend_sendsBucketAddressOrOurFile() throws Exception {
    server.answerJson(200, "{\"name\":\"o2\"}");
    GoogleBackend google = vertex(refreshToken());
    var clip = shots.input("clip.mp4", "video/mp4", "clip");

    google.submit(
        shots
            .from(clip, null, null, Map.of("video_uri", "gs://b/clip.mp4"))
            .video("veo-3.1-generate-001", Operation.EXTEND));
    JsonNode bucket = server.last().json().path("instances").path(0).path("video");
    google.submit(
        shots.from(clip, null, null, Map.of()).video("veo-3.1-generate-001", Operation.EXTEND));
    JsonNode file = server.last().json().path("instances").path(0).path("video");

    assertEquals(
        MAPPER.readTree("{\"gcsUri\":\"gs://b/clip.mp4\",\"mimeType\":\"video/mp4\"}"), bucket);
    assertEquals(Shots.base64("clip"), file.path("bytesBase64Encoded").asString());
  }

  @Test
  void omni_isAskedAtTheGlobalLocation() throws Exception {
    server.answerJson(200, "{\"id\":\"v1_a\"}");

    vertex(refreshToken()).submit(shots.video("gemini-omni-1.2-flash", Operation.GENERATE));

    assertEquals("/v1beta1/projects/p1/locations/global/interactions", server.last().target());
  }

  @Test
  void imagen_isSentAsDocumented() throws Exception {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    server.answerJson(
        200,
        "{\"predictions\":[{\"mimeType\":\"image/png\",\"bytesBase64Encoded\":\""
            + Base64.getEncoder().encodeToString(png)
            + "\"}]}");
    Shot shot =
        shots
            .with(Parameter.ASPECT_RATIO, "1:1")
            .with(Parameter.SIZE, "2K")
            .with(Parameter.SEED, 9L)
            .with(Parameter.NEGATIVE_PROMPT, "rain")
            .with(Parameter.OUTPUT_FORMAT, "png")
            .image("imagen-4.0-generate-001");

    Outcome outcome = ((Submission.Delivered) vertex(refreshToken()).submit(shot)).outcome();

    assertEquals(
        "/v1" + BELOW + "/publishers/google/models/imagen-4.0-generate-001:predict",
        server.last().target());
    assertJson(
        """
        {"instances":[{"prompt":"%s"}],
         "parameters":{"sampleCount":1,"aspectRatio":"1:1","sampleImageSize":"2K",
           "negativePrompt":"rain","seed":9,"addWatermark":false,
           "outputOptions":{"mimeType":"image/png"}}}
        """
            .formatted(Shots.PROMPT));
    assertTrue(outcome.files().get(0).location().endsWith(".png"));
  }

  @Test
  void imagen_filtered_isRefusedAndNotBilled() throws Exception {
    server.answerJson(200, "{\"predictions\":[{\"raiFilteredReason\":\"a face\"}]}");
    GoogleBackend google = vertex(refreshToken());

    BackendException thrown =
        assertThrows(
            BackendException.class, () -> google.submit(shots.image("imagen-4.0-generate-001")));

    assertEquals(ErrorCode.VENDOR_REFUSED, thrown.failure().code());
    assertEquals("a face", thrown.failure().vendor().words());
    assertEquals(dev.secondunit.failure.Charged.NO, thrown.failure().charged());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"predictions\":[]}", "{\"predictions\":[{\"picture\":\"x\"}]}"})
  void imagen_neitherPictureNorReason_mayHaveBeenBilled(String body) throws Exception {
    server.answerJson(200, body);
    GoogleBackend google = vertex(refreshToken());

    BackendException thrown =
        assertThrows(
            BackendException.class, () -> google.submit(shots.image("imagen-4.0-generate-001")));

    assertEquals(BackendException.Fate.UNKNOWN, thrown.fate());
    assertEquals(dev.secondunit.failure.Charged.UNKNOWN, thrown.failure().charged());
  }

  private BackendException failed(GoogleBackend google) {
    return assertThrows(
        BackendException.class,
        () -> google.submit(shots.video("veo-3.1-generate-001", Operation.GENERATE)));
  }

  @Test
  void scratch_isLeftEmptyAfterPolling() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    server
        .answerJson(200, "{\"name\":\"o1\"}")
        .answerJson(
            200, "{\"done\":true,\"response\":{\"videos\":[{\"bytesBase64Encoded\":\"QUJD\"}]}}");
    Settings settings = settings(environment(refreshToken()));
    GoogleBackend google =
        new GoogleBackend(new Homes(settings, layer.layer, temporary), layer.layer);
    Submission.Accepted accepted =
        (Submission.Accepted)
            google.submit(shots.video("veo-3.1-generate-001", Operation.GENERATE));

    assertInstanceOf(Poll.Done.class, google.poll(accepted.reference()));

    assertEquals(List.of(), List.of(temporary.toFile().list()));
    // It was that folder: without it there is no room for the next poll.
    Files.delete(temporary);
    BackendException thrown =
        assertThrows(BackendException.class, () -> google.poll(accepted.reference()));
    assertEquals(ErrorCode.STORAGE_FAILED, thrown.failure().code());
  }
}
