package dev.secondunit.catalogue;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole truth about the arguments of a tool on one backend, as JSON Schema 2020-12 made from
 * the catalogue: what a call may hold so that it is sent without any change. A call that breaks it
 * is not lost — unless it is strict, the {@link Planner} moves values to the nearest legal ones and
 * says so — but every plan's effective parameters obey it.
 *
 * <p>The same catalogue gives the same text. Safe for many threads; validators are compiled when
 * first used.
 */
public final class ConditionalSchemas {
  public static final String GENERATE_MEDIA = "generate_media";
  public static final String CONTINUE_FROM = "continue_from";

  /** The tools that have such schemas. */
  public static final List<String> TOOLS = List.of(GENERATE_MEDIA, CONTINUE_FROM);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<Operation> CONTINUATIONS =
      List.of(Operation.EXTEND, Operation.EDIT, Operation.REMIX, Operation.LAST_FRAME);

  private final Catalogue catalogue;
  private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();

  /** A schema as it is read by people and as the validator holds it. */
  private record Compiled(ObjectNode text, Schema schema) {}

  public ConditionalSchemas(Catalogue catalogue) {
    this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
  }

  /** The address under which a schema is published: {@code schema://generate_media/grok}. */
  public static String uri(String tool, String backend) {
    return "schema://" + tool + "/" + backend;
  }

  /** The backends that have a schema for the tool. */
  public List<String> backends(String tool) {
    return catalogue.backends().stream()
        .filter(backend -> backend.models().stream().anyMatch(model -> serves(tool, model)))
        .map(BackendEntry::name)
        .toList();
  }

  /**
   * The schema of a tool on a backend.
   *
   * @throws dev.secondunit.failure.FailureException UNKNOWN_ID when there is no such schema
   */
  public ObjectNode schema(String tool, String backend) {
    if (!TOOLS.contains(tool) || !backends(tool).contains(backend)) {
      throw Failure.of(ErrorCode.UNKNOWN_ID, "There is no schema " + uri(tool, backend) + ".")
          .withField("uri", uri(tool, backend))
          .withAllowed(
              TOOLS.stream()
                  .flatMap(name -> backends(name).stream().map(b -> uri(name, b)))
                  .toList())
          .asException();
    }
    BackendEntry entry = catalogue.backend(backend).orElseThrow();
    return tool.equals(GENERATE_MEDIA) ? generateMedia(entry) : continueFrom(entry);
  }

  /**
   * The schema of a tool on a backend, on top of the tool's portable one: its other properties and
   * its descriptions are kept.
   */
  public ObjectNode schema(String tool, String backend, ObjectNode portable) {
    ObjectNode schema = schema(tool, backend);
    ObjectNode properties = (ObjectNode) schema.get("properties");
    for (Map.Entry<String, JsonNode> entry : portable.path("properties").properties()) {
      if (!properties.has(entry.getKey())) {
        properties.set(entry.getKey(), entry.getValue().deepCopy());
      } else if (entry.getValue().has("description")) {
        ((ObjectNode) properties.get(entry.getKey()))
            .put("description", entry.getValue().get("description").asString());
      }
    }
    if (portable.has("additionalProperties")) {
      schema.set("additionalProperties", portable.get("additionalProperties"));
    }
    return schema;
  }

  /**
   * What in the arguments breaks the schema; empty when nothing does. Arguments that no schema
   * speaks of are let pass.
   */
  public List<Failure> violations(String tool, String backend, ObjectNode arguments) {
    List<Failure> broken = validated(tool, backend, arguments);
    if (broken.isEmpty() || arguments.has("model")) {
      return broken;
    }
    List<Failure> ofDefault = null;
    for (String model : candidates(tool, backend, arguments)) {
      List<Failure> there = validated(tool, backend, arguments.deepCopy().put("model", model));
      if (there.isEmpty()) {
        return List.of();
      }
      ofDefault = ofDefault == null ? there : ofDefault;
    }
    return ofDefault == null ? broken : ofDefault;
  }

  /** What in a plan's effective parameters breaks the schema: nothing, or the program is wrong. */
  public List<Failure> violations(Plan plan) {
    String tool = plan.operation() == Operation.GENERATE ? GENERATE_MEDIA : CONTINUE_FROM;
    return violations(tool, plan.backend(), arguments(plan));
  }

