package dev.secondunit.backend.grok;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.DeliveredFile;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.backend.http.SavedAnswer;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.WaveContainer.Coding;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Speech: one request, the sound in the answer. Bare samples get a WAV header. */
final class GrokSpeech {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int USUAL_RATE = 24_000;
  private static final int TELEPHONE_RATE = 8_000;

  private final VendorHttp http;

  GrokSpeech(VendorHttp http) {
    this.http = http;
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    Parameters asked = shot.plan().effective();
    ObjectNode options =
        asked.object(Parameter.VENDOR_OPTIONS).orElseGet(JsonNodeFactory.instance::objectNode);
    String codec = asked.text(Parameter.OUTPUT_FORMAT).orElse("mp3");
    int rate = options.path("sample_rate").asInt(usualRate(codec));
    RequestJson format = new RequestJson().text("codec", codec);
    if (bare(codec) || options.has("sample_rate")) {
      format.json().put("sample_rate", rate);
    }
    if (options.has("bit_rate")) {
      format.node("bit_rate", options.get("bit_rate"));
    }
    ObjectNode json =
        new RequestJson()
            .text("text", asked.text(Parameter.PROMPT))
            .text("voice_id", asked.text(Parameter.VOICE))
            .text("language", asked.text(Parameter.LANGUAGE))
            .number("speed", asked.number(Parameter.SPEED))
            .node("output_format", format.json())
            .options(
                asked.object(Parameter.VENDOR_OPTIONS),
                Set.of("sample_rate", "bit_rate", "with_timestamps"))
            .json();
    Call call =
        Call.create("/tts", new Body.Json(json, shot.scratch()))
            .within(PATIENCE)
            .countedFor(shot.plan().model())
            .masking(asked.text(Parameter.PROMPT).orElse(null));
    SavedAnswer saved = http.save(call, shot.scratch().resolve("speech.bin"));
    Outcome outcome = new Outcome(List.of(file(saved, codec, rate)), null, null, null, List.of());
    return new Submission.Delivered(
        new VendorReference(saved.headers().first("x-trace-id").orElse(shot.jobId()), Map.of()),
        outcome);
  }

  private static RemoteFile file(SavedAnswer saved, String codec, int rate)
      throws BackendException {
    try {
      return switch (codec) {
        case "pcm" -> DeliveredFile.ofSamples(saved.path(), Coding.PCM_16, rate);
        case "mulaw" -> DeliveredFile.ofSamples(saved.path(), Coding.MU_LAW, rate);
        case "alaw" -> DeliveredFile.ofSamples(saved.path(), Coding.A_LAW, rate);
        default -> DeliveredFile.of(saved.path(), saved.headers().mediaType().orElse(null));
      };
    } catch (IOException e) {
      throw Failures.notKept(GrokBackend.NAME, e);
    }
  }

  private static boolean bare(String codec) {
    return codec.equals("pcm") || codec.equals("mulaw") || codec.equals("alaw");
  }

  private static int usualRate(String codec) {
    return codec.endsWith("law") ? TELEPHONE_RATE : USUAL_RATE;
  }
}
