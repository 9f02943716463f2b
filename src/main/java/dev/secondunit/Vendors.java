package dev.secondunit;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.elevenlabs.ElevenLabsBackend;
import dev.secondunit.backend.google.GoogleBackend;
import dev.secondunit.backend.google.GoogleQuestions;
import dev.secondunit.backend.grok.GrokBackend;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.openai.OpenAiBackend;
import dev.secondunit.backend.previz.PrevizBackend;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.twelvelabs.TwelveLabsClient;
import dev.secondunit.backend.twelvelabs.TwelveLabsQuestions;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.tool.ToolChoices;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Names every vendor: which ones are enabled, and what stands for each of them. */
final class Vendors {
  private final Foundation foundation;

  /** What stands for the vendors, made when it is first asked for. */
  record Lazily(
      Supplier<Map<String, Backend>> backends, Supplier<Map<String, MediaModel>> mediaModels) {}

  Vendors(Foundation foundation) {
    this.foundation = foundation;
  }

  /** What is enabled by keys alone, so that schemas need no I/O. */
  ToolChoices enabled() {
    return new ToolChoices(
        enabled(ToolChoices.ALL.generationBackends()), enabled(ToolChoices.ALL.analysisBackends()));
  }

  private List<String> enabled(List<String> backends) {
    List<String> enabled = new ArrayList<>();
    for (String backend : backends) {
      if (enabled(backend)) {
        enabled.add(backend);
      }
    }
    return enabled;
  }

  private boolean enabled(String backend) {
    Settings settings = foundation.settings();
    return switch (backend) {
      case "previz" -> true;
      case "grok" -> settings.isSet(Setting.XAI_API_KEY);
      case "google" ->
          settings.isSet(Setting.GOOGLE_API_KEY)
              || settings.isSet(Setting.GEMINI_API_KEY)
              || settings.isSet(Setting.GOOGLE_CLOUD_PROJECT);
      case "openai" ->
          settings.isSet(Setting.OPENAI_API_KEY) || settings.isSet(Setting.OPENAI_BASE_URL);
      case "elevenlabs" -> settings.isSet(Setting.ELEVENLABS_API_KEY);
      case "twelvelabs" -> settings.isSet(Setting.TWELVELABS_API_KEY);
      default -> false;
    };
  }

  /** Makes every backend that makes media, usable or not, by name. */
  Map<String, Backend> backends(HttpLayer http) {
    Settings settings = foundation.settings();
    PrevizBackend previz =
        foundation
            .opened()
            .add(
                Opened.Stage.OUTSIDE,
                new PrevizBackend(
                    foundation.ffmpeg().get(),
                    foundation.folder("previz"),
                    foundation.clock(),
                    Runtime.getRuntime().availableProcessors()));
    return byName(
        Backend::name,
        List.of(
            new GrokBackend(settings, http),
            new GoogleBackend(settings, http),
            new OpenAiBackend(settings, http),
            new ElevenLabsBackend(settings, http),
            previz));
  }

  /** Makes everyone whose models answer questions about media, usable or not, by name. */
  Map<String, MediaModel> mediaModels(HttpLayer http) {
    Settings settings = foundation.settings();
    return byName(
        MediaModel::name,
        List.of(
            new GoogleQuestions(settings, http),
            new OpenAiBackend(settings, http).questions(),
            new GrokBackend(settings, http).questions(),
            new TwelveLabsQuestions(new TwelveLabsClient(settings, http))));
  }

  private static <T> Map<String, T> byName(Function<T, String> name, List<T> all) {
    Map<String, T> named = new LinkedHashMap<>();
    all.forEach(each -> named.put(name.apply(each), each));
    return Collections.unmodifiableMap(named);
  }
}
