package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private final byte[] media = new byte[300_000];
  @TempDir Path folder;
  private Path target;
  private FakeServer server;
  private TestLayer layer;
  private VendorHttp vendor;

  @BeforeEach
  void start() throws IOException {
    new Random(3).nextBytes(media);
    target = folder.resolve("clip.part");
    server = new FakeServer();
    layer = new TestLayer();
    vendor = layer.vendor(server.uri("/v1"));
  }

  @AfterEach
  void stop() throws IOException {
    layer.close();
    server.close();
  }

  @Test
  void download_whole_arrives() throws Exception {
    server.answer(this::serveRange);

    long bytes = vendor.download(file("/v1/clip.mp4?sig=abc", (long) media.length), target);

    assertEquals(media.length, bytes);
    assertArrayEquals(media, Files.readAllBytes(target));
    assertEquals("Bearer " + TestLayer.KEY, server.last().headers().get("Authorization"));
  }

  @Test
  void download_brokenTwice_resumesByRange() throws Exception {
    server
        .answer(this::serveThirdThenBreak)
        .answer(this::serveThirdThenBreak)
        .answer(this::serveRange);

    vendor.download(file("/v1/clip.mp4", null), target);

    assertArrayEquals(media, Files.readAllBytes(target));
    assertEquals("bytes=100000-", server.received().get(1).headers().get("Range"));
    assertEquals("bytes=200000-", server.received().get(2).headers().get("Range"));
  }

  @Test
  void download_partFromAnEarlierCall_isContinued() throws Exception {
    Files.write(target, Arrays.copyOf(media, 1_234));
    server.answer(this::serveRange);

    vendor.download(file("/v1/clip.mp4", null), target);

    assertArrayEquals(media, Files.readAllBytes(target));
    assertEquals(1, server.count("GET"));
  }

  @Test
  void download_wholeFromAnEarlierCall_isRecognised() throws Exception {
    Files.write(target, media);
    server.answerJson(416, "{}", "Content-Range: bytes */" + media.length);

    assertEquals(media.length, vendor.download(file("/v1/clip.mp4", null), target));
  }

  @Test
  void download_partThatDoesNotFit_isFetchedAnew() throws Exception {
    Files.write(target, new byte[400_000]);
    server.answerJson(416, "{}", "Content-Range: bytes */" + media.length).answer(this::serveRange);

    vendor.download(file("/v1/clip.mp4", null), target);

    assertArrayEquals(media, Files.readAllBytes(target));
  }

  @Test
  void download_serverIgnoresRange_startsOver() throws Exception {
    Files.write(target, Arrays.copyOf(media, 5_000));
    server.answer(FakeServer.reply(200, "video/mp4", media));

    vendor.download(file("/v1/clip.mp4", null), target);

    assertArrayEquals(media, Files.readAllBytes(target));
  }

  @Test
  void download_stalls_givesUpAndKeepsThePart() throws Exception {
    byte[] head = FakeServer.head(206, "video/mp4", 10, "Content-Range: bytes 1000-1009/1010");
    Files.write(target, Arrays.copyOf(media, 1_000));
    server.answer(server.stallAfter(head));

    BackendException thrown = failed(file("/v1/clip.mp4", null));

    assertEquals(Fate.NOT_ACCEPTED, thrown.fate());
    assertEquals(ErrorCode.DOWNLOAD_FAILED, thrown.failure().code());
    assertEquals(Charged.YES, thrown.failure().charged());
    assertEquals(1_000, Files.size(target));
    assertEquals(3, server.count("GET"));
  }

  @Test
  void download_endless_stopsAtTheLargestFile() {
    server.answer(
        (request, bytes, socket) -> {
          bytes.write(FakeServer.head(200, "video/mp4", -1));
          while (true) {
            bytes.write(media);
          }
        });

    BackendException thrown = failed(file("/v1/clip.mp4", null));

    assertEquals(ErrorCode.FILE_TOO_LARGE, thrown.failure().code());
    assertEquals(Fate.REJECTED, thrown.fate());
  }

  @Test
  void download_announcedTooLarge_isNotRead() throws Exception {
    server.answer(server.stallAfter(FakeServer.head(200, "video/mp4", 1L << 40)));

    assertEquals(ErrorCode.FILE_TOO_LARGE, failed(file("/v1/clip.mp4", null)).failure().code());
  }

  @Test
  void download_exactlyTheLargestFile_arrives() throws Exception {
    byte[] largest = new byte[1 << 20];
    server.answer(FakeServer.reply(200, "video/mp4", largest));

    assertEquals(largest.length, vendor.download(file("/v1/clip.mp4", null), target));
  }

  @Test
  void download_otherSizeThanAnnounced_isRefused() throws Exception {
    server.answer(this::serveRange);

    failed(file("/v1/clip.mp4", 7L));

    assertEquals(0, Files.size(target), "wrong bytes are not kept to be continued");
  }

  @Test
  void download_otherDigestThanNamed_isRefused() throws Exception {
    String wrong = digest("SHA-256", new byte[1]);
    server.answer(
        FakeServer.reply(200, "video/mp4", media, "Repr-Digest: sha-256=:" + wrong + ":"));

    failed(file("/v1/clip.mp4", null));
  }

  @Test
  void download_digestAsNamed_arrives() throws Exception {
    server.answer(
        FakeServer.reply(
            200, "video/mp4", media, "x-goog-hash: crc32c=AAAAAA==,md5=" + digest("MD5", media)));

    assertEquals(media.length, vendor.download(file("/v1/clip.mp4", null), target));
  }

  @Test
  void download_redirectedElsewhere_loosesTheKey() throws Exception {
    try (FakeServer elsewhere = new FakeServer()) {
      elsewhere.answer(FakeServer.reply(200, "video/mp4", media));
      server.answer(
          FakeServer.reply(302, null, new byte[0], "Location: " + elsewhere.uri("/signed?k=1")));

      vendor.download(file("/v1/clip.mp4", null), target);

      assertFalse(elsewhere.last().headers().containsKey("Authorization"));
    }
  }

  @Test
  void download_redirectedToAPrivateAddress_isDenied() {
    server.answer(
        FakeServer.reply(302, null, new byte[0], "Location: http://169.254.169.254/token"));

    BackendException thrown = failed(file("/v1/clip.mp4", null));

    assertEquals(ErrorCode.URL_DENIED, thrown.failure().code());
  }

  @Test
  void download_redirectsForEver_ends() {
    server.answer(FakeServer.reply(302, null, new byte[0], "Location: /again"));

    failed(file("/v1/clip.mp4", null));
  }

  @Test
  void download_expired_isFinal() {
    server.answerJson(403, "{\"error\":\"link expired\"}");

    BackendException thrown = failed(file("/v1/clip.mp4?signature=tell-nobody", null));

    assertEquals(Fate.REJECTED, thrown.fate());
    assertEquals(1, server.count("GET"));
    SecretScan.clean(thrown, TestLayer.KEY, "tell-nobody");
  }

  @Test
  void download_localPath_isCopied() throws Exception {
    Path made = Files.write(folder.resolve("made.png"), media);

    vendor.download(new RemoteFile(made.toString(), null, null, null), target);

    assertArrayEquals(media, Files.readAllBytes(target));
  }

  private BackendException failed(RemoteFile file) {
    return assertThrows(BackendException.class, () -> vendor.download(file, target));
  }

  private RemoteFile file(String path, Long bytes) {
    return new RemoteFile(server.uri(path).toString(), "video/mp4", bytes, null);
  }

  private boolean serveRange(FakeServer.Received request, OutputStream out, java.net.Socket socket)
      throws IOException {
    int from = from(request);
    out.write(rangeHead(from));
    out.write(media, from, media.length - from);
    return true;
  }

  private boolean serveThirdThenBreak(
      FakeServer.Received request, OutputStream out, java.net.Socket socket) throws IOException {
    int from = from(request);
    out.write(rangeHead(from));
    out.write(media, from, 100_000);
    out.flush();
    return false;
  }

  private byte[] rangeHead(int from) {
    return from == 0
        ? FakeServer.head(200, "video/mp4", media.length)
        : FakeServer.head(
            206,
            "video/mp4",
            media.length - from,
            "Content-Range: bytes " + from + "-" + (media.length - 1) + "/" + media.length);
  }

  private static int from(FakeServer.Received request) {
    String range = request.headers().getOrDefault("Range", "bytes=0-");
    return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  private static String digest(String algorithm, byte[] bytes) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
  }
}
