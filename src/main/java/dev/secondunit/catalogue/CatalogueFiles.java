package dev.secondunit.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the built-in files and whatever a user puts over them. A file of the user is merged: fields
 * of the backend replace ours, models are matched by id and replaced field by field, new ids are
 * added. Inside one file a model may be {@code like} another one and say only what differs.
 */
final class CatalogueFiles {
  /** In the order they are listed everywhere. */
  static final List<String> BACKENDS =
      List.of("grok", "google", "openai", "elevenlabs", "twelvelabs", "previz");

  /** Describes these files, for editors and people; may lie beside the user's files. */
  private static final String SCHEMA = "catalogue.schema.json";

  private static final long LARGEST_OVERRIDE = 1_048_576;

  private final JsonMapper mapper = JsonMapper.shared();
  private final Path folder;
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param folder where the user's files are; may be missing or null
   */
  CatalogueFiles(Path folder) {
    this.folder = folder;
  }

  /** What was wrong with the user's files; complete after {@link #read()}. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  List<BackendEntry> read() {
    List<BackendEntry> entries = new ArrayList<>();
    for (String name : BACKENDS) {
      ObjectNode builtIn = builtIn(name);
      entries.add(overridden(name, builtIn).orElseGet(() -> entry(name, builtIn)));
    }
    warnAboutStrangers();
    return entries;
  }

  private ObjectNode builtIn(String name) {
    String resource = "/catalogue/" + name + ".json";
    try (InputStream stream = CatalogueFiles.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the program is incomplete: " + resource + " is missing");
      }
      return (ObjectNode) mapper.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<BackendEntry> overridden(String name, ObjectNode builtIn) {
    if (folder == null) {
      return Optional.empty();
    }
    Path file = folder.resolve(name + ".json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > LARGEST_OVERRIDE) {
        throw new IllegalArgumentException("it is larger than " + LARGEST_OVERRIDE + " bytes");
      }
      JsonNode override = mapper.readTree(Files.readAllBytes(file));
      if (!override.isObject()) {
        throw new IllegalArgumentException("it does not hold an object");
      }
      return Optional.of(entry(name, merged(builtIn, (ObjectNode) override)));
    } catch (IOException | JacksonException | IllegalArgumentException | ArithmeticException e) {
      warnings.add(
          "Catalogue file " + file + " is not used, the built-in one is: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Why the program cannot read a whole file; empty when it can. */
  static Optional<String> problem(String name, ObjectNode file) {
    try {
      entry(name, file);
      return Optional.empty();
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void warnAboutStrangers() {
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        String name = file.getFileName().toString().replaceFirst("\\.json$", "");
        if (!BACKENDS.contains(name) && !file.endsWith(SCHEMA)) {
          warnings.add(
              "Catalogue file " + file + " is not used: no backend is called " + name + ".");
        }
      }
    } catch (IOException e) {
      warnings.add("Catalogue folder " + folder + " cannot be listed: " + e.getMessage());
    }
  }

  private static BackendEntry entry(String name, ObjectNode file) {
    BackendEntry entry = BackendEntry.read(new JsonFields(unfolded(file), name));
    if (!entry.name().equals(name)) {
      throw new IllegalArgumentException("it names the backend " + entry.name());
    }
    for (MediaKind kind : MediaKind.values()) {
      long defaults =
          entry.models(kind).stream()
              .filter(model -> model.chosen() == Model.Chosen.DEFAULT)
              .count();
      if (defaults > 1) {
        throw new IllegalArgumentException(name + " has several default models for " + kind.word());
      }
    }
    return entry;
  }

