package dev.secondunit.backend.previz;

import dev.secondunit.backend.Shot;
import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.Plans;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/** Builds shots for tests. */
final class Shots {
  private Shots() {}

  static Parameters words(String prompt) {
    return Parameters.NONE.with(Parameter.PROMPT, prompt);
  }

  static Parameters film(String prompt, double seconds, String ratio, String size) {
    return words(prompt)
        .with(Parameter.DURATION, seconds)
        .with(Parameter.ASPECT_RATIO, ratio)
        .with(Parameter.SIZE, size);
  }

  static MediaInput input(Path file) throws InterruptedException {
    return new MediaInput(file.toString(), file, TestMedia.PROBE.measure(file));
  }

  static Shot named(String name, Shot shot) {
    return new Shot(shot.jobId(), shot.attempt(), shot.plan(), shot.source(), shot.scratch(), name);
  }

  static Shot shot(Mode mode, Operation operation, Parameters parameters, MediaInput source) {
    ContinuationSource from =
        source == null
            ? null
            : new ContinuationSource(
                "previz_vid_1",
                "asset_1",
                PrevizBackend.NAME,
                "previz-video",
                Set.of(operation),
                source,
                null,
                null,
                Map.of());
    Plan plan =
        Plans.priced(
            PrevizBackend.NAME,
            "previz-" + mode.word(),
            mode,
            operation,
            parameters,
            UsdAmount.ZERO,
            LocalDate.of(2026, 11, 21));
    return new Shot("job_01test", 1, plan, from, Path.of("unused"));
  }
}