  /** A plan's effective parameters as the arguments of a call that asks for just that. */
  public static ObjectNode arguments(Plan plan) {
    ObjectNode arguments = JSON.objectNode();
    arguments.put("mode", plan.mode().word());
    arguments.put("backend_type", plan.backend());
    arguments.put("model", plan.model());
    if (plan.operation() != Operation.GENERATE) {
      arguments.put("source", "the source");
      arguments.put("operation", plan.operation().word());
    }
    plan.effective().asMap().forEach((parameter, value) -> put(arguments, parameter, value));
    return arguments;
  }

  private static void put(ObjectNode arguments, Parameter parameter, Object value) {
    switch (parameter.kind()) {
      case TEXT -> arguments.put(parameter.word(), (String) value);
      case NUMBER -> arguments.put(parameter.word(), NumberRule.plain((Double) value));
      case NUMBERS -> {
        ArrayNode list = arguments.putArray(parameter.word());
        ((List<?>) value).forEach(number -> list.add(NumberRule.plain((Double) number)));
      }
      case INTEGER -> arguments.put(parameter.word(), (Long) value);
      case BOOLEAN -> arguments.put(parameter.word(), (Boolean) value);
      case INPUT -> arguments.put(parameter.word(), ((MediaInput) value).given());
      case INPUTS -> {
        ArrayNode list = arguments.putArray(parameter.word());
        ((List<?>) value).forEach(input -> list.add(((MediaInput) input).given()));
      }
      case OBJECT -> arguments.set(parameter.word(), (ObjectNode) value);
    }
  }

  private List<Failure> validated(String tool, String backend, ObjectNode arguments) {
    Compiled rules =
        compiled.computeIfAbsent(tool + "/" + backend, key -> compiled(schema(tool, backend)));
    List<Failure> failures = new ArrayList<>();
    for (Error error : rules.schema().validate(arguments)) {
      failures.add(new SchemaViolation(rules.text(), arguments, backend, error).failure());
    }
    return failures.stream().distinct().toList();
  }

