package dev.secondunit.backend.openai;

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
import tools.jackson.databind.node.ObjectNode;

/** Speech: one request, the sound in the answer. OpenAI ends this endpoint on 2027-01-06. */
final class OpenAiSpeech {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The vendor's {@code pcm} is 24 kHz, 16 bits, one channel. */
  private static final int PCM_RATE = 24_000;

  private final VendorHttp http;

  OpenAiSpeech(VendorHttp http) {
    this.http = http;
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    Parameters asked = shot.plan().effective();
    String format = asked.text(Parameter.OUTPUT_FORMAT).orElse("mp3");
    ObjectNode json =
        new RequestJson()
            .text("model", shot.plan().model())
            .text("input", asked.text(Parameter.PROMPT))
            .text("voice", asked.text(Parameter.VOICE))
            .text("instructions", asked.text(Parameter.INSTRUCTIONS))
            .text("response_format", format)
            .number("speed", asked.number(Parameter.SPEED))
            .options(asked.object(Parameter.VENDOR_OPTIONS), Set.of("stream_format"))
            .json();
    Call call =
        Call.create("/audio/speech", new Body.Json(json, shot.scratch()))
            .within(PATIENCE)
            .countedFor(shot.plan().model())
            .masking(asked.text(Parameter.PROMPT).orElse(null))
            .masking(asked.text(Parameter.INSTRUCTIONS).orElse(null));
    SavedAnswer saved = http.save(call, shot.scratch().resolve("speech.bin"));
    Outcome outcome = new Outcome(List.of(file(saved, format)), null, null, null, List.of());
    String id = saved.headers().first("x-request-id").orElse(shot.jobId());
    return new Submission.Delivered(new VendorReference(id, Map.of()), outcome);
  }

  private static RemoteFile file(SavedAnswer saved, String format) throws BackendException {
    try {
      return format.equals("pcm")
          ? DeliveredFile.ofSamples(saved.path(), Coding.PCM_16, PCM_RATE)
          : DeliveredFile.of(saved.path(), saved.headers().mediaType().orElse(null));
    } catch (IOException e) {
      throw Failures.notKept(OpenAiBackend.NAME, e);
    }
  }
}
