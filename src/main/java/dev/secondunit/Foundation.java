package dev.secondunit;

import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.MediaProbe;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What every part of the program stands on. Making one opens nothing.
 *
 * @param clock goes on steadily, whatever becomes of the computer's
 * @param ffmpeg one for the whole program, made when it is first asked for
 * @param opened where a part says what it has opened
 */
record Foundation(
    Settings settings,
    Clock clock,
    Identifiers identifiers,
    Catalogue catalogue,
    Supplier<Ffmpeg> ffmpeg,
    Opened opened) {
  /** A folder in the data directory; it need not exist yet. */
  Path folder(String name) {
    return settings.home().resolve(name);
  }

  MediaMeasurer measurer() {
    return new MediaProbe(ffmpeg.get(), settings.wholeNumber(Setting.SECOND_UNIT_MAX_FILE_BYTES))
        ::measure;
  }

  /** Where files go that are sent nowhere else: relative means into the bucket. */
  Path outputFolder() {
    return settings.isSet(Setting.SECOND_UNIT_ARTIFACT_URL) ? Path.of("") : settings.outputFolder();
  }
}