  private static ObjectNode merged(ObjectNode builtIn, ObjectNode override) {
    ObjectNode merged = builtIn.deepCopy();
    Map<String, ObjectNode> models = new LinkedHashMap<>();
    for (JsonNode model : builtIn.path("models").values()) {
      models.put(model.path("id").asString(), ((ObjectNode) model).deepCopy());
    }
    for (Map.Entry<String, JsonNode> entry : override.properties()) {
      if (!entry.getKey().equals("models")) {
        merged.set(entry.getKey(), entry.getValue());
      }
    }
    for (JsonNode model : models(override)) {
      if (!model.isObject()) {
        throw new IllegalArgumentException("a model is not an object");
      }
      if ("default".equals(model.path("chosen").asString())) {
        stepDown(models, (ObjectNode) model);
      }
      models.merge(
          model.path("id").asString(),
          ((ObjectNode) model).deepCopy(),
          (ours, theirs) -> {
            ours.setAll(theirs);
            return ours;
          });
    }
    ArrayNode list = merged.putArray("models");
    models.values().forEach(list::add);
    return merged;
  }

  private static Iterable<JsonNode> models(ObjectNode file) {
    JsonNode models = file.path("models");
    if (!models.isMissingNode() && !models.isArray()) {
      throw new IllegalArgumentException("models is not a list");
    }
    return models.values();
  }

  /** A new default takes the place of the old one for its kind. */
  private static void stepDown(Map<String, ObjectNode> models, ObjectNode newDefault) {
    ObjectNode known = models.get(newDefault.path("id").asString());
    ObjectNode like = models.get(newDefault.path("like").asString());
    String kind = newDefault.path("kind").asString();
    if (kind.isEmpty() && (known != null || like != null)) {
      kind = (known != null ? known : like).path("kind").asString();
    }
    for (ObjectNode model : models.values()) {
      if ("default".equals(model.path("chosen").asString())
          && kind.equals(model.path("kind").asString())) {
        model.put("chosen", "when_needed");
      }
    }
  }

  /** The file with every {@code like} replaced by what it stands for. */
  private static ObjectNode unfolded(ObjectNode file) {
    ObjectNode unfolded = file.deepCopy();
    Map<String, ObjectNode> models = new LinkedHashMap<>();
    for (JsonNode node : models(file)) {
      if (!node.isObject()) {
        throw new IllegalArgumentException("a model is not an object");
      }
      ObjectNode model = alike(models, (ObjectNode) node, "model");
      if (model.get("operations") instanceof ObjectNode operations) {
        Map<String, ObjectNode> unfoldedOperations = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : operations.properties()) {
          if (entry.getValue() instanceof ObjectNode operation) {
            unfoldedOperations.put(
                entry.getKey(), alike(unfoldedOperations, operation, "operation"));
          }
        }
        ObjectNode replaced = model.putObject("operations");
        unfoldedOperations.forEach(replaced::set);
      }
      models.put(model.path("id").asString(), model);
    }
    ArrayNode list = unfolded.putArray("models");
    models.values().forEach(list::add);
    return unfolded;
  }

  private static ObjectNode alike(Map<String, ObjectNode> earlier, ObjectNode node, String what) {
    String name = node.path("like").asString();
    if (name.isEmpty()) {
      return node.deepCopy();
    }
    ObjectNode pattern = earlier.get(name);
    if (pattern == null) {
      throw new IllegalArgumentException(
          "a " + what + " is like " + name + ", which does not stand before it");
    }
    ObjectNode copy = pattern.deepCopy();
    for (String own : List.of("chosen", "aliases", "replacement", "title")) {
      copy.remove(own);
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getKey().equals("like")) {
        continue;
      }
      boolean deeper = entry.getKey().equals("parameters") || entry.getKey().equals("operations");
      if (deeper && copy.get(entry.getKey()) instanceof ObjectNode ours) {
        if (!(entry.getValue() instanceof ObjectNode theirs)) {
          throw new IllegalArgumentException(entry.getKey() + " is not an object");
        }
        ours.setAll(theirs);
      } else {
        copy.set(entry.getKey(), entry.getValue());
      }
    }
    return copy;
  }
}
