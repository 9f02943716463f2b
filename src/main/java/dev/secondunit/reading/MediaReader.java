package dev.secondunit.reading;

import dev.secondunit.artifact.InputResolver;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.reading.FrameTaker.Taken;
import dev.secondunit.reading.FrameTaker.Wanted;
import dev.secondunit.reading.MediaScan.Seen;
import dev.secondunit.reading.ReadRequest.Input;
import dev.secondunit.reading.Reading.Entry;
import dev.secondunit.reading.Reading.FileReading;
import dev.secondunit.reading.Reading.Frame;
import dev.secondunit.reading.Reading.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Reads media without any model: facts, pictures, loudness, and on request everything a look
 * through the whole film tells. Free, on this machine only. Safe for many threads; a call blocks
 * while FFmpeg decodes and ends when its thread is interrupted.
 *
 * <p>The pictures of one reading have together at most 900 kB as base64: the more there are, the
 * smaller they get.
 */
public final class MediaReader {
  /** Most bytes of all pictures together: 900 kB once they are base64. */
  static final int MOST_BYTES = 675_000;

  /** More single pictures than this would be too small to see anything. */
  static final int MOST_PICTURES = 24;

  private static final int DEFAULT_FRAMES = 4;
  private static final int DEFAULT_SHEET_FRAMES = 12;

  private final InputResolver resolver;
  private final Ffmpeg ffmpeg;
  private final FrameTaker taker;
  private final MediaScan scan;

  public MediaReader(InputResolver resolver, Ffmpeg ffmpeg) {
    this.resolver = Objects.requireNonNull(resolver, "resolver");
    this.ffmpeg = Objects.requireNonNull(ffmpeg, "ffmpeg");
    this.taker = new FrameTaker(ffmpeg);
    this.scan = new MediaScan(ffmpeg);
  }

