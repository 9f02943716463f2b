package dev.secondunit.catalogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything known about backends and their models: what they can do, what they cost, until when
 * they live. Read from the built-in files and the user's folder when it is first asked for, then
 * immutable. Safe for many threads.
 */
public final class Catalogue {
  private final Path overrides;
  private volatile Contents contents;

  private record Contents(List<BackendEntry> backends, List<String> warnings) {}

  private Catalogue(Path overrides) {
    this.overrides = overrides;
  }

  /**
   * A catalogue that has not been read yet: no I/O happens here.
   *
   * @param overrides the folder with the user's files; may be missing, or null for none
   */
  public static Catalogue load(Path overrides) {
    return new Catalogue(overrides);
  }

  /** The catalogue as it is built in. */
  public static Catalogue builtIn() {
    return new Catalogue(null);
  }

  /** All backends, in the order they are listed to people. */
  public List<BackendEntry> backends() {
    return contents().backends();
  }

  public Optional<BackendEntry> backend(String name) {
    return backends().stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  public List<String> backendNames() {
    return backends().stream().map(BackendEntry::name).toList();
  }

  /** The model of that id or alias. */
  public Optional<Model> model(String backend, String id) {
    return backend(backend).flatMap(entry -> entry.model(id));
  }

  /** What a backend uses for a kind when no model is named and nothing special is asked. */
  public Optional<Model> defaultModel(String backend, MediaKind kind) {
    return backend(backend).flatMap(entry -> entry.choices(kind).stream().findFirst());
  }

  /** The backends that {@code auto} tries for a kind, first choice first. */
  public List<BackendEntry> priority(MediaKind kind) {
    return backends().stream()
        .filter(entry -> entry.priority().containsKey(kind))
        .sorted(Comparator.comparing(entry -> entry.priority().get(kind)))
        .toList();
  }

  /** The backend whose models go by this id, by the list or by how the id begins. */
  public Optional<BackendEntry> backendOfModel(String id) {
    Optional<BackendEntry> listed =
        backends().stream().filter(entry -> entry.model(id).isPresent()).findFirst();
    return listed.or(
        () ->
            backends().stream()
                .filter(entry -> entry.modelPrefixes().stream().anyMatch(id::startsWith))
                .findFirst());
  }

  /** How to wait for a model; for one that is not listed, the usual way. */
  public Polling polling(String backend, String model) {
    return model(backend, model).map(Model::polling).orElse(Polling.USUAL);
  }

  /** What was wrong with the user's files; for {@code describe_backends} and {@code doctor}. */
  public List<String> warnings() {
    return contents().warnings();
  }

  private Contents contents() {
    Contents read = contents;
    if (read == null) {
      synchronized (this) {
        read = contents;
        if (read == null) {
          CatalogueFiles files = new CatalogueFiles(overrides);
          List<BackendEntry> backends = List.copyOf(files.read());
          read = new Contents(backends, List.copyOf(new ArrayList<>(files.warnings())));
          contents = read;
        }
      }
    }
    return read;
  }
}
