package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.http.ServerSentEvents.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {
  private FakeServer server;
  private TestLayer layer;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    layer = new TestLayer();
  }

  @AfterEach
  void stop() throws IOException {
    layer.close();
    server.close();
  }

  @Test
  void events_allFormsOfTheStandard_areRead() throws Exception {
    List<Event> events =
        events(
            "\uFEFFevent: a\r\ndata: one\r\ndata:two\r\n\r\n: comment\nid: 7\ndata\n\ndata: cut");

    assertEquals(List.of(new Event("a", "one\ntwo", null), new Event("message", "", "7")), events);
  }

  @Test
  void events_carriageReturnsOnly_areLineEnds() throws Exception {
    assertEquals(List.of(new Event("message", "x", null)), events("data: x\r\r"));
  }

  @Test
  void json_oneValuePerLine_isRead() throws Exception {
    serve("{\"a\":1}\n\n{\"a\":2}\n");

    try (StreamedAnswer stream = stream()) {
      assertEquals(1, stream.nextJson().orElseThrow().path("a").asInt());
      assertEquals(2, stream.nextJson().orElseThrow().path("a").asInt());
      assertEquals(Optional.empty(), stream.nextJson());
    }
  }

  @Test
  void json_brokenLine_isUnknown() throws Exception {
    serve("{\"a\":1}\n{\"a\":");

    try (StreamedAnswer stream = stream()) {
      stream.nextJson();
      BackendException thrown = assertThrows(BackendException.class, stream::nextJson);
      assertEquals(BackendException.Fate.UNKNOWN, thrown.fate());
    }
  }

  @Test
  void line_longerThanTheBound_isRefused() throws Exception {
    serve("x".repeat((64 << 10) + 1));

    try (StreamedAnswer stream = stream()) {
      assertThrows(BackendException.class, stream::nextJson);
    }
  }

  private List<Event> events(String text) throws Exception {
    serve(text);
    List<Event> events = new ArrayList<>();
    try (StreamedAnswer stream = stream()) {
      for (Optional<Event> next = stream.nextEvent(); next.isPresent(); next = stream.nextEvent()) {
        events.add(next.get());
      }
    }
    return events;
  }

  private void serve(String text) {
    server.answer(
        FakeServer.reply(200, "text/event-stream", text.getBytes(StandardCharsets.UTF_8)));
  }

  private StreamedAnswer stream() throws Exception {
    return layer.vendor(server.uri("")).stream(Call.create("/analyze", Body.NONE));
  }
}
