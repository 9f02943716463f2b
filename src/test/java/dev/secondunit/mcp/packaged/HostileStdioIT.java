package dev.secondunit.mcp.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.JsonRpc;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand malformed and hostile lines do not move the packaged server. */
class HostileStdioIT {
  private static final long SEED = 20261121;
  private static final int MESSAGES = Integer.getInteger("second-unit.hostile", 100_000);
  private static final int WARM_UP = MESSAGES / 5;
  private static final int ROUND = 400;
  private static final int OVERLONG = 5;
  private static final int LONGEST_LINE = 16 << 20;
  private static final long MOST_GROWTH = 12 << 20;

  @TempDir Path folder;

  @Test
  void hostileLines_areAnsweredOneByOneAndNothingGrows() throws Exception {
    Path log = folder.resolve("log.txt");
    ProcessBuilder builder = new ProcessBuilder(PackagedServer.stdio());
    builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY"));
    builder.environment().put("SECOND_UNIT_HOME", folder.resolve("home").toString());
    builder.redirectError(log.toFile());
    Process server = builder.start();
    try (OutputStream in = new BufferedOutputStream(server.getOutputStream(), 1 << 16);
        StdoutCheck out = StdoutCheck.start(server.getInputStream())) {
      HostileMessages messages = new HostileMessages(SEED);
      write(in, HostileExamples.initialize().toString().getBytes(StandardCharsets.UTF_8));
      String toolsBefore = ask(in, out, "before", "tools/list");
      long least = 2;
      long most = 2;
      Vitals warm = null;
      for (int i = 0; i < MESSAGES; i++) {
        Hostile hostile = messages.next();
        write(in, hostile.bytes());
        least += hostile.least();
        most += hostile.most();
        if (i % (MESSAGES / OVERLONG) == 0) {
          write(in, overlong());
          least++;
          most++;
        }
        if (i % ROUND == 0) {
          write(in, new byte[] {' ', '\t', '\r'});
          ask(in, out, "round-" + i, "ping");
          least++;
          most++;
        }
        if (i == WARM_UP) {
          warm = Vitals.of(server.pid());
        }
      }
      assertEquals(toolsBefore, ask(in, out, "before", "tools/list"));
      out.awaitAnswers(least + 1);
      long answers = out.answers();
      assertTrue(answers <= most + 1, answers + " answers to at most " + (most + 1));
      Vitals after = Vitals.of(server.pid());
      System.err.printf(
          "%,d lines, %,d answers; after %,d: %s; at the end: %s%n",
          MESSAGES, answers, WARM_UP, warm, after);
      assertTrue(after.heapBytes() - warm.heapBytes() < MOST_GROWTH, warm + " then " + after);
      assertTrue(after.threads() <= warm.threads() + 8, warm + " then " + after);
      assertTrue(after.workers() <= 64, after::toString);
      in.flush();
      server.getOutputStream().close();
      assertTrue(server.waitFor(20, TimeUnit.SECONDS), "the end of the input ends the server");
      assertEquals(0, server.exitValue());
      out.rethrow();
    } finally {
      server.destroyForcibly();
    }
    ServerLog.check(log);
  }

  private static byte[] overlong() {
    byte[] line = new byte[LONGEST_LINE + 1];
    Arrays.fill(line, (byte) '[');
    return line;
  }

  private static String ask(OutputStream in, StdoutCheck out, String id, String method)
      throws Exception {
    String request = JsonRpc.request("\"" + id + "\"", method, "{}");
    out.expect(id);
    write(in, request.getBytes(StandardCharsets.UTF_8));
    in.flush();
    return out.answerTo(id);
  }

  private static void write(OutputStream in, byte[] line) throws Exception {
    in.write(line);
    in.write('\n');
  }
}
