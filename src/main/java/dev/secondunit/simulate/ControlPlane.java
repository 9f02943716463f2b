package dev.secondunit.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks into the simulators and steers them, below {@code /_control}:
 *
 * <pre>
 * GET    /                      base paths, clock
 * GET    /counters              what every vendor saw and bills
 * GET    /jobs?vendor=&amp;mark=    the jobs, oldest first
 * GET    /jobs/{id}
 * POST   /jobs/{id}/complete    and /fail, /forget
 * POST   /complete              every running job
 * POST   /advance               {"seconds": 3600}
 * POST   /job-time              {"seconds": 0.3}
 * GET    /faults   DELETE /faults
 * POST   /faults                {"vendor", "operation", "fault", "first", "times", "value"}
 * POST   /refuse                {"seconds": 2}: nobody listens
 * GET    /requests?vendor=&amp;operation=
 * POST   /reset                 forgets jobs, counters, faults, requests
 * </pre>
 */
final class ControlPlane {
  private final Simulation simulation;
  private final Routes routes = new Routes();

  ControlPlane(Simulation simulation) {
    this.simulation = simulation;
    routes
        .get("", Operation.READ, any -> overview())
        .get("/counters", Operation.READ, any -> counters())
        .get("/jobs", Operation.LIST, this::jobs)
        .get("/jobs/{id}", Operation.READ, exchange -> Answer.json(shown(job(exchange))))
        .post("/jobs/{id}/complete", Operation.READ, steer(job -> job.complete(now())))
        .post("/jobs/{id}/fail", Operation.READ, steer(job -> job.fail(now())))
        .post("/jobs/{id}/forget", Operation.READ, steer(Job::forget))
        .post("/complete", Operation.READ, any -> completeAll())
        .post("/advance", Operation.READ, this::advance)
        .post("/job-time", Operation.READ, this::setJobTime)
        .get("/faults", Operation.LIST, any -> faults())
        .post("/faults", Operation.CREATE, this::addFault)
        .delete("/faults", Operation.DELETE, any -> clearFaults())
        .post("/refuse", Operation.READ, this::refuse)
        .get("/requests", Operation.LIST, this::requests)
        .post("/reset", Operation.READ, any -> reset());
  }

  Answer answer(String method, String path, Map<String, List<String>> query, byte[] body) {
    try {
      Routes.Found found =
          routes
              .find(method, path.equals("/") ? "" : path)
              .orElseThrow(
                  () -> Refusal.of(Refusal.Kind.NOT_FOUND, "No " + method + " " + path + " here."));
      Exchange.RequestBody read =
          new Exchange.JsonBody(body.length == 0 ? Json.object() : Json.parse(body));
      return found
          .action()
          .answer(
              new Exchange(
                  Dialect.XAI,
                  found.operation(),
                  method,
                  java.net.URI.create("/"),
                  path,
                  found.variables(),
                  query,
                  org.eclipse.jetty.http.HttpFields.EMPTY,
                  read,
                  Strikes.NONE,
                  now()));
    } catch (Refusal refusal) {
      return Answer.json(refusal.kind().status(), Json.object().put("error", refusal.getMessage()));
    }
  }

  /** Back to the beginning; the clock keeps its time. */
  Answer reset() {
    simulation.jobs().clear();
    simulation.faults().clear();
    simulation.shelf().clear();
    simulation.log().clear();
    return done();
  }

  private Answer overview() {
    ObjectNode bases = Json.object();
    for (Dialect dialect : Dialect.values()) {
      bases.put(dialect.name().toLowerCase(java.util.Locale.ROOT), dialect.basePath());
    }
    ObjectNode overview = Json.object().put("now", now().toString());
    overview.set("base_paths", bases);
    ArrayNode known = overview.putArray("faults");
    for (Fault fault : Fault.values()) {
      known.add(fault.word());
    }
    return Answer.json(overview);
  }

  private Answer counters() {
    Counters counters = simulation.jobs().counters(now());
    ObjectNode answer = Json.object();
    ObjectNode vendors = answer.putObject("vendors");
    counters
        .vendors()
        .forEach(
            (vendor, of) -> {
              ObjectNode one = vendors.putObject(vendor.word());
              one.put("creates_received", of.createsReceived());
              one.put("creates_accepted", of.createsAccepted());
              one.put("refused", of.refused());
              one.put("keys_leaked", of.keysLeaked());
              one.put("bill_usd", of.bill().usd());
              one.put("committed_usd", of.committed().usd());
              ObjectNode received = one.putObject("received");
              of.received().forEach((operation, count) -> received.put(operation.word(), count));
            });
    ObjectNode marks = answer.putObject("accepted_by_mark");
    counters.acceptedByMark().forEach(marks::put);
    ObjectNode keys = answer.putObject("received_by_idempotency_key");
    counters.receivedByKey().forEach(keys::put);
    return Answer.json(answer);
  }