  /** Reads all inputs; one that fails has its failure in its entry. */
  public Reading read(ReadRequest request) throws InterruptedException {
    List<Object> resolved = new ArrayList<>();
    int pictures = 0;
    int films = 0;
    for (int i = 0; i < request.inputs().size(); i++) {
      try {
        MediaInput input = resolver.resolve(request.inputs().get(i).source(), "inputs[" + i + "]");
        resolved.add(input);
        boolean film = FrameTaker.isFilm(input.facts()) && !request.contactSheet();
        films += film ? 1 : 0;
        pictures += film ? 0 : 1;
      } catch (FailureException e) {
        resolved.add(e);
      }
    }
    int wanted = framesWanted(request, false);
    int frames =
        films == 0 ? wanted : Math.min(wanted, Math.max(1, (MOST_PICTURES - pictures) / films));
    Shares shares = new Shares(Math.max(1, pictures + films * frames));
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < resolved.size(); i++) {
      entries.add(entry(request, request.inputs().get(i), resolved.get(i), frames, shares));
    }
    return new Reading(entries);
  }

  /** How large one of so many pictures may be. */
  private record Shares(int pictures) {
    int bytes() {
      return MOST_BYTES / pictures;
    }

    int longestSide() {
      if (pictures == 1) {
        return Pictures.LONGEST_SIDE;
      }
      return pictures <= 4 ? 768 : pictures <= 12 ? 512 : 384;
    }
  }

  private Entry entry(ReadRequest request, Input asked, Object resolved, int frames, Shares shares)
      throws InterruptedException {
    if (resolved instanceof FailureException e) {
      return new Unreadable(shown(asked), asked.name(), e.failure());
    }
    try {
      return file(request, asked, (MediaInput) resolved, frames, shares);
    } catch (FailureException e) {
      return new Unreadable(shown(asked), asked.name(), e.failure());
    }
  }

  private static String shown(Input asked) {
    return asked.source().length() <= 200 ? asked.source() : asked.source().substring(0, 200) + "…";
  }

  private FileReading file(
      ReadRequest request, Input asked, MediaInput input, int frames, Shares shares)
      throws InterruptedException {
    MediaFacts facts = input.facts();
    List<String> notes = new ArrayList<>();
    List<Frame> shown = new ArrayList<>();
    Picture sheet = null;
    List<Double> sheetSeconds = List.of();
    Picture waveform = null;
    boolean film = FrameTaker.isFilm(facts);
    boolean scanned = request.scenes() && (film || facts.hasAudio());
    Seen seen = null;
    if (film && request.contactSheet()) {
      seen = look(input, sheetPictures(request, input, notes), scanned);
      List<Taken> taken = seen.pictures();
      sheetSeconds = taken.stream().map(Taken::seconds).toList();
      int columns = ContactSheet.columns(taken.size(), facts.width(), facts.height());
      sheet = Pictures.encode(ContactSheet.of(taken, columns), shares.bytes());
    } else if (film && frames > 0) {
      List<Double> times = times(request, facts, frames, notes);
      seen = look(input, FrameTaker.wanted(input, times, shares.longestSide()), scanned);
      for (Taken taken : seen.pictures()) {
        shown.add(new Frame(taken.seconds(), Pictures.encode(taken.image(), shares.bytes())));
      }
    } else if (facts.mode() == Mode.IMAGE && framesWanted(request, false) > 0) {
      shown.add(
          new Frame(
              null, Pictures.encode(taker.still(input, shares.longestSide()), shares.bytes())));
    } else if (facts.mode() == Mode.AUDIO && framesWanted(request, false) > 0) {
      waveform = Pictures.encode(Waveform.of(ffmpeg, input), shares.bytes());
    }
    Findings findings =
        seen != null ? seen.findings() : scanned ? scan.scan(input) : scan.listen(input);
    return new FileReading(
        input.given(),
        asked.name(),
        input,
        shown,
        sheet,
        sheetSeconds,
        waveform,
        findings,
        scanned,
        notes);
  }

  private static Wanted sheetPictures(ReadRequest request, MediaInput input, List<String> notes) {
    MediaFacts facts = input.facts();
    List<Double> times = times(request, facts, framesWanted(request, true), notes);
    int side = ContactSheet.tileSide(times.size(), facts.width(), facts.height());
    return FrameTaker.wanted(input, times, side);
  }

  /** Looks and listens in one pass where the film has to be decoded for its pictures anyway. */
  private Seen look(MediaInput input, Wanted wanted, boolean scanned) throws InterruptedException {
    boolean sound = input.facts().hasAudio();
    if (!scanned && !(sound && FrameTaker.atOnce(input.facts()))) {
      return new Seen(scan.listen(input), taker.take(input, wanted));
    }
    Seen seen = scanned ? scan.scan(input, wanted) : scan.listen(input, wanted);
    List<Taken> taken = seen.pictures();
    return new Seen(
        seen.findings(),
        taken.isEmpty() ? taker.take(input, wanted) : taker.complete(input, wanted, taken));
  }

  private static int framesWanted(ReadRequest request, boolean sheet) {
    if (!request.frameTimes().isEmpty()) {
      return request.frameTimes().size();
    }
    if (request.frames() == null) {
      return sheet ? DEFAULT_SHEET_FRAMES : DEFAULT_FRAMES;
    }
    return sheet ? Math.max(1, request.frames()) : request.frames();
  }

  private static List<Double> times(
      ReadRequest request, MediaFacts facts, int count, List<String> notes) {
    int wanted = framesWanted(request, request.contactSheet());
    if (count < wanted) {
      notes.add("Shown are " + count + " of " + wanted + " pictures; ask for fewer files at once.");
    }
    if (request.frameTimes().isEmpty()) {
      return FrameTaker.spread(facts, count);
    }
    double last = FrameTaker.lastFrame(facts);
    for (double time : request.frameTimes()) {
      if (time > facts.durationSeconds()) {
        notes.add(
            String.format(
                Locale.ROOT,
                "%.2f s lies behind the end; shown is the last picture, at %.2f s.",
                time,
                last));
      }
    }
    return request.frameTimes().stream().sorted().limit(count).toList();
  }
}
