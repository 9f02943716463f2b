package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class BodiesTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private final byte[] media = new byte[200_001];
  @TempDir Path folder;
  private Path file;
  private FakeServer server;
  private TestLayer layer;
  private VendorHttp vendor;

  @BeforeEach
  void start() throws IOException {
    new Random(5).nextBytes(media);
    file = Files.write(folder.resolve("clip.mp4"), media);
    server = new FakeServer();
    layer = new TestLayer();
    vendor = layer.vendor(server.uri(""));
  }

  @AfterEach
  void stop() throws IOException {
    layer.close();
    server.close();
  }

  @Test
  void json_embeddedFiles_areSentAsBase64WithTheirLengthAndLeaveNothingBehind() throws Exception {
    server.answerJson(200, "{}");
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    ObjectNode json = MAPPER.createObjectNode().put("prompt", "ü \"x\"").put("n", 3);
    json.putArray("list").add(EmbeddedFile.base64(file)).add(true);
    json.set("url", EmbeddedFile.dataUri(file, "video/mp4"));

    vendor.send(Call.create("/videos", new Body.Json(json, scratch)));

    String base64 = Base64.getEncoder().encodeToString(media);
    ObjectNode expected = MAPPER.createObjectNode().put("prompt", "ü \"x\"").put("n", 3);
    expected.putArray("list").add(base64).add(true);
    expected.put("url", "data:video/mp4;base64," + base64);
    assertEquals(expected, server.last().json());
    assertTrue(server.last().headers().containsKey("Content-Length"));
    assertEquals("application/json", server.last().headers().get("Content-Type"));
    try (var left = Files.list(scratch)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void multipart_partsKeepTheirOrderAndTheFileItsBytes() throws Exception {
    server.answerJson(200, "{}");
    Body body =
        new Body.Multipart(
            List.of(
                Body.Part.text("expires_after", "3600"),
                Body.Part.file("file", file, "clip.mp4", "video/mp4")));

    vendor.send(Call.upload("/files", body));

    String sent = new String(server.last().body(), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertTrue(sent.indexOf("expires_after") < sent.indexOf("clip.mp4"), "order");
    assertTrue(
        sent.contains(new String(media, java.nio.charset.StandardCharsets.ISO_8859_1)), "bytes");
    assertTrue(server.last().headers().get("Content-Type").startsWith("multipart/form-data;"));
    assertTrue(server.last().headers().containsKey("Content-Length"), "some servers want a length");
  }

  @Test
  void fileSlice_sendsJustThatPart() throws Exception {
    server.answerJson(200, "{}");

    vendor.send(Call.upload("/up", new Body.FileSlice(file, "video/mp4", 100_000, 50_000)));

    assertArrayEquals(java.util.Arrays.copyOfRange(media, 100_000, 150_000), server.last().body());
    assertEquals("50000", server.last().headers().get("Content-Length"));
  }

  @Test
  void answer_mediaInside_goesToFilesNotToMemory() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(media);
    server.answerJson(200, "{\"data\":[{\"b64_json\":\"" + base64 + "\",\"revised\":\"x\"}]}");

    Answer answer =
        vendor.send(Call.create("/images", Body.NONE).unpacking(Set.of("b64_json"), folder));

    UnpackedFile unpacked =
        Answer.unpacked(answer.json().path("data").path(0).path("b64_json")).orElseThrow();
    assertEquals(media.length, unpacked.bytes());
    assertArrayEquals(media, Files.readAllBytes(unpacked.path()));
    assertEquals("x", answer.json().path("data").path(0).path("revised").asString());
  }

  @Test
  void answer_mediaInsideNotBase64_isUnknown() {
    server.answerJson(200, "{\"b64_json\":\"!!!!\"}");

    BackendException thrown =
        assertThrows(
            BackendException.class,
            () ->
                vendor.send(
                    Call.create("/images", Body.NONE).unpacking(Set.of("b64_json"), folder)));

    assertEquals(Fate.UNKNOWN, thrown.fate());
  }

  @Test
  void answer_mediaInsideTooLarge_isUnknown() {
    String base64 = Base64.getEncoder().encodeToString(new byte[(1 << 20) + 1]);
    server.answerJson(200, "{\"b64_json\":\"" + base64 + "\"}");

    BackendException thrown =
        assertThrows(
            BackendException.class,
            () ->
                vendor.send(
                    Call.create("/images", Body.NONE).unpacking(Set.of("b64_json"), folder)));

    assertEquals(Fate.UNKNOWN, thrown.fate());
  }

  @Test
  void save_media_isWrittenToTheFile() throws Exception {
    server.answer(FakeServer.reply(200, "audio/mpeg", media, "song-id: s1"));
    Path target = folder.resolve("song.mp3");

    SavedAnswer saved = vendor.save(Call.create("/music", Body.NONE), target);

    assertEquals(media.length, saved.bytes());
    assertEquals("s1", saved.headers().first("Song-Id").orElseThrow());
    assertArrayEquals(media, Files.readAllBytes(target));
  }

  @Test
  void save_jsonOrNothingInsteadOfMedia_isUnknown() {
    server
        .answerJson(200, "{\"ok\":true}")
        .answer(FakeServer.reply(200, "audio/mpeg", new byte[0]));

    for (int i = 0; i < 2; i++) {
      BackendException thrown =
          assertThrows(
              BackendException.class,
              () -> vendor.save(Call.create("/music", Body.NONE), folder.resolve("song.mp3")));
      assertEquals(Fate.UNKNOWN, thrown.fate());
    }
  }

  @Test
  void save_brokenHalfway_isUnknown() {
    server.answer(FakeServer.breakAfter(FakeServer.head(200, "audio/mpeg", 1_000)));

    BackendException thrown =
        assertThrows(
            BackendException.class,
            () -> vendor.save(Call.create("/music", Body.NONE), folder.resolve("song.mp3")));

    assertEquals(Fate.UNKNOWN, thrown.fate());
    assertEquals(1, server.count("POST"));
  }
}