  private static Compiled compiled(ObjectNode text) {
    return new Compiled(
        text,
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text));
  }

  private List<String> candidates(String tool, String backend, ObjectNode arguments) {
    BackendEntry entry = catalogue.backend(backend).orElseThrow();
    if (tool.equals(CONTINUE_FROM)) {
      return entry.models().stream().filter(model -> serves(tool, model)).map(Model::id).toList();
    }
    return kind(arguments).stream()
        .flatMap(kind -> entry.choices(kind).stream())
        .map(Model::id)
        .toList();
  }

  private static Optional<MediaKind> kind(ObjectNode arguments) {
    Optional<Mode> mode = Mode.of(arguments.path("mode").asString());
    if (mode.isPresent() && mode.get() == Mode.AUDIO) {
      return MediaKind.of(arguments.path("audio_type").asString("speech"));
    }
    return mode.flatMap(found -> MediaKind.of(found.word()));
  }

  private static boolean serves(String tool, Model model) {
    if (tool.equals(GENERATE_MEDIA)) {
      return model.rules(Operation.GENERATE).isPresent();
    }
    return CONTINUATIONS.stream().anyMatch(operation -> model.rules(operation).isPresent());
  }

  private ObjectNode generateMedia(BackendEntry backend) {
    ObjectNode schema = root(GENERATE_MEDIA, backend);
    ObjectNode properties = (ObjectNode) schema.get("properties");
    Set<String> modes = new LinkedHashSet<>();
    Set<String> audioTypes = new LinkedHashSet<>();
    for (Model model : backend.models()) {
      model.kind().mode().ifPresent(mode -> modes.add(mode.word()));
      if (model.kind().mode().filter(mode -> mode == Mode.AUDIO).isPresent()) {
        audioTypes.add(model.kind().word());
      }
    }
    properties.set("mode", words(modes));
    if (!audioTypes.isEmpty()) {
      properties.set(Parameter.AUDIO_TYPE.word(), words(audioTypes));
    }
    schema.putArray("required").add("prompt");
    ArrayNode conditions = schema.putArray("allOf");
    ObjectNode definitions = schema.putObject("$defs");
    for (Model model : backend.models()) {
      Optional<OperationRules> rules = model.rules(Operation.GENERATE);
      if (rules.isPresent()) {
        define(definitions, model, Operation.GENERATE, rules.get());
        conditions.add(whenNamed(model, Operation.GENERATE, null));
      }
    }
    for (MediaKind kind : MediaKind.values()) {
      List<Model> choices = backend.choices(kind);
      if (kind.mode().isPresent() && !choices.isEmpty()) {
        ObjectNode condition = conditions.addObject();
        condition.set("if", unnamed(kind));
        anyOf(condition.putObject("then"), choices, Operation.GENERATE);
      }
    }
    return schema;
  }

  private ObjectNode continueFrom(BackendEntry backend) {
    ObjectNode schema = root(CONTINUE_FROM, backend);
    ObjectNode properties = (ObjectNode) schema.get("properties");
    properties.putObject("source").put("type", "string");
    Set<String> words = new TreeSet<>();
    words.add("auto");
    ArrayNode conditions = schema.putArray("allOf");
    ObjectNode definitions = schema.putObject("$defs");
    for (Operation operation : CONTINUATIONS) {
      List<Model> able = new ArrayList<>();
      for (Model model : backend.models()) {
        Optional<OperationRules> rules = model.rules(operation);
        if (rules.isPresent()) {
          able.add(model);
          define(definitions, model, operation, rules.get());
          conditions.add(whenNamed(model, operation, operation.word()));
        }
      }
      if (!able.isEmpty()) {
        words.add(operation.word());
        ObjectNode condition = conditions.addObject();
        ObjectNode cause = condition.putObject("if");
        cause.putArray("required").add("operation");
        cause.putObject("properties").putObject("operation").put("const", operation.word());
        cause.putObject("not").putArray("required").add("model");
        anyOf(condition.putObject("then"), able, operation);
      }
    }
    properties.set("operation", words(words));
    schema.putArray("required").add("source").add("prompt");
    return schema;
  }

  private static ObjectNode root(String tool, BackendEntry backend) {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", uri(tool, backend.name()));
    schema.put("title", tool + " on " + backend.title());
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (Parameter parameter : Parameter.values()) {
      properties.set(parameter.word(), RuleSchemas.type(parameter));
    }
    ((ObjectNode) properties.get("prompt")).put("minLength", 1);
    ArrayNode names = properties.putObject("backend_type").put("type", "string").putArray("enum");
    names.add(backend.name());
    properties.putObject("model").put("type", "string");
    return schema;
  }

  private static void define(
      ObjectNode definitions, Model model, Operation operation, OperationRules rules) {
    definitions.set(name(model, operation), RuleSchemas.of(model, operation, rules));
  }

  private static ObjectNode whenNamed(Model model, Operation operation, String operationWord) {
    ObjectNode condition = JSON.objectNode();
    ObjectNode cause = condition.putObject("if");
    ArrayNode required = cause.putArray("required").add("model");
    ObjectNode values = cause.putObject("properties");
    ArrayNode ids = values.putObject("model").putArray("enum").add(model.id());
    model.aliases().forEach(ids::add);
    if (operationWord != null) {
      required.add("operation");
      values.putObject("operation").put("const", operationWord);
    }
    ObjectNode effect = condition.putObject("then");
    effect.put("$ref", reference(model, operation));
    ObjectNode also = effect.putObject("properties");
    model.kind().mode().ifPresent(mode -> also.putObject("mode").put("const", mode.word()));
    if (model.kind().mode().filter(mode -> mode == Mode.AUDIO).isPresent()) {
      also.putObject(Parameter.AUDIO_TYPE.word()).put("const", model.kind().word());
    }
    return condition;
  }

  private static ObjectNode unnamed(MediaKind kind) {
    ObjectNode cause = JSON.objectNode();
    Mode mode = kind.mode().orElseThrow();
    ArrayNode required = cause.putArray("required").add("mode");
    ObjectNode values = cause.putObject("properties");
    values.putObject("mode").put("const", mode.word());
    if (mode == Mode.AUDIO) {
      values.putObject(Parameter.AUDIO_TYPE.word()).put("const", kind.word());
      if (kind != MediaKind.SPEECH) {
        required.add(Parameter.AUDIO_TYPE.word());
      }
    }
    cause.putObject("not").putArray("required").add("model");
    return cause;
  }

  private static void anyOf(ObjectNode schema, List<Model> models, Operation operation) {
    ArrayNode either = schema.putArray("anyOf");
    models.forEach(model -> either.addObject().put("$ref", reference(model, operation)));
  }

  private static ObjectNode words(Set<String> words) {
    ObjectNode schema = JSON.objectNode().put("type", "string");
    ArrayNode list = schema.putArray("enum");
    words.forEach(list::add);
    return schema;
  }

  private static String name(Model model, Operation operation) {
    return model.id() + "." + operation.word();
  }

  private static String reference(Model model, Operation operation) {
    return "#/$defs/" + name(model, operation);
  }
}
