package dev.secondunit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
  private final Opened opened = new Opened();
  private final List<String> closed = new ArrayList<>();

  @Test
  void close_userOfWhatIsOpenedLater_isClosedBeforeIt() {
    opened.add(closing("database"));
    opened.addUser(closing("worker"));
    opened.add(closing("connections, opened by the first call"));

    opened.close();
    opened.close();

    assertEquals(
        List.of("worker", "connections, opened by the first call", "database"),
        closed,
        "each once");
  }

  @Test
  void close_whatCannotBeClosed_holdsUpNothing() {
    opened.add(closing("database"));
    opened.addUser(
        () -> {
          throw new IllegalStateException("on purpose");
        });

    opened.close();

    assertEquals(List.of("database"), closed);
  }

  private AutoCloseable closing(String name) {
    return () -> closed.add(name);
  }
}
