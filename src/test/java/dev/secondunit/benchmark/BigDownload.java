package dev.secondunit.benchmark;

import dev.secondunit.backend.http.AddressPolicy;
import dev.secondunit.backend.http.CallListener;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.HttpLimits;
import dev.secondunit.backend.http.Proxies;
import dev.secondunit.backend.http.UserUrls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** One large file from a server on this machine to disk, by our client and by curl in turns. */
public final class BigDownload {
  private static final long BYTES = 1L << 30;

  /** Comes first, as a server that runs has fetched files before. */
  private static final long FIRST_BYTES = 1L << 20;

  private static final String FIRST = "/first";
  private static final String LARGE = "/large";
  private static final int ROUNDS = 7;

  private final Path scratch;

  /**
   * @param scratch a folder with room for the file
   */
  public BigDownload(Path scratch) {
    this.scratch = scratch;
  }

  void run(Report report) throws IOException, InterruptedException {
    double[] ours = new double[ROUNDS];
    double[] curls = new double[ROUNDS];
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serve(server), "large-file");
      serving.setDaemon(true);
      serving.start();
      String origin = "http://127.0.0.1:" + server.getLocalPort();
      for (int round = 0; round < ROUNDS; round++) {
        curls[round] = curl(origin + LARGE);
        ours[round] = ours(origin);
      }
    }
    double rate = BYTES / 1e6 / Samples.of(ours).median();
    double theirs = BYTES / 1e6 / Samples.of(curls).median();
    report.add(
        "1 GiB to disk with a heap of 64 MB",
        String.format(Locale.ROOT, "%.0f MB/s, curl %.0f MB/s: %.2f×", rate, theirs, rate / theirs),
        "≥ 0.9×",
        "one file over loopback, whole transfers without the start of the programs, each of ours"
            + " after a file of 1 MiB, as a server that runs has fetched before; medians of "
            + ROUNDS
            + " in turns");
  }

  private static void serve(ServerSocket server) {
    byte[] block = new byte[1 << 20];
    while (!server.isClosed()) {
      try (Socket socket = server.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
          OutputStream out = socket.getOutputStream()) {
        String line = in.readLine();
        long bytes = line != null && line.contains(FIRST) ? FIRST_BYTES : BYTES;
        while (line != null && !line.isEmpty()) {
          line = in.readLine();
        }
        out.write(
            ("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: "
                    + bytes
                    + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (long sent = 0; sent < bytes; sent += block.length) {
          out.write(block);
        }
        out.flush();
      } catch (IOException e) {
        // Whoever fetched it says what went wrong.
      }
    }
  }

  private double curl(String url) throws IOException, InterruptedException {
    Path target = scratch.resolve("large-by-curl");
    return seconds(
        List.of("curl", "-sS", "-o", target.toString(), "-w", "%{time_total}", url), target);
  }

  private double ours(String origin) throws IOException, InterruptedException {
    Path target = scratch.resolve("large-by-us");
    return seconds(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            BigDownload.class.getName(),
            origin,
            target.toString()),
        target);
  }

  private static double seconds(List<String> command, Path target)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0 || Files.size(target) != BYTES) {
      throw new IOException(command.get(0) + " did not fetch the whole file: " + said);
    }
    Files.delete(target);
    return Double.parseDouble(said.lines().reduce((first, second) -> second).orElseThrow());
  }

  /** Fetches the large file of an origin and prints how many seconds that took. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1) {
      Report report = new Report();
      new BigDownload(Path.of(arguments[0])).run(report);
      System.out.println(report.markdown(Programs.machine()));
      return;
    }
    try (HttpLayer layer =
        HttpLayer.system(
            HttpLimits.withFileBytes(2 * BYTES),
            AddressPolicy.PUBLIC_AND_LOOPBACK,
            Proxies.NONE,
            CallListener.NONE)) {
      UserUrls urls = new UserUrls(layer);
      Path target = Path.of(arguments[1]);
      urls.fetch(arguments[0] + FIRST, target, FIRST_BYTES);
      Files.delete(target);
      long began = System.nanoTime();
      urls.fetch(arguments[0] + LARGE, target, 2 * BYTES);
      System.out.println((System.nanoTime() - began) / 1e9);
    }
  }
}
