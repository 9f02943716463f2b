package dev.secondunit.benchmark;

import static dev.secondunit.Patience.await;

import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.VendorSimulators;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is started and compared.
 *
 * @param target the folder with the packaged jar and the launcher
 * @param scratch a folder of this run: data folders and logs
 */
record Programs(Path target, Path scratch) {
  private static final Path PEERS = Path.of("src/test/node/benchmark");

  /** A Java to run with. */
  record Java(Path home, String version) {
    String program() {
      return home.resolve("bin/java").toString();
    }

    String major() {
      return version.replaceAll("\\D.*", "");
    }
  }

  List<String> jar(Java java) {
    return List.of(java.program(), "-jar", target.resolve("second-unit.jar").toString(), "stdio");
  }

  List<String> launcher() {
    return List.of(target.resolve("second-unit").toString(), "stdio");
  }

  /** The bare server with the libraries that it needs, each in its own jar as from a registry. */
  List<String> bare(Java java) {
    String libraries =
        Stream.concat(
                Stream.of(target.resolve("test-classes").toString()),
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(Programs::belongsToSdk))
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(java.program(), "-cp", libraries, BareServer.class.getName());
  }

  private static boolean belongsToSdk(String jar) {
    String name = Path.of(jar).getFileName().toString();
    return Stream.of("mcp-", "jackson-", "reactor-", "reactive-streams-", "slf4j-", "json-schema-")
        .anyMatch(name::startsWith);
  }

  /** The servers of others, from npm at the versions of the lock file. */
  Path peers() throws IOException, InterruptedException {
    Path folder = scratch.resolve("peers");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
        Files.copy(PEERS.resolve(file), folder.resolve(file));
      }
      int exit =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--prefer-offline")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(scratch.resolve("npm.log").toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IOException("npm ci failed:\n" + Files.readString(scratch.resolve("npm.log")));
      }
    }
    return folder.resolve("node_modules");
  }

  /** The reference server of the protocol's authors. */
  List<String> everything() throws IOException, InterruptedException {
    Path entry = peers().resolve("@modelcontextprotocol/server-everything/dist/index.js");
    return List.of("node", entry.toString(), "stdio");
  }

  StdioPeer spawn(List<String> command, Map<String, String> environment) throws IOException {
    return StdioPeer.spawn(command, environment, scratch.resolve("servers.log"));
  }

  /** Our server with a new data folder and grok at these simulators. */
  StdioPeer spawnWithGrok(VendorSimulators vendors, Path files) throws IOException {
    return spawn(
        jar(javas().get(0)),
        Map.of(
            "SECOND_UNIT_HOME",
            freshHome().toString(),
            "SECOND_UNIT_OUTPUT_DIR",
            files.toString(),
            "XAI_API_KEY",
            "benchmark",
            "XAI_BASE_URL",
            vendors.baseUrl(Dialect.XAI).toString()));
  }

  /** Starts a program whose words nobody reads but the log. */
  Process startQuietly(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = StdioPeer.builder(command, environment);
    Redirect log = Redirect.appendTo(scratch.resolve("servers.log").toFile());
    return builder.redirectError(log).redirectOutput(log).start();
  }

  Path freshHome() throws IOException {
    return Files.createTempDirectory(scratch, "home");
  }

  /** The launcher makes its archive in the background of its first start with a data folder. */
  void makeArchive(Java java, Path home) throws IOException {
    Map<String, String> environment =
        Map.of("SECOND_UNIT_HOME", home.toString(), "JAVA_HOME", java.home().toString());
    try (StdioPeer peer = spawn(launcher(), environment)) {
      peer.initialize();
    }
    Path cache = home.resolve("cache");
    Path archive = cache.resolve("start-" + java.version() + ".archive");
    Path making = cache.resolve(archive.getFileName() + ".making");
    await("the launcher has made " + archive)
        .until(() -> Files.exists(archive) && !Files.exists(making));
  }

  /** A new data folder with the archive that another one has. */
  Path freshHome(Path archiveOf) throws IOException {
    Path home = freshHome();
    Path cache = Files.createDirectory(home.resolve("cache"));
    try (Stream<Path> archives = Files.list(archiveOf.resolve("cache"))) {
      for (Path archive : archives.filter(Files::isRegularFile).toList()) {
        Files.copy(archive, cache.resolve(archive.getFileName()));
      }
    }
    return home;
  }

  /** The Java of this run, and JDK 25 when it is installed beside it or named by JDK25_HOME. */
  static List<Java> javas() throws IOException {
    List<Java> found = new ArrayList<>();
    Path own = Path.of(System.getProperty("java.home"));
    found.add(new Java(own, System.getProperty("java.version")));
    Path beside = own.toRealPath().getParent();
    try (Stream<Path> others = Files.list(beside)) {
      Stream.concat(Stream.ofNullable(System.getenv("JDK25_HOME")).map(Path::of), others.sorted())
          .filter(home -> version(home).startsWith("25"))
          .findFirst()
          .filter(home -> !found.get(0).version().startsWith("25"))
          .ifPresent(home -> found.add(new Java(home, version(home))));
    }
    return found;
  }

  private static String version(Path home) {
    try {
      return Files.readAllLines(home.resolve("release")).stream()
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.replaceAll(".*=|\"", ""))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** In general words, with nothing that names the machine. */
  static String machine() throws IOException {
    long bytes =
        ((com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize();
    return String.format(
        Locale.ROOT,
        "%d cores, %d GB of memory, %s %s, JDK %s.",
        Runtime.getRuntime().availableProcessors(),
        Math.round(bytes / 1e9),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        javas().stream().map(Java::version).collect(Collectors.joining(" and ")));
  }
}
