package dev.secondunit.mcp.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a Java process with the serial collector holds on to.
 *
 * @param heapBytes used after a full collection
 * @param threads how many there are
 * @param workers how many of them answer requests
 */
record Vitals(long heapBytes, int threads, int workers) {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  static Vitals of(long processId) throws IOException, InterruptedException {
    // Softly held caches that were used since the collection before go with the second.
    jcmd(processId, "GC.run");
    jcmd(processId, "GC.run");
    long used = 0;
    for (String line : jcmd(processId, "GC.heap_info").split("\n")) {
      // Generations are listed with their spaces below them, which have percentages instead.
      Matcher matcher = USED.matcher(line);
      if (matcher.find() && !line.contains("etaspace") && !line.contains("class space")) {
        used += Long.parseLong(matcher.group(1)) * 1024;
      }
    }
    if (used == 0) {
      throw new IOException("the heap's use is not told");
    }
    String[] threads = jcmd(processId, "Thread.print").split("\n\"");
    int workers = 0;
    for (String thread : threads) {
      workers += thread.startsWith("mcp-request-") ? 1 : 0;
    }
    return new Vitals(used, threads.length - 1, workers);
  }

  private static String jcmd(long processId, String command)
      throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(PackagedServer.jcmd(), Long.toString(processId), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException(said);
    }
    return said;
  }
}
