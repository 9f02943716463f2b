package dev.secondunit.mcp.http;

import static dev.secondunit.mcp.http.HttpTestClient.INITIALIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.failure.FailureException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in: by host, by origin, by token. */
class HttpDoorTest extends HttpBench {
  @ParameterizedTest
  @CsvSource({
    "evil.example, '', 403",
    "localhost.evil.example, '', 403",
    "localhost, http://evil.example, 403",
    "localhost, null, 403",
    "localhost, http://localhost@evil.example, 403",
    "localhost, http://localhost:3000, 200",
    "127.0.0.1, '', 200",
    "'[::1]', '', 200",
  })
  void foreignHostOrOrigin_isForbidden(String host, String origin, int status) throws Exception {
    start(HttpOptions.loopback(0));

    assertEquals(status, rawStatus(host, origin));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 401",
    "Bearer wrong-token-of-16, 401",
    "Basic abc, 401",
    "Bearer correct-horse-battery, 200",
    "bearer correct-horse-battery, 200",
  })
  void token_isNeededWhereOneIsSet(String authorization, int status) throws Exception {
    start(new HttpOptions("127.0.0.1", 0, "correct-horse-battery", Set.of()));
    HttpResponse<String> answer =
        authorization.isEmpty()
            ? client.post(INITIALIZE)
            : client.post(INITIALIZE, "Authorization", authorization);

    assertEquals(status, answer.statusCode());
    assertEquals(
        status == 401 ? "Bearer" : "", answer.headers().firstValue("WWW-Authenticate").orElse(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
  void bindingBeyondThisMachine_withoutToken_isRefused(String host) {
    FailureException refused =
        assertThrows(FailureException.class, () -> new HttpOptions(host, 0, null, Set.of()));

    assertEquals("host", refused.failure().field());
  }

  private int rawStatus(String host, String origin) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              ("POST /mcp HTTP/1.1\r\nHost: "
                      + host
                      + "\r\nContent-Type: application/json\r\nConnection: close\r\n"
                      + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n")
                      + "Content-Length: "
                      + INITIALIZE.length()
                      + "\r\n\r\n"
                      + INITIALIZE)
                  .getBytes(StandardCharsets.US_ASCII));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return Integer.parseInt(reader.readLine().split(" ")[1]);
    }
  }
}