  private Answer jobs(Exchange exchange) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("jobs");
    for (Job job : simulation.jobs().all()) {
      if (exchange.query("vendor").map(job.vendor().word()::equals).orElse(true)
          && exchange.query("mark").map(job.mark()::equals).orElse(true)) {
        list.add(shown(job));
      }
    }
    return Answer.json(answer);
  }

  private ObjectNode shown(Job job) {
    ObjectNode shown = Json.object();
    shown.put("id", job.id());
    shown.put("vendor", job.vendor().word());
    shown.put("model", job.order().model());
    shown.put("mark", job.mark());
    job.idempotencyKey().ifPresent(key -> shown.put("idempotency_key", key));
    shown.put("prompt", job.order().prompt());
    shown.put("state", job.state(now()).name().toLowerCase(java.util.Locale.ROOT));
    shown.put("created", job.created().toString());
    shown.put("polls", job.polls());
    shown.put("price_usd", job.order().price().usd());
    shown.put("billed_usd", job.billed(now()).usd());
    shown.put("faults", job.strikes().toString());
    return shown;
  }

  private Routes.Action steer(Consumer<Job> action) {
    return exchange -> {
      Job job = job(exchange);
      action.accept(job);
      return Answer.json(shown(job));
    };
  }

  private Job job(Exchange exchange) {
    return simulation
        .jobs()
        .find(exchange.variable("id"))
        .orElseThrow(() -> Refusal.of(Refusal.Kind.NOT_FOUND, "No job " + exchange.variable("id")));
  }

  private Answer completeAll() {
    simulation.jobs().all().forEach(job -> job.complete(now()));
    return done();
  }

  private Answer advance(Exchange exchange) {
    simulation.clock().advance(seconds(exchange, 1e9));
    return overview();
  }

  private Answer setJobTime(Exchange exchange) {
    simulation.jobs().setJobTime(seconds(exchange, 1e6));
    return done();
  }

  private Answer refuse(Exchange exchange) {
    simulation.refuse(seconds(exchange, 600).toMillis() / 1000.0);
    return done();
  }

  private static Duration seconds(Exchange exchange, double most) {
    Fields fields = exchange.json();
    double seconds = fields.number("seconds", 0, most).orElseThrow(() -> fields.missing("seconds"));
    fields.done();
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private Answer addFault(Exchange exchange) {
    Fields fields = exchange.json();
    String word = fields.requiredText("fault");
    FaultRule rule =
        new FaultRule(
            fields.text("vendor").map(name -> known(fields, "vendor", Vendor.of(name))),
            fields.text("operation").map(name -> known(fields, "operation", Operation.of(name))),
            known(fields, "fault", Fault.of(word)),
            fields.whole("first", 1, 1_000_000).orElse(1),
            fields.whole("times", 1, Integer.MAX_VALUE).orElse(1),
            fields
                .number("value", 0, 1e9)
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty));
    fields.done();
    simulation.arm(rule);
    return done();
  }

  private static <T> T known(Fields fields, String name, java.util.Optional<T> found) {
    return found.orElseThrow(() -> fields.wrong(name, "is unknown; see GET /_control"));
  }

  private Answer faults() {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("faults");
    for (FaultRule rule : simulation.faults().rules()) {
      ObjectNode one = list.addObject();
      rule.vendor().ifPresent(vendor -> one.put("vendor", vendor.word()));
      rule.operation().ifPresent(operation -> one.put("operation", operation.word()));
      one.put("fault", rule.fault().word());
      one.put("first", rule.first());
      one.put("times", rule.times());
      rule.value().ifPresent(value -> one.put("value", value));
    }
    return Answer.json(answer);
  }

  private Answer clearFaults() {
    simulation.faults().clear();
    return done();
  }

  private Answer requests(Exchange exchange) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("requests");
    for (RequestLog.Entry entry : simulation.log().entries()) {
      if (exchange.query("vendor").map(entry.vendor()::equals).orElse(true)
          && exchange.query("operation").map(entry.operation()::equals).orElse(true)) {
        list.addObject()
            .put("at", entry.at().toString())
            .put("vendor", entry.vendor())
            .put("operation", entry.operation())
            .put("method", entry.method())
            .put("target", entry.target())
            .put("range", entry.range())
            .put("faults", entry.faults())
            .put("status", entry.status())
            .put("body", entry.body());
      }
    }
    return Answer.json(answer);
  }

  private static Answer done() {
    return Answer.json(Json.object().put("ok", true));
  }

  private Instant now() {
    return simulation.clock().instant();
  }
}
