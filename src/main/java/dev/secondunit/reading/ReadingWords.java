package dev.secondunit.reading;

import dev.secondunit.failure.FailureJson;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.reading.Reading.Entry;
import dev.secondunit.reading.Reading.FileReading;
import dev.secondunit.reading.Reading.Frame;
import dev.secondunit.reading.Reading.Unreadable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A reading in words: what the pictures that come with it show, and what was measured. */
public final class ReadingWords {
  private static final int MOST_LISTED = 60;

  private ReadingWords() {}

  /** One paragraph per input; pictures are numbered in the order of {@link Reading#pictures()}. */
  public static String of(Reading reading) {
    StringBuilder words = new StringBuilder();
    int picture = 1;
    int number = 1;
    for (Entry entry : reading.entries()) {
      words.append(number++).append(". ").append(entry.source());
      words.append(entry.name() == null ? "" : " (" + entry.name() + ")").append('\n');
      if (entry instanceof Unreadable unreadable) {
        line(words, "Not read: " + FailureJson.write(unreadable.failure()));
        continue;
      }
      FileReading file = (FileReading) entry;
      line(words, facts(file.input().facts()));
      line(words, "Path: " + file.input().path());
      if (file.contactSheet() != null) {
        line(
            words, "Picture " + picture++ + ": contact sheet, times " + times(file.sheetSeconds()));
      }
      for (Frame frame : file.frames()) {
        String at = frame.seconds() == null ? "the image" : "at " + seconds(frame.seconds()) + " s";
        line(words, "Picture " + picture++ + ": " + at);
      }
      if (file.waveform() != null) {
        line(words, "Picture " + picture++ + ": waveform");
      }
      findings(words, file.findings(), file.scanned());
      file.notes().forEach(note -> line(words, note));
    }
    return words.toString();
  }

  static String facts(MediaFacts facts) {
    StringBuilder words = new StringBuilder(facts.mediaType());
    if (facts.width() != null) {
      words.append(", ").append(facts.width()).append('x').append(facts.height());
    }
    if (facts.durationSeconds() != null) {
      words.append(", ").append(seconds(facts.durationSeconds())).append(" s");
    }
    if (facts.framesPerSecond() != null) {
      words.append(", ").append(facts.framesPerSecond()).append(" fps");
    }
    words.append(facts.videoCodec() == null ? "" : ", " + facts.videoCodec());
    if (facts.hasAudio()) {
      words.append(", sound ").append(facts.audioCodec());
      words.append(" ").append(facts.audioChannels()).append(" ch ");
      words.append(facts.sampleRate()).append(" Hz");
    } else if (facts.durationSeconds() != null) {
      words.append(", no sound");
    }
    return words.append(", ").append(facts.bytes()).append(" bytes").toString();
  }

  /** The findings as lines of their own, each with three leading spaces. */
  public static void findings(StringBuilder words, Findings findings, boolean scanned) {
    Loudness loudness = findings.loudness();
    if (loudness != null) {
      line(
          words,
          loudness.integratedLufs() == null
              ? "Loudness: silent throughout"
              : "Loudness: "
                  + loudness.integratedLufs()
                  + " LUFS, true peak "
                  + loudness.truePeakDbfs()
                  + " dBFS"
                  + (loudness.clipped() ? ", CLIPPED" : ""));
    }
    if (!findings.silent().isEmpty()) {
      line(words, "Silent: " + stretches(findings.silent()));
    }
    if (!scanned) {
      return;
    }
    for (Moment.Kind kind : Moment.Kind.values()) {
      List<Double> times =
          findings.moments().stream()
              .filter(moment -> moment.kind() == kind)
              .map(Moment::seconds)
              .toList();
      if (!times.isEmpty() || kind == Moment.Kind.CUT) {
        String shown = times.isEmpty() ? "none" : times.size() + ", at " + times(times) + " s";
        line(words, "Of the kind " + kind.word() + ": " + shown);
      }
    }
    line(words, "Black: " + stretches(findings.black()));
    line(words, "Frozen: " + stretches(findings.frozen()));
    if (findings.truncated()) {
      line(words, "There is more than is listed.");
    }
  }

  private static void line(StringBuilder words, String line) {
    words.append("   ").append(line).append('\n');
  }

  private static String times(List<Double> times) {
    String shown =
        times.stream()
            .limit(MOST_LISTED)
            .map(ReadingWords::seconds)
            .collect(Collectors.joining(", "));
    return times.size() > MOST_LISTED ? shown + " …" : shown;
  }

  private static String stretches(List<Stretch> stretches) {
    if (stretches.isEmpty()) {
      return "none";
    }
    return stretches.stream()
        .limit(MOST_LISTED)
        .map(part -> seconds(part.startSeconds()) + "-" + seconds(part.endSeconds()) + " s")
        .collect(Collectors.joining(", "));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }
}
