package dev.secondunit.backend.google;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.config.Settings;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The {@code google} backend. The model's name decides which of Google's wires is spoken; the wire,
 * the home and the model travel in the vendor reference, so that a job survives a restart.
 */
public final class GoogleBackend implements Backend {
  static final String NAME = "google";
  static final String WIRE = "wire";
  static final String HOME = "home";
  static final String MODEL = "model";

  private final Homes homes;
  private final HttpLayer layer;

  public GoogleBackend(Settings settings, HttpLayer layer) {
    this(new Homes(Objects.requireNonNull(settings, "settings"), layer), layer);
  }

  GoogleBackend(Homes homes, HttpLayer layer) {
    this.homes = homes;
    this.layer = Objects.requireNonNull(layer, "layer");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Readiness readiness() {
    return homes.readiness();
  }

  @Override
  public Submission submit(Shot shot) throws BackendException, InterruptedException {
    String model = shot.plan().model();
    Home home = homes.of(model);
    return switch (shot.plan().mode()) {
      case VIDEO ->
          OmniWire.serves(model)
              ? new OmniWire(home, layer).submit(shot)
              : new VeoWire(home, layer).submit(shot);
      case IMAGE ->
          model.startsWith("imagen-")
              ? new Imagen(home).submit(shot)
              : new GeminiImages(home).submit(shot);
      case AUDIO -> new GeminiSound(home).submit(shot);
    };
  }

  @Override
  public Poll poll(VendorReference reference) throws BackendException, InterruptedException {
    String model = reference.attributes().getOrDefault(MODEL, "");
    Home home = homes.named(reference.attributes().get(HOME), model);
    return switch (reference.attributes().getOrDefault(WIRE, "")) {
      case OmniWire.NAME -> new OmniWire(home, layer).poll(reference);
      case VeoWire.NAME -> new VeoWire(home, layer).poll(reference);
      default -> new Poll.Expired(Failures.expired(NAME));
    };
  }

  @Override
  public long download(RemoteFile file, Path target) throws BackendException, InterruptedException {
    return new GoogleFiles(homes).download(file, target);
  }

  @Override
  public boolean cancels() {
    return true;
  }

  /** Omni stops, and its billing with it; a Veo operation goes on. */
  @Override
  public boolean cancel(VendorReference reference) throws BackendException, InterruptedException {
    if (!OmniWire.NAME.equals(reference.attributes().get(WIRE))) {
      return false;
    }
    String model = reference.attributes().getOrDefault(MODEL, "");
    Home home = homes.named(reference.attributes().get(HOME), model);
    return new OmniWire(home, layer).cancel(reference);
  }
}
