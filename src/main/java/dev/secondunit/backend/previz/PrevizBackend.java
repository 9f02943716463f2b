package dev.secondunit.backend.previz;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Lost;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.Continuation;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Renders animatics and scratch sound on this machine, behind the same interface as a paid vendor:
 * a create is accepted at once and worked on in a queue. The queue is a folder, so accepted shots
 * survive a restart; the first poll after it takes the work up again. Several processes may share
 * the folder; a shot is rendered by one of them at a time.
 *
 * <p>Every submit is a new ticket, also of the same shot: a second ticket shows that a create was
 * sent twice. At most {@code parallelism} shots are rendered at once, first come, first served.
 * Closing stops the renders of this process and leaves their tickets to the next. A ticket is kept
 * for a week after it is done, as a vendor keeps its copies; then polls and downloads find it gone.
 */
public final class PrevizBackend implements Backend, AutoCloseable {
  public static final String NAME = "previz";

  private static final Duration POLL_SOON = Duration.ofMillis(500);
  private static final Duration POLL_LATER = Duration.ofSeconds(2);
  private static final String TICKET_ID = "previz_[0-9a-z]{26}";

  private final Path folder;
  private final Clock clock;
  private final Identifiers identifiers;
  private final RenderQueue queue;
  private final TicketRetention retention;

  /**
   * Does no I/O.
   *
   * @param folder where the tickets lie; made on the first submit
   * @param parallelism how many shots are rendered at once, usually the number of cores
   */
  public PrevizBackend(Ffmpeg ffmpeg, Path folder, Clock clock, int parallelism) {
    this.folder = Objects.requireNonNull(folder, "folder");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.identifiers = new Identifiers(clock, new SecureRandom());
    this.retention = new TicketRetention(folder, clock);
    this.queue = new RenderQueue(Objects.requireNonNull(ffmpeg, "ffmpeg"), parallelism);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Readiness readiness() {
    return Readiness.READY;
  }

  @Override
  public Submission submit(Shot shot) throws BackendException {
    String id = identifiers.next(NAME);
    Path draft = null;
    try {
      Files.createDirectories(folder);
      draft = Files.createTempDirectory(folder, draftOf(shot));
      new TicketFolder(draft)
          .write(new TicketDesk(draft).write(id, shot, clock.instant().toString()));
      Files.move(draft, folder.resolve(id));
    } catch (IllegalArgumentException e) {
      discard(draft);
      throw new BackendException(
          Fate.REJECTED, Failure.of(ErrorCode.UNSUPPORTED_OPERATION, e.getMessage()), e);
    } catch (IOException e) {
      discard(draft);
      throw new BackendException(Fate.NOT_ACCEPTED, storage(e), e);
    }
    queue.add(ticket(id));
    retention.clear();
    return new Submission.Accepted(
        new VendorReference(id, Map.of("mode", shot.plan().mode().word())), POLL_SOON);
  }

  @Override
  public boolean reconciles(Plan plan) {
    return true;
  }

  /**
   * The tickets are all on this disk, so it can always be told whether a create arrived. What a
   * killed one had begun to write is removed.
   */
  @Override
  public Optional<Submission> reconcile(Shot shot, Lost lost) throws BackendException {
    try {
      if (Files.isDirectory(folder)) {
        discardDrafts(shot);
        for (String id : ticketIds()) {
          Ticket written = ticket(id).ticket();
          if (written.jobId().equals(shot.jobId()) && written.attempt() == shot.attempt()) {
            return Optional.of(
                new Submission.Accepted(
                    new VendorReference(id, Map.of("mode", written.mode().word())), POLL_SOON));
          }
        }
      }
    } catch (IOException e) {
      throw new BackendException(Fate.UNKNOWN, storage(e), e);
    }
    throw new BackendException(
        Fate.NOT_ACCEPTED,
        Failure.of(ErrorCode.UNKNOWN_ID, "previz has no ticket for " + shot.jobId() + "."));
  }

  private List<String> ticketIds() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> new TicketFolder(entry).exists())
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  @Override
  public Poll poll(VendorReference reference) throws BackendException {
    TicketFolder ticket = ticket(reference.id());
    try {
      if (ticket == null || !ticket.exists()) {
        return new Poll.Expired(
            Failure.of(
                ErrorCode.UNKNOWN_ID, "previz has no ticket " + reference.id() + " any more."));
      }
      if (ticket.cancelled()) {
        return new Poll.Failed(Failure.of(ErrorCode.CANCELLED, "The shot was called off."));
      }
      var failure = ticket.failure();
      if (failure.isPresent()) {
        return new Poll.Failed(failure.get());
      }
      var finished = ticket.finished();
      if (finished.isPresent()) {
        return new Poll.Done(outcome(ticket, finished.get()));
      }
    } catch (IOException e) {
      throw new BackendException(Fate.NOT_ACCEPTED, storage(e), e);
    }
    RenderQueue.Position position = queue.add(ticket);
    Duration pollAfter = position.ahead() > 2 ? POLL_LATER : POLL_SOON;
    return new Poll.Running(position.progress(), position.words(), pollAfter);
  }

