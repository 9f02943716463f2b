package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Requests through a proxy, which is a real server on the loopback address. */
class ProxiesTest {
  private static final String PASSWORD = "planted-proxy-password";

  @TempDir Path folder;
  private FakeServer proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = new FakeServer();
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
  }

  private String address() {
    return "http://127.0.0.1:" + proxy.uri("").getPort();
  }

  private HttpLayer layer(Proxies proxies) {
    AddressPolicy.HostLookup lookup =
        host ->
            new InetAddress[] {
              InetAddress.getByAddress(
                  host,
                  host.equals("inside.example")
                      ? new byte[] {10, 0, 0, 7}
                      : new byte[] {93, (byte) 184, (byte) 216, 34})
            };
    return new HttpLayer(
        new HttpTransport(TestLayer.limits(), AddressPolicy.PUBLIC_ONLY, lookup, proxies),
        new RateLimits(Clock.systemUTC()),
        Clock.systemUTC(),
        wait -> {},
        new Random(7));
  }

  private static VendorHttp vendor(HttpLayer layer, String base) {
    return layer.vendor(
        new VendorProfile(
            "acme",
            URI.create(base),
            Credential.header("Authorization", "Bearer ", TestLayer.KEY),
            (status, body, usual) -> usual,
            "ACME_API_KEY"));
  }

  private Call create() {
    return Call.create(
        "/videos", new Body.Json(JsonNodeFactory.instance.objectNode().put("a", 1), folder));
  }

  @Test
  void http_goesThroughTheProxyWithItsWholeAddress() throws Exception {
    proxy.answerJson(200, "{\"id\":\"v1\"}");
    try (HttpLayer layer = layer(Proxies.of(address(), null, null))) {
      Answer answer = vendor(layer, "http://vendor.example/v1").send(create());

      assertEquals("v1", answer.json().path("id").asString());
      assertEquals("http://vendor.example/v1/videos", proxy.last().target());
      assertEquals("Bearer " + TestLayer.KEY, proxy.last().headers().get("Authorization"));
    }
  }

  @Test
  void proxyWithAPassword_isToldItAndNobodyElse() throws Exception {
    proxy.answerJson(200, "{\"id\":\"v1\"}");
    String user = "http://me:" + PASSWORD + "@127.0.0.1:" + proxy.uri("").getPort();
    try (HttpLayer layer = layer(Proxies.of(user, null, null))) {
      vendor(layer, "http://vendor.example/v1").send(create());

      assertEquals(
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(("me:" + PASSWORD).getBytes(StandardCharsets.UTF_8)),
          proxy.last().headers().get("Proxy-Authorization"));
    }
  }

  @Test
  void https_asksForATunnelAndSendsTheProxyNoKey() throws Exception {
    proxy.answerJson(502, "{}");
    try (HttpLayer layer = layer(Proxies.of(null, address(), null))) {
      BackendException thrown =
          assertThrows(
              BackendException.class,
              () -> vendor(layer, "https://vendor.example/v1").send(create()));

      assertEquals("CONNECT", proxy.last().method());
      assertEquals("vendor.example:443", proxy.last().target());
      assertNull(proxy.last().headers().get("Authorization"));
      assertEquals(Fate.NOT_ACCEPTED, thrown.fate(), "nothing was sent to the vendor");
    }
  }

  @Test
  void proxyDown_isNotAccepted() throws Exception {
    String gone = address();
    proxy.close();
    try (HttpLayer layer = layer(Proxies.of(gone, null, null))) {
      BackendException thrown =
          assertThrows(
              BackendException.class,
              () -> vendor(layer, "http://vendor.example/v1").send(create()));

      assertEquals(Fate.NOT_ACCEPTED, thrown.fate());
    }
  }

  @Test
  void loopback_isReachedDirectly() throws Exception {
    try (FakeServer server = new FakeServer();
        HttpLayer layer = layer(Proxies.of(address(), address(), null))) {
      server.answerJson(200, "{\"id\":\"v1\"}");
      vendor(layer, server.uri("/v1").toString()).send(create());

      assertEquals("/v1/videos", server.last().target());
    }
  }

  @Test
  void userAddress_goesThroughTheProxyToo() throws Exception {
    proxy.answerJson(200, "{}");
    try (HttpLayer layer = layer(Proxies.of(address(), null, null))) {
      new UserUrls(layer).fetch("http://pictures.example/a.png", folder.resolve("a"), 100);

      assertEquals("http://pictures.example/a.png", proxy.last().target());
      assertFalse(proxy.last().headers().containsKey("Authorization"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://inside.example/a.png",
        "http://10.0.0.7/a.png",
        "http://169.254.169.254/latest/meta-data"
      })
  void userAddress_insideTheNetwork_isDeniedBeforeTheProxyIsAsked(String url) throws Exception {
    AddressPolicy.HostLookup literal = InetAddress::getAllByName;
    HttpLayer layer =
        url.contains("inside")
            ? layer(Proxies.of(address(), null, null))
            : new HttpLayer(
                new HttpTransport(
                    TestLayer.limits(),
                    AddressPolicy.PUBLIC_ONLY,
                    literal,
                    Proxies.of(address(), null, null)),
                new RateLimits(Clock.systemUTC()),
                Clock.systemUTC(),
                wait -> {},
                new Random(7));
    try (layer) {
      FailureException thrown =
          assertThrows(
              FailureException.class,
              () -> new UserUrls(layer).fetch(url, folder.resolve("a"), 100));

      assertEquals(ErrorCode.URL_DENIED, thrown.failure().code());
      assertTrue(proxy.received().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "http,  vendor.example,     80,   -,                       true",
        "https, vendor.example,     443,  -,                       true",
        "https, vendor.example,     443,  vendor.example,          false",
        "https, api.vendor.example, 443,  .vendor.example,         false",
        "https, api.vendor.example, 443,  *.vendor.example,        false",
        "https, myvendor.example,   443,  vendor.example,          true",
        "https, vendor.example,     443,  vendor.example:8443,     true",
        "https, vendor.example,     8443, vendor.example:8443,     false",
        "https, vendor.example,     443,  'other.example VENDOR.example', false",
        "https, vendor.example,     443,  *,                       false",
        "http,  127.0.0.1,          80,   -,                       false",
        "http,  localhost,          80,   -,                       false"
      })
  void except_leavesOutWhatItNames(
      String scheme, String host, int port, String except, boolean proxied) {
    Proxies proxies = Proxies.of("proxy:3128", "http://proxy:3128", except);

    assertEquals(
        proxied ? Optional.of("proxy") : Optional.empty(),
        proxies.of(scheme, host, port).map(URI::getHost));
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://proxy:1080", "http://", "http://me:secret-word@bad host"})
  void notAProxy_namesTheVariableAndNotTheValue(String value) {
    FailureException thrown =
        assertThrows(FailureException.class, () -> Proxies.of(null, value, null));

    assertEquals("HTTPS_PROXY", thrown.failure().field());
    assertFalse(thrown.failure().toString().contains("secret-word"));
  }
}
