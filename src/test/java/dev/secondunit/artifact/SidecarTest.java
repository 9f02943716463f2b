package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.MediaFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class SidecarTest {
  private static final MediaFacts FACTS =
      new MediaFacts("audio/wav", 10, "ab", null, null, 2.5, null, null, "pcm_s16le", 2, 48_000);

  @TempDir Path folder;

  private static Sidecar sidecar() {
    Provenance provenance =
        new Provenance(
            "asset_1",
            JsonNodeFactory.instance.objectNode().put("prompt", "rain"),
            JsonNodeFactory.instance.objectNode().put("backend", "previz"),
            null,
            JsonNodeFactory.instance.objectNode().put("actual_usd", 0),
            List.of("asset_0"),
            true);
    return new Sidecar(
        "job_1", 0, "rain.wav", Instant.parse("2026-11-21T12:00:00.5Z"), FACTS, provenance, "p 1");
  }

  @Test
  void bytes_format() {
    JsonNode json = JsonMapper.builder().build().readTree(sidecar().bytes());

    assertEquals(1, json.path("second_unit_sidecar").intValue());
    assertEquals("asset_1", json.path("asset_id").stringValue());
    assertEquals("2026-11-21T12:00:00.500Z", json.path("created_at").stringValue());
    assertEquals(2.5, json.path("facts").path("duration_seconds").doubleValue());
    assertTrue(json.path("facts").path("width").isMissingNode());
    assertEquals("asset_0", json.path("lineage").path("parents").path(0).stringValue());
    assertTrue(json.path("previz").booleanValue());
  }

  @Test
  void read_ownBytes_givesTheSame() throws Exception {
    assertEquals(sidecar(), Sidecar.read(write(new String(sidecar().bytes()))).orElseThrow());
  }

  @Test
  void read_newerFormat_ignoresWhatItDoesNotKnow() throws Exception {
    String newer =
        new String(sidecar().bytes())
            .replace("\"second_unit_sidecar\" : 1", "\"second_unit_sidecar\" : 2, \"mood\": [1]")
            .replace("\"facts\" : {", "\"facts\" : { \"hdr\": true,");

    assertEquals(sidecar(), Sidecar.read(write(newer)).orElseThrow());
  }

  @Test
  void read_onlyWhatIsNeeded() throws Exception {
    Sidecar sidecar =
        Sidecar.read(
                write(
                    "{\"second_unit_sidecar\":1,\"job_id\":\"job_1\",\"file\":\"a.png\","
                        + "\"created_at\":\"2026-11-21T12:00:00Z\","
                        + "\"facts\":{\"media_type\":\"image/png\"}}"))
            .orElseThrow();

    assertEquals(List.of(), sidecar.provenance().parents());
    assertEquals("unknown", sidecar.program());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"second_unit_sidecar\":1}",
        "{\"second_unit_sidecar\":1,\"job_id\":\"job_1\",\"file\":\"../a.png\","
            + "\"created_at\":\"2026-11-21T12:00:00Z\",\"facts\":{\"media_type\":\"image/png\"}}",
        "{\"second_unit_sidecar\":1,\"job_id\":\"job_1\",\"file\":\"a.png\","
            + "\"created_at\":\"noon\",\"facts\":{\"media_type\":\"image/png\"}}"
      })
  void read_notASidecar_isEmpty(String text) throws Exception {
    assertTrue(Sidecar.read(write(text)).isEmpty());
  }

  @Test
  void read_largerThanTheBound_isEmpty() throws Exception {
    String text = new String(sidecar().bytes());

    assertTrue(
        Sidecar.read(write(text + " ".repeat(Sidecar.LARGEST_BYTES - text.length()))).isPresent());
    assertTrue(
        Sidecar.read(write(text + " ".repeat(Sidecar.LARGEST_BYTES + 1 - text.length())))
            .isEmpty());
  }

  @Test
  void sidecar_fileThatIsAPath_isRefused() {
    Sidecar good = sidecar();
    assertThrows(
        IllegalArgumentException.class,
        () -> new Sidecar("job_1", 0, "a/b.wav", good.createdAt(), FACTS, good.provenance(), "p"));
  }

  private Path write(String text) throws Exception {
    return Files.writeString(folder.resolve("s.json"), text);
  }
}
