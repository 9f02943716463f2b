package dev.secondunit.backend.previz;

import dev.secondunit.backend.Shot;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a shot out as a ticket, with copies of its inputs beside it. */
final class TicketDesk {
  private static final double SHORTEST_SECONDS = 0.04;
  private static final double LONGEST_FILM_SECONDS = 60;
  private static final double LONGEST_SOUND_SECONDS = 600;

  private final Path folder;
  private int files;

  /**
   * @param folder the new ticket's folder
   */
  TicketDesk(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws IllegalArgumentException with a sentence for the caller when the shot cannot be made
   */
  Ticket write(String id, Shot shot, String acceptedAt) throws IOException {
    Plan plan = shot.plan();
    Parameters wanted = plan.effective();
    Operation operation = plan.operation();
    Ticket ticket =
        new Ticket(
            id,
            shot.jobId(),
            shot.attempt(),
            acceptedAt,
            plan.model(),
            plan.mode(),
            operation,
            wanted.text(Parameter.PROMPT).orElse(""),
            wanted.text(Parameter.NEGATIVE_PROMPT).filter(text -> !text.isBlank()).orElse(null),
            wanted.number(Parameter.DURATION).orElse(null),
            wanted.text(Parameter.ASPECT_RATIO).filter(ratio -> !ratio.equals("auto")).orElse(null),
            wanted.text(Parameter.SIZE).filter(size -> !size.equals("auto")).orElse(null),
            pictures(wanted.inputs(Parameter.INPUT_IMAGES)),
            picture(wanted.input(Parameter.LAST_FRAME).orElse(null)),
            pictures(wanted.inputs(Parameter.KEYFRAMES)),
            wanted.numbers(Parameter.KEYFRAME_TIMES),
            pictures(wanted.inputs(Parameter.VIDEO_REFERENCE_IMAGES)),
            shot.source() == null ? null : picture(shot.source().file()),
            wanted.integer(Parameter.SEED).orElse(null),
            wanted.text(Parameter.AUDIO_TYPE).orElse(null),
            wanted.text(Parameter.VOICE).orElse(null),
            wanted.number(Parameter.SPEED).orElse(null),
            wanted.text(Parameter.OUTPUT_FORMAT).orElse(null),
            wanted.text(Parameter.IMAGE_BACKGROUND).filter("transparent"::equals).isPresent(),
            wanted.flag(Parameter.GENERATE_AUDIO).orElse(true),
            shot.name());
    check(ticket);
    return ticket;
  }

  private static void check(Ticket ticket) {
    boolean fromSource =
        switch (ticket.operation()) {
          case GENERATE -> false;
          case LAST_FRAME -> ticket.images().isEmpty();
          case EXTEND, EDIT, REMIX -> true;
        };
    if (fromSource && ticket.source() == null) {
      throw new IllegalArgumentException(ticket.operation().word() + " needs a source.");
    }
    if (ticket.mode() == Mode.AUDIO && ticket.operation() != Operation.GENERATE) {
      throw new IllegalArgumentException("previz can only generate sound, not change it.");
    }
    boolean moving =
        ticket.operation() == Operation.EXTEND
            || ticket.operation() == Operation.EDIT
            || ticket.operation() == Operation.LAST_FRAME && ticket.images().isEmpty();
    if (ticket.mode() == Mode.VIDEO && moving && ticket.source().seconds() == null) {
      throw new IllegalArgumentException(
          ticket.operation().word() + " needs a video to start from, not a still.");
    }
    if (ticket.mode() == Mode.IMAGE
        && (ticket.operation() == Operation.EXTEND || ticket.operation() == Operation.LAST_FRAME)) {
      throw new IllegalArgumentException("A still cannot be made by " + ticket.operation().word());
    }
    if (ticket.mode() != Mode.AUDIO) {
      ticket.frame();
    }
    double longest = ticket.mode() == Mode.AUDIO ? LONGEST_SOUND_SECONDS : LONGEST_FILM_SECONDS;
    Double seconds = ticket.duration();
    if (seconds != null && (seconds < SHORTEST_SECONDS || seconds > longest)) {
      throw new IllegalArgumentException(
          "duration "
              + seconds
              + " is outside "
              + SHORTEST_SECONDS
              + " to "
              + longest
              + " seconds.");
    }
    boolean silent = ticket.prompt().codePoints().noneMatch(Character::isLetterOrDigit);
    boolean speech = ticket.audioType() == null || ticket.audioType().equals("speech");
    if (ticket.mode() == Mode.AUDIO && speech && silent) {
      throw new IllegalArgumentException("There are no words to speak in the prompt.");
    }
  }

  private List<Ticket.Picture> pictures(List<MediaInput> inputs) throws IOException {
    List<Ticket.Picture> pictures = new ArrayList<>();
    for (MediaInput input : inputs) {
      pictures.add(picture(input));
    }
    return pictures;
  }

  private Ticket.Picture picture(MediaInput input) throws IOException {
    if (input == null) {
      return null;
    }
    String name = "input-" + files++;
    Files.copy(input.path(), folder.resolve(name));
    Integer width = input.facts().width();
    Integer height = input.facts().height();
    return new Ticket.Picture(
        name,
        width == null ? 0 : width,
        height == null ? 0 : height,
        input.facts().durationSeconds(),
        input.facts().hasAudio());
  }
}
