package dev.secondunit.backend.previz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketRetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path folder;

  private void entry(String name, String file, Duration age) throws Exception {
    Path entry = Files.createDirectories(folder.resolve(name));
    Files.writeString(entry.resolve("ticket.json"), "{}");
    if (file.isEmpty()) {
      Files.delete(entry.resolve("ticket.json"));
    } else {
      Path end = Files.writeString(entry.resolve(file), "{}");
      Files.setLastModifiedTime(end, FileTime.from(NOW.minus(age)));
    }
    Files.setLastModifiedTime(entry, FileTime.from(NOW.minus(age)));
  }

  private List<String> left() throws Exception {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void clear_removesOnlyWhatWasDoneAWeekAgo() throws Exception {
    entry("previz_done", "outcome.json", Duration.ofDays(8));
    entry("previz_failed", "failure.json", Duration.ofDays(8));
    entry("previz_cancelled", "cancelled", Duration.ofDays(8));
    entry("previz_fresh", "outcome.json", Duration.ofDays(6));
    entry("previz_waiting", "ticket.json", Duration.ofDays(80));
    entry(".draft-old", "", Duration.ofDays(8));
    entry(".draft-new", "", Duration.ofMinutes(1));
    entry("somebody-elses", "", Duration.ofDays(80));

    new TicketRetention(folder, Clock.fixed(NOW, ZoneOffset.UTC)).clear();

    assertEquals(List.of(".draft-new", "previz_fresh", "previz_waiting", "somebody-elses"), left());
  }

  @Test
  void clear_looksOnceAnHour() throws Exception {
    TicketRetention retention = new TicketRetention(folder, Clock.fixed(NOW, ZoneOffset.UTC));
    retention.clear();
    entry("previz_done", "outcome.json", Duration.ofDays(8));

    retention.clear();

    assertEquals(List.of("previz_done"), left());
  }

  @Test
  void clear_withoutAFolder_isQuiet() throws Exception {
    new TicketRetention(folder.resolve("none"), Clock.fixed(NOW, ZoneOffset.UTC)).clear();

    assertEquals(List.of(), left());
  }
}
