package dev.secondunit.command;

import dev.secondunit.Version;
import dev.secondunit.Wiring;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.mcp.http.HttpOptions;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The commands for people. */
@Command(
    name = "second-unit",
    description = "Makes images, video and audio for agents, as durable background jobs.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = SecondUnit.ProgramVersion.class,
    synopsisSubcommandLabel = "COMMAND")
public final class SecondUnit {
  private static final int WRONG_USE = 2;

  private final Settings settings;

  private SecondUnit(Settings settings) {
    this.settings = settings;
  }

  /** Runs one command and returns the exit code. */
  public static int run(String[] arguments, Settings settings) {
    CommandLine commands = new CommandLine(new SecondUnit(settings));
    commands.setExecutionExceptionHandler(
        (problem, line, parsed) -> {
          if (problem instanceof FailureException failure) {
            line.getErr().println(failure.failure().message());
            if (failure.failure().hint() != null) {
              line.getErr().println(failure.failure().hint());
            }
            return failure.failure().code() == ErrorCode.INVALID_ARGUMENT ? WRONG_USE : 1;
          }
          if (portIsTaken(problem)) {
            line.getErr().println("The port is taken: another program listens there.");
            line.getErr().println("Name another one with --port, or --port 0 for any free one.");
            return 1;
          }
          throw problem;
        });
    commands.registerConverter(LocalDate.class, SecondUnit::day);
    if (arguments.length == 0) {
      commands.usage(System.err);
      return 2;
    }
    return commands.execute(arguments);
  }

  private static boolean portIsTaken(Throwable problem) {
    for (Throwable each = problem; each != null; each = each.getCause()) {
      if (each instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  private static LocalDate day(String word) {
    try {
      return LocalDate.parse(word);
    } catch (DateTimeParseException e) {
      throw new CommandLine.TypeConversionException(
          "\"" + word + "\" is not a day such as 2026-11-01");
    }
  }

  static final class ProgramVersion implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"second-unit " + Version.current()};
    }
  }

  /** For commands that look at jobs and leave the work to a server. */
  private Wiring wiring() {
    return new Wiring(settings, Clock.systemUTC(), false);
  }

  private Settings withProfile(String profile) {
    return profile == null ? settings : settings.with(Setting.SECOND_UNIT_SCHEMA_PROFILE, profile);
  }

  @Command(name = "stdio", description = "Serve one agent over standard input and output.")
  int stdio(
      @Option(
              names = "--schema-profile",
              description = "portable or full: which input schemas tools/list publishes.")
          String profile)
      throws Exception {
    return StdioCommand.run(new Wiring(withProfile(profile), Clock.systemUTC(), true));
  }

  /** Loads what a start loads, for the launcher's archive, and ends. */
  @Command(name = "warm-up", hidden = true)
  int warmUp() throws Exception {
    try (Wiring wiring = wiring()) {
      return StdioCommand.warmUp(wiring);
    }
  }

  @Command(
      name = "demo",
      description = "Run the main job end to end on previz: no key, no network, no cost.")
  int demo(
      @Option(
              names = "--folder",
              description = "Where everything goes (default: ${DEFAULT-VALUE}).",
              defaultValue = "second-unit-demo")
          Path folder)
      throws Exception {
    new Demo(serverCommand(), folder.toAbsolutePath(), System.out).run();
    return 0;
  }

  /** This very program, started again as a server. */
  private static List<String> serverCommand() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return List.of(
        java.toString(),
        "-cp",
        System.getProperty("java.class.path"),
        "dev.secondunit.Main",
        "stdio");
  }

  @Command(name = "doctor", description = "Say what works, what is missing and why.")
  int doctor() {
    try (Wiring wiring = wiring()) {
      return new Doctor(wiring, System.out).examine() ? 0 : 1;
    }
  }

  @Command(name = "jobs", description = "List jobs, newest first.")
  int jobs(
      @Option(names = "--status", description = "Only jobs in this state.") String status,
      @Option(names = "--limit", description = "At most so many.", defaultValue = "50") int limit) {
    try (Wiring wiring = wiring()) {
      new Listings(wiring, System.out).jobs(status, limit);
      return 0;
    }
  }

  @Command(name = "ledger", description = "List what was reserved and spent.")
  int ledger(
      @Option(names = "--from", description = "First day, such as 2026-11-01.") LocalDate from,
      @Option(names = "--to", description = "Last day.") LocalDate to,
      @Option(names = "--csv", description = "As CSV.") boolean csv) {
    try (Wiring wiring = wiring()) {
      new Listings(wiring, System.out).ledger(from, to, csv);
      return 0;
    }
  }

  @Command(
      name = "prune",
      description =
          "Remove jobs that ended long ago, with their files and sidecars. Paid ones stay unless"
              + " said otherwise; the ledger always stays.")
  int prune(
      @Option(
              names = "--older-than",
              required = true,
              description = "How long ago they ended: 30d, 12h, 4w.")
          String age,
      @Option(names = "--including-paid", description = "Also what was paid for, with its price.")
          boolean paidToo,
      @Option(names = "--dry-run", description = "Only list what would be removed.")
          boolean dryRun) {
    try (Wiring wiring = wiring()) {
      Prune prune = new Prune(wiring.pruning(), wiring.services().assets(), System.out);
      Instant before = Instant.now().minus(Prune.age(age));
      return prune.run(new Prune.Order(before, paidToo, dryRun)) ? 0 : 1;
    }
  }

  @Command(
      name = "backends",
      description =
          "List backends and why one is not usable, and their models with limits, prices and end"
              + " dates.")
  int backends() {
    try (Wiring wiring = wiring()) {
      new Listings(wiring, System.out).backends();
      return 0;
    }
  }

  @Command(name = "http", description = "Serve agents over Streamable HTTP at /mcp.")
  int http(
      @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to bind.")
          String host,
      @Option(names = "--port", defaultValue = "8787", description = "Port to bind, 0 for any.")
          int port,
      @Option(
              names = "--allow-host",
              description = "Further host name by which clients may reach this server.")
          Set<String> hosts,
      @Option(
              names = "--schema-profile",
              description = "portable or full: which input schemas tools/list publishes.")
          String profile,
      @Option(
              names = "--conformance",
              hidden = true,
              description = "Serve the fixtures of the conformance suite, not the product.")
          boolean conformance)
      throws Exception {
    HttpOptions options = HttpOptions.of(host, port, hosts == null ? Set.of() : hosts, settings);
    return HttpCommand.run(
        new Wiring(withProfile(profile), Clock.systemUTC(), true), options, conformance);
  }

  @Command(name = "simulate", description = "Run the vendor simulators, to rehearse failures.")
  int simulate(
      @Option(names = "--port", defaultValue = "8788", description = "Port to bind, 0 for any.")
          int port)
      throws InterruptedException {
    try (VendorSimulators vendors =
        VendorSimulators.start(SimulatorOptions.defaults().withPort(port))) {
      System.err.println("Vendor simulators run. For the server's environment:");
      vendors.environment().forEach((name, value) -> System.out.println(name + "=" + value));
      System.err.println("Control plane: " + vendors.controlUrl());
      vendors.join();
    }
    return 0;
  }

  @Command(
      name = "manifest",
      description = "Print tools-manifest.json: tools, full schemas, backends, skills.")
  int manifest() {
    System.out.print(Manifest.text());
    return 0;
  }
}
