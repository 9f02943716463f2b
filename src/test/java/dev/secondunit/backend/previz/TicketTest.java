package dev.secondunit.backend.previz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TicketTest {
  @Test
  void name_missingInAnOldTicket_isTheEndOfTheJob() {
    assertEquals("SHOT 01TEST", ticket("").shotName());
    assertEquals("SHOT 01TEST", ticket(",'name':' '").shotName());
    assertEquals("2A Harbour", ticket(",'name':'2A Harbour'").shotName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"16:9", "9:16", "1:2"})
  void name_ofAnyLength_staysInsideTheFrame(String ratio) {
    Ticket ticket = ticket(",'aspectRatio':'" + ratio + "','name':'" + "Harbour ".repeat(40) + "'");
    FrameSize frame = ticket.frame();
    HeadsUp headsUp = new HeadsUp(frame);

    headsUp.draw(ticket, Camera.of(""), "TEXT → VIDEO", "5.0 s", true);

    List<HeadsUp.Line> name =
        headsUp.lines().stream().filter(line -> line.text().contains("Harbour")).toList();
    assertEquals(2, name.size());
    assertTrue(name.get(1).text().endsWith("…"), name.get(1).text());
    for (HeadsUp.Line line : name) {
      double end = line.x() + Typeface.shared().width(line.text(), line.size());
      assertTrue(end <= frame.width() * 0.95 + 1, line + " ends at " + end);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "21:9, 4k, 3840, 1646",
    "16:9, 4k, 3840, 2160",
    "9:16, 4k, 2160, 3840",
    "1:2, 4k, 1920, 3840",
    "1:1, 4k, 2160, 2160",
    "21:9, 1080p, 2520, 1080"
  })
  void frame_ofAFilm_isWithinWhatTheEncoderWrites(String ratio, String size, int wide, int high) {
    Ticket ticket = ticket(",'aspectRatio':'" + ratio + "','size':'" + size + "'");

    assertEquals(new FrameSize(wide, high), ticket.frame());
  }

  private static Ticket ticket(String more) {
    String json =
        "{'id':'previz_1','jobId':'job_01test','attempt':1,'mode':'VIDEO',"
            + "'operation':'GENERATE','prompt':'a fox','transparent':false,'sound':true"
            + more
            + "}";
    return new JsonMapper().readValue(json.replace('\'', '"'), Ticket.class);
  }
}
