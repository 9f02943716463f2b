package dev.secondunit.crash;

import static dev.secondunit.Patience.await;

import dev.secondunit.simulate.VendorSimulators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A {@link SteeredServer} and what a test does with it. */
final class Steering {
  private final Path folder;
  private final VendorSimulators vendors;

  Steering(Path folder, VendorSimulators vendors) throws IOException {
    this.folder = folder;
    this.vendors = vendors;
    Files.createDirectories(folder.resolve("steering"));
  }

  ServerProcess start() throws IOException {
    return ServerProcess.start(
        Calls.environment(vendors, folder),
        "dev.secondunit.crash.SteeredServer",
        folder.resolve("steering").toString());
  }

  /**
   * A server that sees a file system of its own at a folder, which {@link #readOnly} then locks.
   * Only the kernel can refuse writes to whoever may write everything else.
   */
  ServerProcess startWithOwnMount(Path mounted) throws IOException {
    Files.createDirectories(mounted);
    List<String> command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user"));
    command.addAll(List.of("--mount", "sh", "-c", "mount --bind \"$0\" \"$0\" && exec \"$@\""));
    command.add(mounted.toString());
    command.addAll(ServerProcess.command("dev.secondunit.crash.SteeredServer"));
    command.add(folder.resolve("steering").toString());
    return ServerProcess.start(Calls.environment(vendors, folder), command);
  }

  /** The kernel refuses to make or change a file there, as on a medium that has failed. */
  static void readOnly(ServerProcess server, Path mounted, boolean locked)
      throws IOException, InterruptedException {
    Process remount =
        new ProcessBuilder(
                "nsenter",
                "--target=" + server.pid(),
                "--user",
                "--mount",
                "--preserve-credentials",
                "mount",
                "-o",
                "remount,bind," + (locked ? "ro" : "rw"),
                mounted.toString())
            .inheritIO()
            .start();
    if (remount.waitFor() != 0) {
      throw new IOException("mount ended with " + remount.exitValue());
    }
  }

  Path database() {
    return folder.resolve("home/jobs.db");
  }

  Path media() {
    return folder.resolve("media");
  }

  private void write(String name, String words) throws IOException {
    Path begun = folder.resolve("steering").resolve("." + name);
    Files.writeString(begun, words);
    Files.move(
        begun,
        folder.resolve("steering").resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void pauseAt(List<String> points) throws IOException {
    write("pause", String.join("\n", points));
  }

  void goOn() throws IOException {
    Files.delete(folder.resolve("steering/pause"));
  }

  /** From now on the server's clock is wrong by so much. */
  void clock(long seconds) throws IOException {
    write("clock", String.valueOf(seconds));
  }

  /**
   * The kernel refuses every write of the process to a file, as on a full disk, or takes them
   * again. Pipes are not concerned.
   */
  static void diskFull(ServerProcess server, boolean full) throws IOException {
    Process limit =
        new ProcessBuilder(
                "prlimit",
                "--pid=" + server.pid(),
                "--fsize=" + (full ? "0" : "unlimited") + ":unlimited")
            .inheritIO()
            .start();
    try {
      if (limit.waitFor() != 0) {
        throw new IOException("prlimit ended with " + limit.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void awaitState(String jobId, String state) {
    await(jobId + " is " + state)
        .until(
            () ->
                Stored.jobs(database()).stream()
                    .anyMatch(row -> row.id().equals(jobId) && row.state().equals(state)));
  }

  /** Waits until each of the jobs says these words of itself. */
  void awaitMessages(List<String> jobIds, String words) {
    await(jobIds + " say " + words)
        .until(
            () -> {
              Map<String, String> messages = Stored.messages(database());
              return jobIds.stream().allMatch(id -> messages.getOrDefault(id, "").contains(words));
            });
  }

  static ObjectNode shot(String mode, String mark) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.put("mode", mode).put("backend_type", "grok").put("background", true);
    arguments.put("prompt", "a boat [[mark:" + mark + "]]");
    return mode.equals("video") ? arguments.put("duration", 1) : arguments;
  }

  /** Waits for jobs, in several calls if it must. */
  static JsonNode jobs(ServerProcess server, List<String> ids) throws IOException {
    ObjectNode wait = Calls.waitFor(ids);
    JsonNode answer = server.call("wait_for_jobs", wait);
    if (!answer.path("done").asBoolean()) {
      answer = server.call("wait_for_jobs", wait);
    }
    return answer.path("jobs");
  }
}
