package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** xAI's speech: bytes, or an envelope of JSON with timestamps. */
final class XaiSpeech {
  static final List<String> VOICES = List.of("eve", "ara", "leo", "rex", "sal", "una");
  private static final BigDecimal USD_PER_CHARACTER = new BigDecimal("0.0000042");

  private final Simulation simulation;

  XaiSpeech(Simulation simulation) {
    this.simulation = simulation;
  }

  void addTo(Routes routes) {
    routes.post("/tts", Operation.CREATE, this::speak);
  }

  private Answer speak(Exchange exchange) {
    Fields fields = exchange.json();
    String text = fields.requiredText("text");
    fields.oneOf("voice_id", VOICES);
    fields.text("language");
    Sound sound = fields.object("output_format").map(XaiSpeech::sound).orElse(Sound.MP3_44100);
    fields.number("speed", 0.7, 1.5);
    fields.whole("optimize_streaming_latency", 0, 2);
    fields.flag("text_normalization");
    boolean timestamps = fields.flag("with_timestamps").orElse(false);
    fields.ignoring("replace").done();
    Job job =
        simulation
            .jobs()
            .acceptDone(
                exchange,
                "tts",
                new Job.Order(
                    "tts",
                    text,
                    UsdAmount.ofUsd(USD_PER_CHARACTER.multiply(BigDecimal.valueOf(text.length()))),
                    Billing.AT_ACCEPT,
                    () -> simulation.shelf().studio().sound(Studio.spoken(text), sound)));
    Rendered audio = job.result();
    if (!timestamps) {
      return Answer.media(audio, Strikes.NONE).with("x-trace-id", job.id());
    }
    ObjectNode body = Json.object().put("audio", audio.base64());
    body.put("content_type", audio.mediaType()).put("duration", audio.seconds());
    ObjectNode marks = body.putObject("audio_timestamps");
    ArrayNode characters = marks.putArray("graph_chars");
    ArrayNode times = marks.putArray("graph_times");
    double each = audio.seconds() / text.length();
    for (int i = 0; i < text.length(); i++) {
      characters.add(text.substring(i, i + 1));
      times.addArray().add(i * each).add((i + 1) * each);
    }
    return Answer.json(body).with("x-trace-id", job.id());
  }

  private static Sound sound(Fields format) {
    String codec =
        format.oneOf("codec", List.of("mp3", "wav", "pcm", "mulaw", "alaw")).orElse("mp3");
    int rate = format.whole("sample_rate", 8000, 48_000).orElse(24_000);
    int bits = format.whole("bit_rate", 32_000, 192_000).orElse(128_000);
    format.done();
    return switch (codec) {
      case "mp3" -> new Sound(Sound.Encoding.MP3, rate, bits / 1000);
      case "wav" -> new Sound(Sound.Encoding.WAV, rate, 0);
      case "pcm" -> new Sound(Sound.Encoding.PCM, rate, 0);
      case "mulaw" -> new Sound(Sound.Encoding.ULAW, rate, 0);
      default -> new Sound(Sound.Encoding.ALAW, rate, 0);
    };
  }
}
