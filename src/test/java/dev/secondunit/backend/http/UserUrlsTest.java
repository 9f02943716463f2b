package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserUrlsTest {
  @TempDir Path folder;
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    server.answer(FakeServer.reply(200, "image/png; q=1", new byte[10]));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void fetch_loopbackPermitted_arrives() throws Exception {
    try (TestLayer layer = layer(AddressPolicy.PUBLIC_AND_LOOPBACK)) {
      UserUrls.Fetched fetched =
          new UserUrls(layer.layer).fetch(server.uri("/a.png").toString(), target(), 10);

      assertEquals(new UserUrls.Fetched(10, "image/png"), fetched);
      assertEquals(10, Files.size(target()));
    }
  }

  @Test
  void fetch_oneByteTooMany_isRefused() {
    try (TestLayer layer = layer(AddressPolicy.PUBLIC_AND_LOOPBACK)) {
      assertEquals(
          ErrorCode.FILE_TOO_LARGE, failed(layer, server.uri("/a.png").toString(), 9).code());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/x",
        "http://localhost:%d/x",
        "http://[::1]:%d/x",
        "http://[::ffff:127.0.0.1]:%d/x",
        "http://2130706433:%d/x",
        "http://127.1:%d/x",
        "http://0.0.0.0:%d/x",
        "http://169.254.169.254/latest/meta-data"
      })
  void fetch_ownOrPrivateAddress_isDeniedBeforeAnyRequest(String url) {
    try (TestLayer layer = layer(AddressPolicy.PUBLIC_ONLY)) {
      Failure failure = failed(layer, url.formatted(server.uri("").getPort()), 10);

      assertEquals(ErrorCode.URL_DENIED, failure.code(), failure.message());
      assertEquals(0, server.received().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://example.com/a",
        "http://user:pw@example.com/",
        "https:///a",
        "javascript:1",
        "not a url",
        ""
      })
  void fetch_otherThanPlainWebAddress_isDenied(String url) {
    try (TestLayer layer = layer(AddressPolicy.PUBLIC_ONLY)) {
      assertEquals(ErrorCode.URL_DENIED, failed(layer, url, 10).code());
    }
  }

  @Test
  void fetch_publicNameWithPrivateAddress_isDenied() {
    try (TestLayer layer =
        new TestLayer(
            TestLayer.limits(),
            AddressPolicy.PUBLIC_ONLY,
            host -> {
              return new InetAddress[] {
                InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")
              };
            })) {
      Failure failure = failed(layer, "http://innocent.example/a?token=tell-nobody", 10);

      assertEquals(ErrorCode.URL_DENIED, failure.code());
      assertTrue(!failure.message().contains("10.0.0.1"), failure.message());
      assertTrue(!failure.message().contains("tell-nobody"), failure.message());
    }
  }

  @Test
  void fetch_nameThatChangesItsAddress_isConnectedToTheCheckedOne() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    try (TestLayer layer =
        new TestLayer(
            TestLayer.limits(),
            AddressPolicy.PUBLIC_AND_LOOPBACK,
            host -> {
              boolean first = lookups.getAndIncrement() == 0;
              return new InetAddress[] {InetAddress.getByName(first ? "127.0.0.1" : "10.0.0.1")};
            })) {
      String url = "http://rebinding.example:" + server.uri("").getPort() + "/a.png";

      new UserUrls(layer.layer).fetch(url, target(), 10);

      assertEquals(1, lookups.get());
      assertEquals(1, server.received().size());
    }
  }

  @Test
  void fetch_redirectToPrivateAddress_isDenied() throws Exception {
    try (FakeServer first = new FakeServer();
        TestLayer layer = layer(AddressPolicy.PUBLIC_AND_LOOPBACK)) {
      first.answer(FakeServer.reply(302, null, new byte[0], "Location: http://10.0.0.1/a.png"));

      assertEquals(ErrorCode.URL_DENIED, failed(layer, first.uri("/a.png").toString(), 10).code());
    }
  }

  @Test
  void fetch_absent_isNotFound() throws Exception {
    try (FakeServer empty = new FakeServer();
        TestLayer layer = layer(AddressPolicy.PUBLIC_AND_LOOPBACK)) {
      empty.answerJson(404, "{}");

      assertEquals(
          ErrorCode.FILE_NOT_FOUND, failed(layer, empty.uri("/a.png").toString(), 10).code());
    }
  }

  private Failure failed(TestLayer layer, String url, long most) {
    return assertThrows(
            FailureException.class, () -> new UserUrls(layer.layer).fetch(url, target(), most))
        .failure();
  }

  private Path target() {
    return folder.resolve("fetched");
  }

  private static TestLayer layer(AddressPolicy policy) {
    return new TestLayer(TestLayer.limits(), policy, AddressPolicy.HostLookup.SYSTEM);
  }
}
