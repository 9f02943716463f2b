package dev.secondunit.mcp.product;

import dev.secondunit.catalogue.BackendDescriptions;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.ConditionalSchemas;
import dev.secondunit.catalogue.PlanningContext;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.Assets;
import dev.secondunit.generation.Assets.Asset;
import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ServedResource;
import dev.secondunit.tool.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The product's resources: finished media by asset id, the full schema per tool and backend, and
 * the catalogue per backend. Listing them reads which media are the newest, and nothing else.
 */
public final class ProductResources {
  /** Beyond this a client should open the path in the tool's result instead. */
  static final int LARGEST_MEDIA_BYTES = 16 << 20;

  /** Older ones are read by the ids that get_jobs tells. */
  static final int MOST_LISTED_MEDIA = 50;

  private static final String MEDIA = "media://";
  private static final String SCHEMA = "schema://";
  private static final String CATALOGUE = "catalogue://";

  private final Function<Caller, Assets> assets;
  private final Newest newest;
  private final Catalogue catalogue;
  private final Supplier<BackendDescriptions> descriptions;
  private final Supplier<PlanningContext> context;

  /** What was made last. */
  @FunctionalInterface
  public interface Newest {
    /** Newest first, as the caller may see it; empty when nothing has been made. */
    List<Asset> list(Caller caller, int most);
  }

  /**
   * @param assets what a caller may see; asked for when media is read
   * @param newest asked for when resources are listed
   * @param context asked for by the first catalogue page that is read
   */
  public ProductResources(
      Function<Caller, Assets> assets,
      Newest newest,
      Catalogue catalogue,
      Supplier<PlanningContext> context) {
    this.assets = assets;
    this.newest = newest;
    this.catalogue = catalogue;
    this.descriptions = () -> new BackendDescriptions(catalogue);
    this.context = context;
  }

  /**
   * Resources and templates, in the order clients see.
   *
   * @param backends the backends that have a page and schemas
   */
  public List<ServedResource> all(List<String> backends) {
    List<ServedResource> served = new ArrayList<>();
    for (String backend : backends) {
      served.add(
          page(
              CATALOGUE + backend,
              "What " + backend + " can do, its limits and prices",
              "application/json",
              this::readCatalogue));
    }
    for (String tool : ConditionalSchemas.TOOLS) {
      for (String backend : backends) {
        served.add(
            page(
                SCHEMA + tool + "/" + backend,
                "Full schema of " + tool + " on " + backend,
                "application/schema+json",
                this::readSchema));
      }
    }
    served.add(
        template(
            MEDIA + "{asset_id}",
            "media",
            "A finished file by its asset id; the list shows the newest. Large ones are read from the"
                + " path in the result.",
            this::readMedia,
            this::newestMedia));
    return served;
  }

  private static ServedResource page(
      String uri, String title, String mediaType, ServedResource.Reader reader) {
    ObjectNode listing = JsonNodeFactory.instance.objectNode();
    listing.put("uri", uri);
    listing.put("name", uri.substring(uri.indexOf("//") + 2).replace('/', '-'));
    listing.put("title", title);
    listing.put("mimeType", mediaType);
    return new ServedResource(listing, reader);
  }

  private static ServedResource template(
      String uri,
      String name,
      String description,
      ServedResource.Reader reader,
      ServedResource.Members members) {
    ObjectNode listing = JsonNodeFactory.instance.objectNode();
    listing.put("uriTemplate", uri);
    listing.put("name", name);
    listing.put("description", description);
    return new ServedResource(listing, reader, members);
  }

  private List<ObjectNode> newestMedia(Exchange exchange) throws ProtocolException {
    try {
      return newest.list(exchange.caller(), MOST_LISTED_MEDIA).stream()
          .map(ProductResources::listing)
          .toList();
    } catch (FailureException e) {
      throw new ProtocolException(-32603, e.failure().message());
    }
  }

  private static ObjectNode listing(Asset asset) {
    ObjectNode listing = JsonNodeFactory.instance.objectNode();
    listing.put("uri", asset.uri());
    listing.put("name", asset.location().replaceAll(".*[/\\\\]", ""));
    listing.put("mimeType", asset.facts().mediaType());
    listing.put("size", asset.facts().bytes());
    return listing;
  }

  private ArrayNode readCatalogue(String uri, Exchange exchange) {
    if (!uri.startsWith(CATALOGUE)) {
      return null;
    }
    String backend = uri.substring(CATALOGUE.length());
    if (catalogue.backend(backend).isEmpty()) {
      return null;
    }
    return text(
        uri,
        "application/json",
        descriptions
            .get()
            .describe(Optional.of(backend), Optional.empty(), Optional.empty(), context.get()));
  }

  private ArrayNode readSchema(String uri, Exchange exchange) {
    if (!uri.startsWith(SCHEMA)) {
      return null;
    }
    String[] parts = uri.substring(SCHEMA.length()).split("/");
    ConditionalSchemas schemas = new ConditionalSchemas(catalogue);
    if (parts.length != 2
        || !ConditionalSchemas.TOOLS.contains(parts[0])
        || !schemas.backends(parts[0]).contains(parts[1])) {
      return null;
    }
    return text(uri, "application/schema+json", schemas.schema(parts[0], parts[1]));
  }

  private static ArrayNode text(String uri, String mediaType, ObjectNode content) {
    ArrayNode contents = JsonNodeFactory.instance.arrayNode();
    contents.addObject().put("uri", uri).put("mimeType", mediaType).put("text", content.toString());
    return contents;
  }

  private ArrayNode readMedia(String uri, Exchange exchange) throws ProtocolException {
    if (!uri.startsWith(MEDIA)) {
      return null;
    }
    Assets theirs;
    Optional<Asset> asset;
    try {
      theirs = assets.apply(exchange.caller());
      asset = theirs.find(uri);
    } catch (FailureException e) {
      throw new ProtocolException(-32603, e.failure().message());
    }
    if (asset.isEmpty()) {
      return null;
    }
    if (asset.get().facts().bytes() > LARGEST_MEDIA_BYTES) {
      throw ProtocolException.invalidParams(
          uri
              + " has "
              + asset.get().facts().bytes()
              + " bytes; open the file at "
              + asset.get().location()
              + " instead.");
    }
    try {
      Path path = theirs.local(asset.get());
      ArrayNode contents = JsonNodeFactory.instance.arrayNode();
      contents
          .addObject()
          .put("uri", uri)
          .put("mimeType", asset.get().facts().mediaType())
          .put("blob", Base64.getEncoder().encodeToString(bounded(path)));
      return contents;
    } catch (IOException e) {
      throw ProtocolException.invalidParams(
          uri + " was stored at " + asset.get().location() + " and cannot be read there any more.");
    } catch (FailureException e) {
      throw new ProtocolException(-32603, e.failure().message());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProtocolException(-32603, "The server is shutting down.");
    }
  }

  /** The file may have been replaced by a larger one since it was measured. */
  private static byte[] bounded(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST_MEDIA_BYTES + 1);
      if (bytes.length > LARGEST_MEDIA_BYTES) {
        throw new IOException("larger than when it was stored");
      }
      return bytes;
    }
  }
}
