package dev.secondunit.crash;

import dev.secondunit.config.Settings;
import dev.secondunit.crash.Order.End;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.MediaProbe;
import dev.secondunit.simulate.VendorSimulators;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares what the store says after a campaign with what the vendors say and what lies on the
 * disk. Every sentence it returns is a broken promise.
 */
final class Books {
  private final Campaign campaign;
  private final List<String> broken = new ArrayList<>();
  private final Map<String, Order> orders;
  private final List<Stored.Row> rows;
  private final Map<String, List<Stored.Entry>> ledger;
  private final Map<String, List<JsonNode>> vendorJobs = new HashMap<>();
  private final Tally tally = new Tally();

  Books(Campaign campaign) throws Exception {
    this.campaign = campaign;
    this.orders = campaign.ordered().stream().collect(Collectors.toMap(Order::key, order -> order));
    this.rows = Stored.jobs(campaign.database());
    this.ledger =
        Stored.ledger(campaign.database()).stream()
            .collect(Collectors.groupingBy(Stored.Entry::jobId));
    for (JsonNode job : vendorJobs(campaign.vendors())) {
      vendorJobs.computeIfAbsent(job.path("mark").asString(), any -> new ArrayList<>()).add(job);
    }
  }

  private static JsonNode vendorJobs(VendorSimulators vendors) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(vendors.controlUrl() + "/jobs")).build();
    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return JsonMapper.shared().readTree(answer).path("jobs");
  }

  Tally tally() {
    return tally;
  }

  /** Everything that is not as promised; empty when all is well. */
  List<String> audit() throws Exception {
    insist("ok".equals(Stored.integrity(campaign.database())), "the database is damaged");
    tally.kills.putAll(campaign.kills());
    everyOrderIsOneJob();
    for (Stored.Row row : rows) {
      Order order = orders.get(row.key());
      if (order != null) {
        tally.count(order, row, campaign.killedInCreate().containsKey(order.key()));
        tally.lost += row.terminal() ? 0 : 1;
        ending(order, row);
        creates(order, row);
        money(order, row);
        files(row);
      }
    }
    sums();
    nothingLeftOver();
    insist(
        Stored.scheduledSteps(campaign.database()) == 0,
        "steps are scheduled for jobs that are over");
    return broken;
  }

  private void insist(boolean kept, String sentence) {
    if (!kept) {
      broken.add(sentence);
    }
  }

  private void everyOrderIsOneJob() {
    Map<String, Long> jobs =
        rows.stream().collect(Collectors.groupingBy(Stored.Row::key, Collectors.counting()));
    for (String key : orders.keySet()) {
      tally.lost += jobs.containsKey(key) ? 0 : 1;
      insist(jobs.getOrDefault(key, 0L) == 1, key + " has " + jobs.get(key) + " jobs");
    }
    insist(jobs.size() == orders.size(), "jobs that nobody ordered: " + jobs.keySet());
  }

  private void ending(Order order, Stored.Row row) {
    if (!row.terminal()) {
      broken.add(about(order, row) + " is not over");
      return;
    }
    boolean inCreate = campaign.killedInCreate().containsKey(order.key());
    Set<End> allowed = order.ends(bought(order).size(), inCreate);
    insist(
        allowed.stream().anyMatch(end -> row.state().equalsIgnoreCase(end.name())),
        about(order, row) + " should be " + allowed + ": " + row.failure());
    if (row.state().equals("submit_unknown")) {
      String charged = row.failure().path("charged").asString();
      insist(charged.equals("unknown"), about(order, row) + " says charged: " + charged);
    }
  }

  private String about(Order order, Stored.Row row) {
    String killed = campaign.killedInCreate().get(order.key());
    return order.key()
        + " ("
        + order.backend()
        + " "
        + order.kind()
        + (order.fault().isEmpty() ? "" : ", " + order.fault())
        + (killed == null ? "" : ", killed " + killed)
        + ") "
        + row.id()
        + " "
        + row.state()
        + ", bought "
        + bought(order).size();
  }

  private void creates(Order order, Stored.Row row) throws IOException {
    int creates = order.backend().equals("previz") ? tickets(row) : bought(order).size();
    tally.creates += creates;
    tally.twice += creates > 1 ? 1 : 0;
    insist(creates <= 1, about(order, row) + " was bought " + creates + " times");
    if (row.state().equals("succeeded")) {
      insist(creates == 1, about(order, row) + " and was never bought");
    }
  }

  private List<JsonNode> bought(Order order) {
    return vendorJobs.getOrDefault(order.key(), List.of());
  }

  private int tickets(Stored.Row row) throws IOException {
    try (Stream<Path> files = Files.walk(campaign.home().resolve("previz"), 2)) {
      int tickets = 0;
      for (Path file : files.filter(each -> each.endsWith("ticket.json")).toList()) {
        tickets += Files.readString(file).contains(row.id()) ? 1 : 0;
      }
      return tickets;
    }
  }

  private void money(Order order, Stored.Row row) {
    long billed = bought(order).stream().mapToLong(job -> micros(job.path("billed_usd"))).sum();
    List<Stored.Entry> entries = ledger.getOrDefault(row.id(), List.of());
    insist(entries.size() <= 1, about(order, row) + " reserved money twice: " + entries);
    tally.billed += billed;
    if (entries.isEmpty() || entries.get(0).withoutAmount()) {
      tally.billedWithoutPrice += billed;
      return;
    }
    Stored.Entry entry = entries.get(0);
    switch (entry.state()) {
      case "spent" -> {
        tally.settled += entry.settled();
        insist(
            entry.settled() == billed,
            about(order, row) + " is settled at " + entry.settled() + " and billed at " + billed);
      }
      case "released" ->
          insist(billed == 0, about(order, row) + " is released and billed at " + billed);
      case "unknown" -> {
        tally.unknown += entry.reserved();
        tally.billedUnknown += billed;
        insist(
            entry.reserved() > 0 && entry.settled() == null,
            about(order, row) + " keeps no reservation: " + entry);
        insist(
            row.failure().path("charged").asString().equals("unknown"),
            about(order, row) + " has unknown money");
      }
      default -> broken.add(about(order, row) + " is over with money " + entry.state());
    }
  }

  private static long micros(JsonNode usd) {
    return usd.decimalValue().movePointRight(6).longValueExact();
  }

  private void sums() throws Exception {
    long counted =
        ledger.values().stream()
            .flatMap(List::stream)
            .mapToLong(entry -> entry.settled() == null ? entry.reserved() : entry.settled())
            .sum();
    long total = Stored.spending(campaign.database()).getOrDefault("total", 0L);
    insist(counted == total, "the caps count " + total + " and the ledger " + counted);
  }

  private final Set<Path> known = new HashSet<>();

  private void files(Stored.Row row) throws Exception {
    if (!row.state().equals("succeeded")) {
      return;
    }
    MediaProbe probe = new MediaProbe(new Ffmpeg(new Settings(Map.of(), Path.of(""))), 1L << 30);
    insist(!row.result().path("files").isEmpty(), row.id() + " succeeded without files");
    for (JsonNode file : row.result().path("files")) {
      Path path = Path.of(file.path("path").asString());
      Path sidecar = path.resolveSibling(path.getFileName() + ".json");
      known.add(path);
      known.add(sidecar);
      if (!Files.isRegularFile(path) || !Files.isRegularFile(sidecar)) {
        broken.add(row.id() + " lacks its file or sidecar: " + path);
        continue;
      }
      JsonNode noted = JsonMapper.shared().readTree(Files.readAllBytes(sidecar));
      try {
        MediaFacts facts = probe.measure(path);
        insist(
            facts.sha256().equals(noted.at("/facts/sha256").asString())
                && facts.sha256().equals(file.path("sha256").asString()),
            path + " is not what its sidecar says");
        tally.files++;
      } catch (FailureException e) {
        broken.add(path + " cannot be read: " + e.getMessage());
      }
    }
  }

  private void nothingLeftOver() throws IOException {
    for (Path file : below(campaign.media())) {
      insist(known.contains(file), "left in the output folder: " + file.getFileName());
    }
    for (Path file : leftOver(campaign.home(), rows)) {
      broken.add("left over: " + file);
    }
  }

  /** Files of work that is over and that nothing can want any more. */
  static List<Path> leftOver(Path home, List<Stored.Row> rows) throws IOException {
    Set<String> unknown =
        rows.stream()
            .filter(row -> row.state().equals("submit_unknown"))
            .map(Stored.Row::id)
            .collect(Collectors.toSet());
    List<Path> left = new ArrayList<>();
    Path scratch = home.resolve("scratch");
    for (Path file : below(scratch)) {
      // An answer may still come to what was given up a moment ago.
      if (!unknown.contains(scratch.relativize(file).getName(0).toString())) {
        left.add(file);
      }
    }
    for (Path file : below(home.resolve("previz"))) {
      if (file.toString().contains(".draft-") || file.toString().contains("work-")) {
        left.add(file);
      }
    }
    return left;
  }

  /** Files, and folders without any. */
  private static List<Path> below(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(each -> !each.equals(folder))
          .filter(each -> !Files.isDirectory(each) || each.toFile().list().length == 0)
          .toList();
    }
  }
}
