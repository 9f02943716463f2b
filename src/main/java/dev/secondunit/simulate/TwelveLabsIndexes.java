package dev.secondunit.simulate;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * TwelveLabs' indexes, any id being one: an asset that is put into one gets another id there, and
 * can be found by it. Search is not simulated; today's indexes serve nothing else.
 */
final class TwelveLabsIndexes {
  private record Indexed(String id, String index, TwelveLabsAssets.Asset asset) {}

  private final TwelveLabsAssets assets;
  private final Map<String, Indexed> all = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong(0x65f0_0000_0000L);

  TwelveLabsIndexes(TwelveLabsAssets assets) {
    this.assets = assets;
  }

  void addTo(Routes routes) {
    routes
        .post("/indexes/{index}/indexed-assets", Operation.UPLOAD, this::create)
        .get("/indexes/{index}/indexed-assets/{id}", Operation.FILE, this::facts);
  }

  private Answer create(Exchange exchange) {
    Fields fields = exchange.json();
    String asset = fields.requiredText("asset_id");
    fields.ignoring("enable_video_stream").ignoring("user_metadata").done();
    // Ids there are 24 hexadecimal digits, and no asset's.
    String id = String.format(Locale.ROOT, "%024x", last.incrementAndGet());
    all.put(id, new Indexed(id, exchange.variable("index"), assets.ready(exchange, asset)));
    return Answer.json(202, Json.object().put("_id", id).put("asset_id", asset));
  }

  private Answer facts(Exchange exchange) {
    Indexed indexed = all.get(exchange.variable("id"));
    if (indexed == null || !indexed.index().equals(exchange.variable("index"))) {
      throw Refusal.of(Refusal.Kind.NOT_FOUND, "The indexed asset does not exist.");
    }
    ObjectNode shown = Json.object().put("_id", indexed.id());
    shown.put("asset_id", indexed.asset().id()).put("status", "ready");
    shown.put("created_at", indexed.asset().created().toString());
    shown.putObject("system_metadata").put("filename", indexed.asset().filename());
    return Answer.json(shown);
  }
}
