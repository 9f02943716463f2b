package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  @Test
  void url_queryUserAndFragment_areHidden() {
    assertEquals(
        "https://host:8443/a/b?[redacted]",
        Redaction.url(URI.create("https://me:secret@host:8443/a/b?sig=secret#secret")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Incorrect API key provided: sk-proj-SECRETsecretSECRET12.",
        "key xai-SECRETsecretSECRET is wrong",
        "see https://x.test/f?token=SECRET&more=1 now",
        "see https://me:SECRET@x.test/f",
        "Authorization: Bearer SECRETtoken",
        "{\"api_key\": \"SECRETvalue\"}",
        "AIzaSySECRETSECRETSECRETSECRETSECRETSEC",
        "image data:image/png;base64,SECRETAAAA is bad",
        "eyJSECRETAAAA.SECRETBBBB.SECRETCCCC",
        "SECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRET"
      })
  void words_shapedLikeACredential_areMasked(String words) {
    String shown = Redaction.words(words, List.of());

    assertFalse(shown.contains("SECRET"), shown);
  }

  @Test
  void words_plantedSecretPlainOrEncoded_isMasked() {
    String shown = Redaction.words("a: my secret; b: my+secret", List.of("my secret"));

    assertEquals("a: [redacted]; b: [redacted]", shown);
  }

  @Test
  void words_ordinary_stay() {
    String words = "duration must be between 1 and 15, see https://docs.test/video#duration-x";

    assertEquals(
        "duration must be between 1 and 15, see https://docs.test/video?[redacted]",
        Redaction.words(words, List.of("")));
  }

  @Test
  void words_long_areCut() {
    assertEquals(1_001, Redaction.words("a b ".repeat(9_999), List.of()).length());
  }
}
