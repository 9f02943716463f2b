package dev.secondunit.benchmark;

import static dev.secondunit.Patience.await;

import dev.secondunit.benchmark.OtherVendor.BadFile;
import dev.secondunit.config.Settings;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.MediaProbe;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of the user's money and files when a vendor's replies get lost or are wrong. */
final class Faults {
  private static final int CREATES = 1_000;
  private static final int LOSE_EVERY = 10;
  private static final int AT_ONCE = 50;
  private static final int FILES_OF_A_KIND = 10;
  private static final int FILES = FILES_OF_A_KIND * BadFile.values().length;

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Programs programs;

  Faults(Programs programs) {
    this.programs = programs;
  }

  void run(Report report) throws IOException, InterruptedException {
    ownDoubles(report);
    for (Peers peer : List.of(Peers.REPLICATE, Peers.MINIMAX)) {
      doubles(report, peer);
    }
    ownBadFiles(report);
    badFiles(report, Peers.MINIMAX);
  }

  private interface Use {
    void of(StdioPeer server, VendorSimulators vendors, Path files) throws IOException;
  }

  private void withOurs(Use use) throws IOException {
    Path files = Files.createTempDirectory(programs.scratch(), "files");
    try (VendorSimulators vendors =
            VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false));
        StdioPeer server = programs.spawnWithGrok(vendors, files)) {
      server.initialize();
      use.of(server, vendors, files);
    }
  }

  private static ObjectNode image(String prompt) {
    return StdioPeer.object()
        .put("mode", "image")
        .put("backend_type", "grok")
        .put("background", true)
        .put("prompt", prompt);
  }

  private void ownDoubles(Report report) throws IOException {
    List<ObjectNode> calls = new ArrayList<>();
    for (int number = 0; number < CREATES; number++) {
      String fault = number % LOSE_EVERY == 0 ? " [[fault:lost_reply]]" : "";
      calls.add(image("boat [[mark:" + number + "]]" + fault));
    }
    withOurs(
        (server, vendors, files) -> {
          server.callMany("generate_media", calls, AT_ONCE);
          await("every job is over").atMost(LONGEST).until(() -> open(server).isEmpty());
          Map<String, Integer> accepted = vendors.counters().acceptedByMark();
          int doubled = accepted.values().stream().mapToInt(times -> times - 1).sum();
          addDoubles(report, "Second Unit", doubled, accepted.size(), "0");
        });
  }

  private static List<JsonNode> open(StdioPeer server) throws IOException {
    List<JsonNode> open = new ArrayList<>();
    for (String state : List.of("queued", "submitting", "running", "downloading")) {
      ObjectNode page = StdioPeer.object().put("status", state).put("limit", 100);
      server.call("get_jobs", page).path("jobs").forEach(open::add);
    }
    return open;
  }

  private void doubles(Report report, Peers peer) throws IOException, InterruptedException {
    List<ObjectNode> calls = new ArrayList<>();
    for (int number = 0; number < CREATES; number++) {
      calls.add(call(peer, "boat-" + number));
    }
    try (OtherVendor vendor = new OtherVendor(LOSE_EVERY, new byte[0]);
        StdioPeer server =
            programs.spawn(
                peer.command(programs), peer.environment(vendor.origin(), programs.scratch()))) {
      server.initialize();
      server.answerMany(tool(peer), calls, AT_ONCE);
      addDoubles(report, peer.word(), vendor.doubled(), vendor.prompts(), "");
    }
  }

  private static void addDoubles(Report report, String name, int doubled, int bought, String goal) {
    report.add(
        "bought twice, of " + CREATES + " creates: " + name,
        doubled + " (" + bought + " bought at least once)",
        goal,
        "the vendor accepts every create, and one of "
            + LOSE_EVERY
            + " replies is lost; creates that it accepted beyond the first of each prompt");
  }

  private static String tool(Peers peer) {
    return peer == Peers.REPLICATE ? "create_models_predictions" : "text_to_image";
  }

  private static ObjectNode call(Peers peer, String prompt) {
    if (peer == Peers.MINIMAX) {
      return StdioPeer.object().put("prompt", prompt);
    }
    ObjectNode arguments =
        StdioPeer.object().put("model_owner", "studio").put("model_name", "camera");
    arguments.putObject("input").put("prompt", prompt);
    return arguments;
  }

  /** The same five ways, in the words of our simulators. */
  private static String word(BadFile kind) {
    return switch (kind) {
      case HTML -> "html_download";
      case EMPTY -> "empty_download";
      case TRUNCATED -> "truncated_download";
      case SHORT -> "wrong_content_length";
      case CORRUPT -> "corrupt_download";
    };
  }

  private void ownBadFiles(Report report) throws IOException {
    List<ObjectNode> calls = new ArrayList<>();
    for (BadFile kind : BadFile.values()) {
      for (int number = 0; number < FILES_OF_A_KIND; number++) {
        String prompt = "boat " + kind + " " + number + " [[fault:" + word(kind) + "]]";
        calls.add(image(prompt).put("mode", "video").put("duration", 1));
      }
    }
    withOurs(
        (server, vendors, files) -> {
          server.callMany("generate_media", calls, AT_ONCE);
          await("every clip is stored").atMost(LONGEST).until(() -> open(server).isEmpty());
          addBadFiles(report, "Second Unit", whole(files), FILES + " of " + FILES);
        });
  }

  private void badFiles(Report report, Peers peer) throws IOException, InterruptedException {
    Path files = Files.createTempDirectory(programs.scratch(), "files");
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB), "png", picture);
    int said = 0;
    try (OtherVendor vendor = new OtherVendor(0, picture.toByteArray());
        StdioPeer server =
            programs.spawn(peer.command(programs), peer.environment(vendor.origin(), files))) {
      server.initialize();
      for (BadFile kind : BadFile.values()) {
        List<ObjectNode> calls = new ArrayList<>();
        for (int number = 0; number < FILES_OF_A_KIND; number++) {
          String prompt = kind.name().toLowerCase(Locale.ROOT);
          calls.add(call(peer, prompt).put("outputFile", prompt + number + ".png"));
        }
        for (JsonNode answer : server.answerMany(tool(peer), calls, 1)) {
          JsonNode result = answer.path("result");
          boolean error = result.path("isError").asBoolean() || result.toString().contains("rror");
          said += error ? 1 : 0;
        }
      }
      addBadFiles(report, peer.word(), said, "");
    }
  }

  /** How many clips there can be decoded. */
  private static int whole(Path folder) throws IOException {
    MediaProbe probe = new MediaProbe(new Ffmpeg(new Settings(Map.of(), folder)), 1L << 30);
    int whole = 0;
    try (DirectoryStream<Path> clips = Files.newDirectoryStream(folder, "*.mp4")) {
      for (Path clip : clips) {
        probe.measure(clip);
        whole++;
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    return whole;
  }

  private static void addBadFiles(Report report, String name, long caught, String goal) {
    report.add(
        "bad downloads caught: " + name,
        caught + " of " + FILES,
        goal,
        FILES_OF_A_KIND
            + " each of: a web page, nothing, a connection that ends half-way, half a file with a"
            + " length to match, noise; caught when the call says so, or the file that is stored in"
            + " the end can be decoded");
  }
}