  @Override
  public long download(RemoteFile file, Path target) throws BackendException {
    Path result = Path.of(file.location());
    if (!result.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
      throw new BackendException(
          Fate.REJECTED,
          Failure.of(ErrorCode.PATH_DENIED, result + " is not a result of this backend."));
    }
    try {
      Files.deleteIfExists(target);
      copy(result, target);
      return Files.size(target);
    } catch (IOException e) {
      throw new BackendException(
          Fate.NOT_ACCEPTED,
          Failure.of(ErrorCode.DOWNLOAD_FAILED, "Cannot copy " + result + ": " + e.getMessage()),
          e);
    }
  }

  @Override
  public boolean cancels() {
    return true;
  }

  @Override
  public boolean cancel(VendorReference reference) throws BackendException {
    TicketFolder ticket = ticket(reference.id());
    if (ticket == null || !ticket.exists()) {
      return false;
    }
    try {
      if (!ticket.cancelled() && ticket.settled()) {
        return false;
      }
      ticket.cancel();
      queue.remove(ticket.id());
      return true;
    } catch (IOException e) {
      throw new BackendException(Fate.NOT_ACCEPTED, storage(e), e);
    }
  }

  @Override
  public void close() {
    queue.close();
  }

  private Outcome outcome(TicketFolder folder, TicketFolder.Finished finished) throws IOException {
    Ticket ticket = folder.ticket();
    Path file = folder.path().resolve(finished.file()).toAbsolutePath();
    String extension = finished.file().substring(finished.file().lastIndexOf('.') + 1);
    String mediaType = MediaFormat.ofExtension(extension).map(MediaFormat::mediaType).orElse(null);
    RemoteFile remote =
        new RemoteFile(file.toString(), mediaType, Files.size(file), Map.of("ticket", ticket.id()));
    return new Outcome(
        java.util.List.of(remote),
        ticket.model(),
        UsdAmount.ZERO,
        new Continuation(
            prefix(ticket.mode()),
            operations(ticket.mode()),
            null,
            null,
            Map.of("ticket", ticket.id())),
        finished.warning() == null ? java.util.List.of() : java.util.List.of(finished.warning()));
  }

  private static String prefix(Mode mode) {
    return switch (mode) {
      case VIDEO -> "previz_vid";
      case IMAGE -> "previz_img";
      case AUDIO -> "previz_aud";
    };
  }

  private static Set<Operation> operations(Mode mode) {
    return switch (mode) {
      case VIDEO -> Set.of(Operation.EXTEND, Operation.EDIT, Operation.REMIX);
      case IMAGE -> Set.of(Operation.EDIT);
      case AUDIO -> Set.of();
    };
  }

  /** The folder of a ticket, or null when the id cannot be one of ours. */
  private TicketFolder ticket(String id) {
    return id.matches(TICKET_ID) ? new TicketFolder(folder.resolve(id)) : null;
  }

  private static void copy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException e) {
      // Another file system, or one without links.
      Files.copy(from, to);
    }
  }

  private static String draftOf(Shot shot) {
    return ".draft-" + shot.jobId() + "-" + shot.attempt() + "-";
  }

  private void discardDrafts(Shot shot) throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, draftOf(shot) + "*")) {
      for (Path draft : drafts) {
        TicketFolder.delete(draft);
      }
    }
  }

  private static void discard(Path draft) {
    try {
      if (draft != null) {
        TicketFolder.delete(draft);
      }
    } catch (IOException e) {
      // The failure that led here is the one to report.
    }
  }

  private static Failure storage(IOException e) {
    return Failure.of(ErrorCode.STORAGE_FAILED, "previz cannot use its folder: " + e.getMessage());
  }

  /** What a render that went wrong means for the ticket. */
  static Failure failureOf(FailureException e) {
    Failure failure = e.failure();
    return failure.code() == ErrorCode.MEDIA_CORRUPT
            || failure.code() == ErrorCode.MEDIA_TYPE_MISMATCH
        ? failure.withHint("One of the inputs cannot be decoded; check it with read_media.")
        : failure;
  }
}
