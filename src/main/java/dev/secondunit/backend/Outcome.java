package dev.secondunit.backend;

import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a vendor made, before it is fetched.
 *
 * @param files the files to fetch, at least one
 * @param model the model the vendor says it used, or null when it does not say
 * @param cost the vendor's own cost figure, or null when it gives none
 * @param continuation what the vendor keeps of it, or null when it keeps nothing
 * @param warnings sentences for the caller, such as a revised prompt or filtered siblings
 */
public record Outcome(
    List<RemoteFile> files,
    String model,
    UsdAmount cost,
    Continuation continuation,
    List<String> warnings) {

  /**
   * A file at the vendor, or already in the shot's scratch folder.
   *
   * @param location a URL, or an absolute path when the backend delivered the bytes itself
   * @param mediaType the type the vendor announces, or null
   * @param bytes the size the vendor announces, or null
   * @param attributes whatever else the backend needs to fetch it; never a credential
   */
  public record RemoteFile(
      String location, String mediaType, Long bytes, Map<String, String> attributes) {
    private static final String COMPANION = "companion";

    public RemoteFile {
      Objects.requireNonNull(location, "location");
      attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    }

    /**
     * A picture of the result that comes with it: free, and no loss when it is missing.
     *
     * @param kind what it is, such as {@code thumbnail}
     */
    public static RemoteFile companion(String location, String kind) {
      return new RemoteFile(location, null, null, Map.of(COMPANION, kind));
    }

    /** What it is of the first file, or empty when it is a result itself. */
    public Optional<String> companion() {
      return Optional.ofNullable(attributes.get(COMPANION));
    }
  }

  /**
   * What the vendor keeps of a result and what it can do with it.
   *
   * @param prefix the kind of id we give it, such as {@code veo_vid}
   * @param operations what the vendor can do with its copy
   * @param expiresAt when the vendor drops its copy, or null
   * @param remaining how many more steps are permitted, or null without a limit
   * @param vendorReference what the backend needs to find its copy again; never a credential
   */
  public record Continuation(
      String prefix,
      Set<Operation> operations,
      Instant expiresAt,
      Integer remaining,
      Map<String, String> vendorReference) {
    public Continuation {
      Objects.requireNonNull(prefix, "prefix");
      operations = Set.copyOf(operations);
      vendorReference = vendorReference == null ? Map.of() : Map.copyOf(vendorReference);
    }
  }

  public Outcome {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("an outcome has at least one file");
    }
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }
}
