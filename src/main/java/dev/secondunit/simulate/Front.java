package dev.secondunit.simulate;

import dev.secondunit.simulate.Exchange.FormBody;
import dev.secondunit.simulate.Exchange.JsonBody;
import dev.secondunit.simulate.Exchange.RawBody;
import dev.secondunit.simulate.Exchange.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request, finds whom it is for, lets faults strike, and sends the answer. */
final class Front extends Handler.Abstract {
  /** The largest inline body of any vendor (100 MB), as base64, with room for the rest. */
  private static final int MAX_JSON_BYTES = 190_000_000;

  private static final int LOGGED_CHARACTERS = 2_000;
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  private final Map<Dialect, Wire> wires;
  private final ControlPlane controlPlane;
  private final Simulation simulation;
  private final Delivery delivery;

  Front(Map<Dialect, Wire> wires, ControlPlane controlPlane, Simulation simulation) {
    this.wires = Map.copyOf(wires);
    this.controlPlane = controlPlane;
    this.simulation = simulation;
    this.delivery = new Delivery(simulation.waiting());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      route(request, response);
      callback.succeeded();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    } catch (IOException | RuntimeException e) {
      if (e instanceof RuntimeException) {
        LOG.error("{} {}", request.getMethod(), request.getHttpURI().getPath(), e);
      }
      callback.failed(e);
    }
    return true;
  }

  private void route(Request request, Response response) throws IOException, InterruptedException {
    String path = request.getHttpURI().getPath();
    if (path.equals("/_control") || path.startsWith("/_control/")) {
      byte[] body = readJson(request);
      Answer answer =
          controlPlane.answer(
              request.getMethod(), path.substring("/_control".length()), query(request), body);
      delivery.send(request, response, answer, Strikes.NONE, status -> {});
      return;
    }
    if (path.startsWith("/media/")) {
      publicMedia(request, response, path);
      return;
    }
    Optional<Dialect> dialect = Dialect.of(path);
    if (dialect.isEmpty()) {
      delivery.send(
          request, response, Answer.html(404, "404 Not Found"), Strikes.NONE, status -> {});
      return;
    }
    vendor(request, response, dialect.get());
  }

  private void vendor(Request request, Response response, Dialect dialect)
      throws IOException, InterruptedException {
    Wire wire = wires.get(dialect);
    String path =
        wire.canonical(request.getHttpURI().getPath().substring(dialect.basePath().length()));
    Optional<Routes.Found> found = wire.routes().find(request.getMethod(), path);
    Operation operation = found.map(Routes.Found::operation).orElse(Operation.READ);
    Exchange bare =
        new Exchange(
            dialect,
            operation,
            request.getMethod(),
            origin(request),
            path,
            found.map(Routes.Found::variables).orElse(Map.of()),
            query(request),
            request.getHeaders(),
            new RawBody(InputStream.nullInputStream()),
            Strikes.NONE,
            clock().instant());
    simulation.jobs().countReceived(bare);
    Strikes strikes = Strikes.NONE;
    Exchange exchange = bare;
    Answer answer;
    try {
      boolean raw = found.map(Routes.Found::rawBody).orElse(false);
      exchange = bare.withBody(raw ? new RawBody(Request.asInputStream(request)) : body(request));
      Routes.Found route =
          found.orElseThrow(
              () ->
                  wire.routes().knows(path)
                      ? Refusal.of(Refusal.Kind.METHOD, "Method Not Allowed")
                      : Refusal.of(Refusal.Kind.NOT_FOUND, "Not found: " + path));
      wire.authorize(exchange);
      boolean prompted = operation == Operation.CREATE || operation == Operation.UPLOAD;
      strikes =
          simulation.faults().strike(dialect.vendor(), operation, prompted ? exchange.text() : "");
      exchange = exchange.struckBy(strikes);
      answer = refused(request, wire, exchange, strikes);
      if (answer == null) {
        answer = route.action().answer(exchange);
        if (strikes.has(Fault.ACCEPT_THEN_500)) {
          answer = wire.refuse(exchange, Refusal.of(Refusal.Kind.INTERNAL, "Internal error"));
        }
      }
    } catch (Refusal refusal) {
      simulation.jobs().countRefused(dialect.vendor());
      strikes = Strikes.NONE;
      answer = wire.refuse(exchange, refusal);
    }
    answer = answer.with("x-request-id", simulation.jobs().newId("req"));
    Optional<Exchange> logged = Optional.of(exchange);
    Strikes struck = strikes;
    delivery.send(
        request, response, answer, strikes, status -> log(request, logged, struck, status));
  }

  /** What faults answer in the vendor's place; null when the vendor goes on. */
  private Answer refused(Request request, Wire wire, Exchange exchange, Strikes strikes)
      throws IOException {
    Optional<Fault> fault = strikes.first(Fault.Stage.REFUSE);
    if (fault.isEmpty()) {
      return null;
    }
    simulation.jobs().countRefused(exchange.vendor());
    switch (fault.get()) {
      case RATE_LIMITED -> {
        double delay = strikes.value(Fault.RATE_LIMITED, 2);
        return wire.refuse(exchange, Refusal.rateLimited(java.util.OptionalDouble.of(delay)));
      }
      case RATE_LIMITED_WITHOUT_DELAY -> {
        return wire.refuse(exchange, Refusal.rateLimited(java.util.OptionalDouble.empty()));
      }
      case QUOTA_EXCEEDED -> {
        return wire.refuse(
            exchange, Refusal.of(Refusal.Kind.QUOTA, "You exceeded your current quota."));
      }
      case SERVER_ERROR -> {
        return wire.refuse(exchange, Refusal.of(Refusal.Kind.INTERNAL, "Internal error"));
      }
      case UNAVAILABLE -> {
        return wire.refuse(
            exchange, Refusal.of(Refusal.Kind.UNAVAILABLE, "The service is overloaded."));
      }
      case BAD_GATEWAY -> {
        return Answer.html(502, "502 Bad Gateway");
      }
      case GATEWAY_TIMEOUT -> {
        return Answer.html(504, "504 Gateway Time-out");
      }
      case CONNECTION_REFUSED ->
          simulation.refuse(strikes.value(Fault.CONNECTION_REFUSED, Fault.SECONDS_REFUSED));
      default -> {
        // LOST_REQUEST: only the connection breaks.
      }
    }
    log(request, Optional.of(exchange), strikes, 0);
    Delivery.reset(request);
    return null;
  }

  private void publicMedia(Request request, Response response, String path)
      throws IOException, InterruptedException {
    String name = path.substring("/media/".length()).replaceFirst("\\.\\w+$", "");
    Optional<Shelf.Published> found = simulation.shelf().find(name, clock().instant());
    Answer answer = Answer.html(404, "Not Found");
    Strikes strikes = Strikes.NONE;
    if (found.isPresent()) {
      Vendor vendor = found.get().vendor();
      simulation.jobs().countDownload(vendor);
      if (carriesKey(request)) {
        simulation.jobs().countLeaked(vendor);
        answer = Answer.html(400, "Bad Request");
      } else {
        strikes = simulation.faults().strike(vendor, Operation.DOWNLOAD, "");
        answer = publicAnswer(request, found.get().job(), strikes);
      }
    }
    Strikes struck = strikes;
    delivery.send(
        request,
        response,
        answer,
        strikes,
        status -> log(request, Optional.empty(), struck, status));
  }

  private Answer publicAnswer(Request request, Job job, Strikes strikes) throws IOException {
    if (strikes.has(Fault.EXPIRED_DOWNLOAD)) {
      return Answer.html(404, "Not Found");
    }
    Optional<Fault> refusing = strikes.first(Fault.Stage.REFUSE);
    return refusing.isPresent()
        ? refusedPublicly(request, refusing.get(), strikes)
        : Answer.media(job.result(), job.nextDownload());
  }

  private Answer refusedPublicly(Request request, Fault fault, Strikes strikes) throws IOException {
    int status =
        switch (fault) {
          case RATE_LIMITED, RATE_LIMITED_WITHOUT_DELAY, QUOTA_EXCEEDED -> 429;
          case SERVER_ERROR -> 500;
          case BAD_GATEWAY -> 502;
          case UNAVAILABLE -> 503;
          case GATEWAY_TIMEOUT -> 504;
          default -> 0;
        };
    if (status == 0) {
      log(request, Optional.empty(), strikes, 0);
      Delivery.reset(request);
    }
    Answer answer = Answer.html(status, status + " from a content server");
    return fault == Fault.RATE_LIMITED
        ? answer.with("retry-after", String.valueOf((int) strikes.value(fault, 2)))
        : answer;
  }

  private RequestBody body(Request request) throws IOException {
    String type =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
            .orElse("")
            .toLowerCase(Locale.ROOT);
    if (type.startsWith("application/json") && request.getLength() != 0) {
      return new JsonBody(Json.parse(readJson(request)));
    }
    if (type.startsWith("multipart/form-data")) {
      return new FormBody(form(request));
    }
    return new RawBody(Request.asInputStream(request));
  }

  private static byte[] readJson(Request request) throws IOException {
    byte[] body = Request.asInputStream(request).readNBytes(MAX_JSON_BYTES + 1);
    if (body.length > MAX_JSON_BYTES) {
      throw Refusal.of(Refusal.Kind.TOO_LARGE, "length limit exceeded");
    }
    return body;
  }

  private Form form(Request request) throws IOException {
    MultiPartConfig config =
        new MultiPartConfig.Builder()
            .location(simulation.shelf().folder())
            .maxParts(200)
            .maxSize(-1)
            .maxPartSize(-1)
            .maxMemoryPartSize(1 << 16)
            .build();
    Form form = new Form();
    try (MultiPartFormData.Parts parts =
        MultiPartFormData.getParts(
            request, request, request.getHeaders().get(HttpHeader.CONTENT_TYPE), config)) {
      for (MultiPart.Part part : parts) {
        if (part.getFileName() == null) {
          form.addText(part.getName(), part.getContentAsString(StandardCharsets.UTF_8));
          continue;
        }
        String type =
            Optional.ofNullable(part.getHeaders().get(HttpHeader.CONTENT_TYPE))
                .orElse("application/octet-stream");
        InputStream content = Content.Source.asInputStream(part.createContentSource());
        form.addFile(
            part.getName(),
            Upload.read(content, part.getFileName(), type, simulation.shelf().folder()));
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw Refusal.of(Refusal.Kind.INVALID, "The multipart body cannot be read.");
    }
    return form;
  }

  private void log(Request request, Optional<Exchange> exchange, Strikes strikes, int status) {
    String body = exchange.map(Exchange::text).orElse("");
    simulation
        .log()
        .add(
            new RequestLog.Entry(
                clock().instant(),
                exchange.map(one -> one.vendor().word()).orElse("media"),
                exchange.map(one -> one.operation().word()).orElse("download"),
                request.getMethod(),
                RequestLog.withoutKeys(request.getHttpURI().getPathQuery()),
                Optional.ofNullable(request.getHeaders().get(HttpHeader.RANGE)).orElse(""),
                strikes.toString(),
                status,
                body.substring(0, Math.min(LOGGED_CHARACTERS, body.length()))));
  }

  private Clock clock() {
    return simulation.clock();
  }

  private static boolean carriesKey(Request request) {
    List<String> headers = List.of("authorization", "x-goog-api-key", "xi-api-key", "x-api-key");
    return headers.stream().anyMatch(request.getHeaders()::contains)
        || query(request).containsKey("key");
  }

  private static URI origin(Request request) {
    return URI.create(
        "http://" + Request.getServerName(request) + ":" + Request.getServerPort(request));
  }

  private static Map<String, List<String>> query(Request request) {
    Map<String, List<String>> query = new HashMap<>();
    for (Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValues());
    }
    return query;
  }
}
