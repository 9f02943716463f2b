package dev.secondunit.backend.http;

import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** One create that works and one that fails, for a process whose log is set to be loud. */
final class LoudExchange {
  static final String PROMPT = "planted-prompt-0815";

  private LoudExchange() {}

  public static void main(String[] arguments) throws Exception {
    try (FakeServer server = new FakeServer();
        TestLayer layer = new TestLayer()) {
      server.answerJson(200, "{}").answerJson(400, "{\"error\":\"no: " + PROMPT + "\"}");
      VendorHttp vendor = layer.vendor(server.uri("/v1"));
      Body body = new Body.Json(new JsonMapper().createObjectNode().put("prompt", PROMPT), null);
      Call call = Call.create("/videos?token=planted-query-0815", body).masking(PROMPT);
      vendor.send(call);
      try {
        vendor.send(call);
      } catch (dev.secondunit.backend.BackendException e) {
        e.printStackTrace();
      }
      new UserUrls(layer.layer)
          .fetch("http://127.0.0.1/x?planted-query-0815", Path.of("unused"), 1);
    }
  }
}
