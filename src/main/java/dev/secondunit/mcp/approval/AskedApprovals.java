package dev.secondunit.mcp.approval;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.generation.ApprovalRequiredException;
import dev.secondunit.mcp.Approvals;
import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.modern.RequestStateSeal;
import dev.secondunit.media.UsdAmount;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks with a form. Since 2026-07-28 the form is the result of the call, with the amount sealed in
 * {@code requestState}: the client calls again with the person's answer and gets its job exactly
 * once. Before that the client is asked while the call waits. A client that declares no form is
 * told which argument to pass instead.
 */
public final class AskedApprovals implements Approvals {
  private static final String CALL = "tools/call";
  private static final String ELICITATION = "elicitation/create";
  private static final String KEY = "approval";
  private static final String FIELD = "approve";

  private final Clock clock;
  private final Supplier<SecureRandom> randomness;
  private final OnceOnly answered;
  private RequestStateSeal seal;

  /**
   * @param randomness asked for by the first question
   */
  public AskedApprovals(Clock clock, Supplier<SecureRandom> randomness) {
    this.clock = clock;
    this.randomness = randomness;
    this.answered = new OnceOnly(clock, RequestStateSeal.VALIDITY);
  }

  @Override
  public Answer given(String tool, ObjectNode params, Exchange exchange) throws ProtocolException {
    if (!exchange.stateless() || !params.has("requestState")) {
      return new Nothing();
    }
    JsonNode state = seal().open(CALL, params, caller(exchange));
    UsdAmount amount = new UsdAmount(state.get("micros").longValue());
    JsonNode answer = params.path("inputResponses").path(KEY);
    if (answer.isMissingNode()) {
      return new Nothing();
    }
    boolean agreed = agreed(answer);
    if (!answered.first(state.get("question").stringValue())) {
      throw ProtocolException.invalidParams(
          "This \"requestState\" has been answered before, and an answer counts once. What was"
              + " approved then has been begun: look with get_jobs.");
    }
    return agreed ? new Approved(amount) : declined(tool, amount);
  }

  @Override
  public Answer ask(
      String tool, ApprovalRequiredException need, ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException {
    if (!takesForms(exchange)) {
      return new Refused(need.failure());
    }
    ObjectNode form = form(tool, need);
    if (exchange.stateless()) {
      return question(form.put("mode", "form"), need, params, exchange);
    }
    JsonNode answer;
    try {
      answer = exchange.ask(ELICITATION, form);
    } catch (ProtocolException e) {
      // The client can be asked no better than one that declares nothing.
      return new Refused(need.failure());
    }
    return agreed(answer) ? new Approved(need.estimate()) : declined(tool, need.estimate());
  }

  private Answer question(
      ObjectNode form, ApprovalRequiredException need, ObjectNode params, Exchange exchange) {
    byte[] name = new byte[16];
    randomness.get().nextBytes(name);
    ObjectNode state = Json.object();
    state.put("question", HexFormat.of().formatHex(name));
    state.put("micros", need.estimate().micros());
    ObjectNode result = Json.object().put("resultType", "input_required");
    result.putObject("inputRequests").putObject(KEY).put("method", ELICITATION).set("params", form);
    result.put("requestState", seal().seal(CALL, params, caller(exchange), state));
    return new Question(result);
  }

  /** An empty declaration means forms. */
  private static boolean takesForms(Exchange exchange) {
    JsonNode declared = exchange.clientCapabilities().path("elicitation");
    return declared.isObject() && (declared.isEmpty() || declared.path("form").isObject());
  }

  private static ObjectNode form(String tool, ApprovalRequiredException need) {
    ObjectNode form = Json.object();
    form.put(
        "message",
        tool
            + " would cost about "
            + need.estimate()
            + " ("
            + String.join(", ", need.models())
            + "). Nothing has been sent yet.");
    ObjectNode schema = form.putObject("requestedSchema").put("type", "object");
    schema
        .putObject("properties")
        .putObject(FIELD)
        .put("type", "boolean")
        .put("title", "Spend about " + need.estimate())
        .put("description", "The estimate for this one call.")
        .put("default", false);
    schema.putArray("required").add(FIELD);
    return form;
  }

  /** Only an explicit yes is one. */
  private static boolean agreed(JsonNode answer) throws ProtocolException {
    JsonNode approve = answer.path("content").path(FIELD);
    return switch (answer.path("action").asString("")) {
      case "accept" -> {
        if (!approve.isBoolean()) {
          throw ProtocolException.invalidParams(
              "The answer must have \"" + FIELD + "\", true or false, in its content.");
        }
        yield approve.booleanValue();
      }
      case "decline", "cancel" -> false;
      default ->
          throw ProtocolException.invalidParams(
              "The \"action\" of an answer is accept, decline or cancel.");
    };
  }

  private static Refused declined(String tool, UsdAmount amount) {
    return new Refused(
        Failure.of(
                ErrorCode.APPROVAL_REQUIRED,
                "The user was asked and did not agree to spend "
                    + amount
                    + " on "
                    + tool
                    + ". Nothing was sent.")
            .withHint(
                "Do not ask for the same again. Offer something cheaper: dry_run prices it,"
                    + " backend_type previz is free."));
  }

  /** The state is for whoever was asked, not for whoever else got hold of it. */
  private static String caller(Exchange exchange) {
    return exchange.caller().owner() + "\n" + exchange.caller().session();
  }

  private synchronized RequestStateSeal seal() {
    if (seal == null) {
      seal = new RequestStateSeal(clock, randomness.get());
    }
    return seal;
  }
}
