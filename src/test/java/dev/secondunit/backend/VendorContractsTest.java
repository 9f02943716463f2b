package dev.secondunit.backend;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.media.Operation;
import dev.secondunit.simulate.Dialect;
import org.junit.jupiter.api.Nested;

/** Every client of a vendor keeps the promises of {@link Backend}. */
class VendorContractsTest {

  @Nested
  class GrokVideo extends SimulatedBackendContract {
    GrokVideo() {
      super(
          Dialect.XAI,
          shots ->
              shots.with(Parameter.DURATION, 2.0).video("grok-imagine-video", Operation.GENERATE));
    }
  }

  @Nested
  class GrokImage extends SimulatedBackendContract {
    GrokImage() {
      super(Dialect.XAI, shots -> shots.image("grok-imagine-image"));
    }
  }

  @Nested
  class Omni extends SimulatedBackendContract {
    Omni() {
      super(
          Dialect.GOOGLE,
          shots ->
              shots
                  .with(Parameter.DURATION, 4.0)
                  .video("gemini-omni-1.2-flash", Operation.GENERATE));
    }
  }

  @Nested
  class VeoOnVertex extends SimulatedBackendContract {
    VeoOnVertex() {
      super(
          Dialect.VERTEX,
          shots ->
              shots
                  .with(Parameter.DURATION, 4.0)
                  .video("veo-3.1-generate-001", Operation.GENERATE));
    }
  }

  @Nested
  class Imagen extends SimulatedBackendContract {
    Imagen() {
      super(Dialect.VERTEX, shots -> shots.image("imagen-4.0-generate-001"));
    }
  }

  @Nested
  class OpenAiVideo extends SimulatedBackendContract {
    OpenAiVideo() {
      super(
          Dialect.OPENAI,
          shots -> shots.with(Parameter.DURATION, 4.0).video("sora-2", Operation.GENERATE));
    }
  }

  @Nested
  class Sglang extends SimulatedBackendContract {
    Sglang() {
      super(
          Dialect.SGLANG,
          shots -> shots.with(Parameter.DURATION, 4.0).video("sora-2", Operation.GENERATE));
    }
  }

  @Nested
  class OpenAiImage extends SimulatedBackendContract {
    OpenAiImage() {
      super(Dialect.OPENAI, shots -> shots.image("gpt-image-2.5-sunburst"));
    }
  }

  @Nested
  class ElevenLabs extends SimulatedBackendContract {
    ElevenLabs() {
      super(
          Dialect.ELEVENLABS,
          shots -> shots.with(Parameter.VOICE, "Rachel").audio("eleven_multilingual_v2"));
    }
  }
}
