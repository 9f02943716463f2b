package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.config.Settings;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.Tools;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RequestRatesTest {

  private final TestClock clock = new TestClock();

  @Test
  void ask_overTheRate_saysWhenToComeAgain() {
    RequestRates rates = new RequestRates(60, clock);
    for (int i = 0; i < 10; i++) {
      assertEquals(Duration.ZERO, rates.ask("alice"), "a sixth of a minute's at once");
    }
    assertEquals(Duration.ofSeconds(1), rates.ask("alice"));
    assertEquals(Duration.ZERO, rates.ask("bob"), "others are not affected");
    clock.advance(Duration.ofMillis(999));
    assertTrue(rates.ask("alice").toMillis() <= 2);
    clock.advance(Duration.ofMillis(2));
    assertEquals(Duration.ZERO, rates.ask("alice"));
    clock.advance(Duration.ofHours(1));
    int allowed = 0;
    while (rates.ask("alice").isZero()) {
      allowed++;
    }
    assertEquals(10, allowed, "rest is not saved up for ever");
  }

  @Test
  void ask_withoutLimit_neverWaits() {
    RequestRates rates = new RequestRates(0, clock);
    for (int i = 0; i < 10_000; i++) {
      assertEquals(Duration.ZERO, rates.ask("alice"));
    }
  }

  @Test
  void ask_byVeryManyClients_remembersTheLatest() {
    RequestRates rates = new RequestRates(1, clock);
    rates.ask("alice");
    for (int i = 0; i < RequestRates.MOST_CLIENTS - 1; i++) {
      rates.ask("client " + i);
    }
    assertNotEquals(Duration.ZERO, rates.ask("alice"));
    rates.ask("one more");
    assertEquals(Duration.ZERO, rates.ask("client 0"), "forgotten");
    assertNotEquals(Duration.ZERO, rates.ask("alice"));
  }

  @Test
  void client_ofOneNetwork_isOne() throws Exception {
    assertEquals(
        RequestRates.client(InetAddress.getByName("2001:db8::1")),
        RequestRates.client(InetAddress.getByName("2001:db8::ffff:1")));
    assertNotEquals(
        RequestRates.client(InetAddress.getByName("2001:db8::1")),
        RequestRates.client(InetAddress.getByName("2001:db8:0:1::1")));
    assertNotEquals(
        RequestRates.client(InetAddress.getByName("192.0.2.1")),
        RequestRates.client(InetAddress.getByName("192.0.2.2")));
  }

  @ParameterizedTest
  @CsvSource({"'', '', 0", "correct-horse-battery, '', 600", "'', 30, 30", "'', 0, 0"})
  void setting_unset_limitsOnlyWhoMustShowAToken(String token, String perMinute, int expected) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SECOND_UNIT_HTTP_TOKEN", token);
    environment.put("SECOND_UNIT_HTTP_REQUESTS_PER_MINUTE", perMinute);
    HttpOptions options =
        HttpOptions.of("127.0.0.1", 0, Set.of(), new Settings(environment, Path.of("")));

    assertEquals(expected, options.requestsPerMinute());
  }

  @Test
  void server_overTheRate_answers429() throws Exception {
    HttpOptions options =
        new HttpOptions("127.0.0.1", 0, "correct-horse-battery", Set.of(), null, 12);
    try (HttpServer server =
        new HttpServer(
            ServerDefinition.secondUnit(
                "1", Tools.registry(ToolChoices.ALL, new ToolFunctions() {})),
            options,
            () -> "run",
            clock)) {
      HttpTestClient client = new HttpTestClient(server.start());
      String[] token = {"Authorization", "Bearer correct-horse-battery"};
      assertEquals(200, client.post(HttpTestClient.INITIALIZE, token).statusCode());
      assertEquals(401, client.post(HttpTestClient.INITIALIZE).statusCode());
      HttpResponse<String> refused = client.post(HttpTestClient.INITIALIZE);

      assertEquals(429, refused.statusCode(), "guessing tokens is limited as well");
      assertEquals("5", refused.headers().firstValue("Retry-After").orElse(""));
      assertEquals("close", refused.headers().firstValue("Connection").orElse(""));
      assertEquals(-32600, HttpTestClient.json(refused).at("/error/code").intValue());
      assertEquals(429, client.get("/metrics", token).statusCode());
      clock.advance(Duration.ofSeconds(5));
      assertEquals(200, client.post(HttpTestClient.INITIALIZE, token).statusCode());
    }
  }
}
