package dev.secondunit.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Orders of every vendor and operation, with faults, the same for the same seed. */
final class Orders {
  /** Out of a hundred orders, so many meet this fault. */
  private static final Object[][] FAULTS = {
    {10, "lost_reply"},
    {4, "rate_limited=0.3"},
    {2, "unavailable"},
    {2, "server_error"},
    {1, "lost_request"},
    {1, "accept_then_500"},
    {1, "malformed_json"},
    {1, "empty_answer"},
    {2, "truncated_download"},
    {1, "corrupt_download"},
    {1, "wrong_content_length"},
    {1, "slow_bytes=40000"},
    {1, "moderated"},
    {1, "failed"},
  };

  private final Random random;
  private final String name;
  private final Sources sources;
  private int made;

  /** Finished media that continuations start from, by asset or continuation id. */
  record Sources(String grokClip, String grokImage, String googleClip, String openaiClip) {}

  Orders(long seed, String name, Sources sources) {
    this.random = new Random(seed);
    this.name = name;
    this.sources = sources;
  }

  /** The clips and pictures that later orders continue; without faults. */
  static List<Order> seeds(String name) {
    return List.of(
        order(name + "-s0", "generate_media", video("grok", 2, "480p"), "grok", "video", ""),
        order(name + "-s1", "generate_media", image("grok"), "grok", "image", ""),
        order(name + "-s2", "generate_media", video("google", 4, "720p"), "google", "video", ""),
        order(name + "-s3", "generate_media", sora(), "openai", "video", ""));
  }

  List<Order> next(int count) {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.add(next());
    }
    return orders;
  }

  /** One more clip, with this fault. */
  Order struck(String fault) {
    return order(
        name + "-" + made++, "generate_media", video("grok", 1, "480p"), "grok", "video", fault);
  }

  private Order next() {
    String key = name + "-" + made++;
    String fault = fault();
    return switch (random.nextInt(18)) {
      case 0, 1, 2 ->
          order(key, "generate_media", video("grok", 1, "480p"), "grok", "video", fault);
      case 3 -> order(key, "generate_media", image("grok"), "grok", "image", synchronous(fault));
      case 4 -> order(key, "generate_media", speech("grok"), "grok", "speech", synchronous(fault));
      case 5 ->
          order(key, "continue_from", next(sources.grokClip, "extend", 2), "grok", "extend", fault);
      case 6 ->
          order(key, "continue_from", next(sources.grokClip, "edit", 0), "grok", "edit", fault);
      case 7 ->
          order(
              key,
              "continue_from",
              next(sources.grokImage, "edit", 0),
              "grok",
              "image edit",
              synchronous(fault));
      case 8 -> order(key, "generate_media", video("google", 4, "720p"), "google", "video", fault);
      case 9 ->
          order(key, "continue_from", next(sources.googleClip, "edit", 0), "google", "edit", fault);
      case 10 ->
          order(key, "generate_media", image("google"), "google", "image", synchronous(fault));
      case 11, 12 -> order(key, "generate_media", sora(), "openai", "video", fault);
      case 13 ->
          order(
              key, "continue_from", next(sources.openaiClip, "remix", 0), "openai", "remix", fault);
      case 14 ->
          order(key, "generate_media", image("openai"), "openai", "image", synchronous(fault));
      case 15 ->
          order(
              key,
              "generate_media",
              speech("elevenlabs"),
              "elevenlabs",
              "speech",
              synchronous(fault));
      case 16 ->
          order(
              key,
              "generate_media",
              sound().put("duration", 1.5),
              "elevenlabs",
              "sound effect",
              synchronous(fault));
      default -> order(key, "generate_media", image("previz"), "previz", "image", "");
    };
  }

  private String fault() {
    int drawn = random.nextInt(100);
    for (Object[] fault : FAULTS) {
      drawn -= (Integer) fault[0];
      if (drawn < 0) {
        return (String) fault[1];
      }
    }
    return "";
  }

  /** Where the bytes come with the answer there is no download to spoil. */
  private static String synchronous(String fault) {
    return fault.contains("download")
            || fault.contains("content_length")
            || fault.contains("bytes")
            || fault.equals("moderated")
            || fault.equals("failed")
            || fault.equals("malformed_json")
            || fault.equals("empty_answer")
        ? ""
        : fault;
  }

  private static Order order(
      String key, String tool, ObjectNode arguments, String backend, String kind, String fault) {
    String prompt = "A boat at dawn [[mark:" + key + "]]";
    arguments.put("prompt", fault.isEmpty() ? prompt : prompt + " [[fault:" + fault + "]]");
    arguments.put("request_key", key).put("background", true);
    String word = fault.contains("=") ? fault.substring(0, fault.indexOf('=')) : fault;
    return new Order(key, tool, arguments, backend, kind, word);
  }

  private static ObjectNode of(String mode, String backend) {
    return JsonNodeFactory.instance.objectNode().put("mode", mode).put("backend_type", backend);
  }

  private static ObjectNode video(String backend, int seconds, String size) {
    return of("video", backend).put("duration", seconds).put("size", size);
  }

  private static ObjectNode sora() {
    return of("video", "openai").put("model", "sora-2").put("duration", 4);
  }

  private static ObjectNode image(String backend) {
    return of("image", backend);
  }

  private static ObjectNode speech(String backend) {
    return of("audio", backend).put("audio_type", "speech");
  }

  private static ObjectNode sound() {
    return of("audio", "elevenlabs").put("audio_type", "sound_effect");
  }

  private static ObjectNode next(String source, String operation, int seconds) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.put("source", source).put("operation", operation);
    return seconds == 0 ? arguments : arguments.put("duration", seconds);
  }
}
