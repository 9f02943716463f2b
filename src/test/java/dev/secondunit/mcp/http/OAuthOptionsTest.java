package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.config.Settings;
import dev.secondunit.failure.FailureException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings that say whose access tokens are taken. */
class OAuthOptionsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "https://a.example, https://b.example/mcp, https://a.example/keys, '', ''",
    "http://127.0.0.1:9, http://localhost:8787/mcp, http://127.0.0.1:9/keys, a b, ''",
    "http://a.example, https://b.example/mcp, https://a.example/keys, '', ISSUER",
    "https://a.example, '', https://a.example/keys, '', AUDIENCE",
    "https://a.example, second-unit, https://a.example/keys, '', AUDIENCE",
    "https://a.example, https://b.example/mcp#x, https://a.example/keys, '', AUDIENCE",
    "https://a.example, https://b.example/mcp, '', '', JWKS",
    "https://a.example, https://b.example/mcp, no/such/file.json, '', JWKS",
    "https://a.example, https://b.example/mcp, http://a.example/keys, '', JWKS",
    "https://a.example, https://b.example/mcp, https://a.example/keys, 'a \"b', SCOPES",
  })
  void settings_badOne_isNamed(
      String issuer, String audience, String jwks, String scopes, String fault) {
    Settings settings =
        new Settings(
            Map.of(
                "SECOND_UNIT_OAUTH_ISSUER", issuer,
                "SECOND_UNIT_OAUTH_AUDIENCE", audience,
                "SECOND_UNIT_OAUTH_JWKS", jwks,
                "SECOND_UNIT_OAUTH_SCOPES", scopes),
            folder);
    if (fault.isEmpty()) {
      HttpOptions options = HttpOptions.of("0.0.0.0", 0, Set.of(), settings);
      assertEquals(issuer, options.oauth().issuer().toString());
      assertEquals(600, options.requestsPerMinute());
      return;
    }
    FailureException refused =
        assertThrows(
            FailureException.class, () -> HttpOptions.of("127.0.0.1", 0, Set.of(), settings));
    assertEquals("SECOND_UNIT_OAUTH_" + fault, refused.failure().field());
  }
}
