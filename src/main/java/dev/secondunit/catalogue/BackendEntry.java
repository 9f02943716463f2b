package dev.secondunit.catalogue;

import dev.secondunit.config.Setting;
import dev.secondunit.media.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One backend with its models.
 *
 * @param name as in tool calls
 * @param title the vendor's name for people
 * @param keys the settings that enable it, any one of them; empty for one that needs none
 * @param baseUrl the setting that leads it to another server, or null
 * @param homes the vendor's front doors by name, each with the settings that open it, any one
 * @param priority its place in {@code auto} by kind, smallest first; absent means never
 * @param modelPrefixes how the ids of its models begin, for ids the catalogue does not know
 * @param continuationOrder what {@code operation=auto} tries first
 * @param models in the order of the file
 * @param notes sentences for people
 */
public record BackendEntry(
    String name,
    String title,
    List<Setting> keys,
    Setting baseUrl,
    Map<String, List<Setting>> homes,
    Map<MediaKind, Integer> priority,
    List<String> modelPrefixes,
    List<Operation> continuationOrder,
    List<Model> models,
    List<String> notes) {
  /** For callers who would set a key in a shell of their own. */
  public static final String WHERE_KEYS_GO =
      "A key is set in the environment of this server, which is in the client's configuration;"
          + " then the server is started anew.";

  public BackendEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    keys = List.copyOf(keys);
    homes = Map.copyOf(homes);
    EnumMap<MediaKind, Integer> copy = new EnumMap<>(MediaKind.class);
    copy.putAll(priority);
    priority = Collections.unmodifiableMap(copy);
    modelPrefixes = List.copyOf(modelPrefixes);
    continuationOrder = List.copyOf(continuationOrder);
    models = List.copyOf(models);
    notes = List.copyOf(notes);
  }

  static BackendEntry read(JsonFields fields) {
    fields.raw("$schema");
    EnumMap<MediaKind, Integer> priority = new EnumMap<>(MediaKind.class);
    JsonFields places = fields.object("priority");
    if (places != null) {
      for (MediaKind kind : MediaKind.values()) {
        Integer place = places.smallNumber(kind.word());
        if (place != null) {
          priority.put(kind, place);
        }
      }
      places.done();
    }
    String baseUrl = fields.text("base_url");
    List<Model> models = new ArrayList<>();
    for (JsonFields model : fields.objects("models")) {
      models.add(Model.read(model));
    }
    BackendEntry entry =
        new BackendEntry(
            fields.requiredText("backend"),
            fields.requiredText("title"),
            settings(fields, "keys"),
            baseUrl == null ? null : setting(fields, "base_url", baseUrl),
            fields.map("homes", home -> settingsOf(home)),
            priority,
            fields.texts("model_prefixes"),
            fields.texts("continuation_order").stream()
                .map(
                    word ->
                        Operation.of(word)
                            .orElseThrow(() -> fields.wrong("continuation_order", "known")))
                .toList(),
            models,
            fields.texts("notes"));
    fields.done();
    return entry;
  }

  private static List<Setting> settingsOf(JsonFields home) {
    List<Setting> settings = settings(home, "keys");
    home.done();
    return settings;
  }

  private static List<Setting> settings(JsonFields fields, String name) {
    return fields.texts(name).stream().map(word -> setting(fields, name, word)).toList();
  }

  private static Setting setting(JsonFields fields, String name, String word) {
    try {
      return Setting.valueOf(word);
    } catch (IllegalArgumentException e) {
      throw fields.wrong(name, "a setting of this program: " + word);
    }
  }

  /** The settings that enable it, as a sentence can name them. */
  public String keysInWords() {
    return String.join(" or ", keys.stream().map(Setting::name).toList());
  }

  /** Whether it is part of this program: then it has no model that the catalogue does not know. */
  boolean madeHere() {
    return keys.isEmpty() && baseUrl == null;
  }

  /** The model of that id or alias. */
  public Optional<Model> model(String id) {
    return models.stream().filter(model -> model.goesBy(id)).findFirst();
  }

  public List<Model> models(MediaKind kind) {
    return models.stream().filter(model -> model.kind() == kind).toList();
  }

  /** The models that may be used unnamed, first choice first. */
  List<Model> choices(MediaKind kind) {
    return models.stream()
        .filter(model -> model.kind() == kind && model.chosen() != Model.Chosen.NAMED)
        .sorted(java.util.Comparator.comparing(Model::chosen))
        .toList();
  }
}
