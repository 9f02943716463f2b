package dev.secondunit.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Results that lie at public addresses for a while, and files kept for clients. */
final class Shelf {
  /**
   * @param expires from then on the address is dead
   */
  record Published(String id, Vendor vendor, Job job, Instant expires) {}

  /** A file a client sent, and what the vendor calls it. */
  record Kept(String id, Vendor vendor, Upload upload, Instant created, Instant expires) {}

  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final Map<String, Published> published = new ConcurrentHashMap<>();
  private final Path folder;
  private final Studio studio;

  Shelf(Path folder, Studio studio) {
    this.folder = folder;
    this.studio = studio;
  }

  Path folder() {
    return folder;
  }

  Studio studio() {
    return studio;
  }

  /** Puts a job's result at a public address that needs no key; the same job has one address. */
  String publish(Exchange exchange, Job job, Instant expires, String extension) {
    String name = "media_" + job.id();
    Instant end = job.strikes().has(Fault.EXPIRED_DOWNLOAD) ? Instant.MIN : expires;
    published.putIfAbsent(name, new Published(name, job.vendor(), job, end));
    return exchange.origin() + "/media/" + name + "." + extension;
  }

  Optional<Published> find(String name, Instant now) {
    return Optional.ofNullable(published.get(name))
        .filter(one -> now.isBefore(one.expires()) && !one.job().gone(now));
  }

  /** Whether there was ever something at this address. */
  boolean knew(String name) {
    return published.containsKey(name);
  }

  Kept keep(String id, Exchange exchange, Upload upload, Instant expires) {
    Kept file = new Kept(id, exchange.vendor(), upload, exchange.now(), expires);
    kept.put(id, file);
    return file;
  }

  /** A file this vendor still has. */
  Optional<Kept> kept(Exchange exchange, String id) {
    return Optional.ofNullable(kept.get(id))
        .filter(file -> file.vendor() == exchange.vendor())
        .filter(file -> exchange.now().isBefore(file.expires()));
  }

  boolean discard(Exchange exchange, String id) {
    return kept(exchange, id).map(file -> kept.remove(id) != null).orElse(false);
  }

  void clear() {
    published.clear();
    kept.clear();
  }

  /**
   * The file behind an address in a request: a data URL, or a public address of this simulator that
   * still lives. Nothing else is fetched.
   */
  Path resolve(Exchange exchange, String field, String url) {
    if (url.startsWith("data:")) {
      return decoded(field, url.substring(url.indexOf(',') + 1));
    }
    String prefix = exchange.origin() + "/media/";
    if (!url.startsWith(prefix)) {
      throw Refusal.invalid(
          field, field + ": the simulator fetches data URLs and its own results only: " + url);
    }
    String name = url.substring(prefix.length()).replaceFirst("\\.\\w+$", "");
    return find(name, exchange.now())
        .filter(one -> !exchange.strikes().has(Fault.SOURCE_GONE))
        .map(one -> one.job().result().file())
        .orElseThrow(() -> Refusal.invalid(field, field + " could not be fetched: " + url));
  }

  Path decoded(String field, String base64) {
    try {
      Path file = Files.createTempFile(folder, "inline", "");
      return Files.write(file, Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(field, field + " is not valid base64");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
