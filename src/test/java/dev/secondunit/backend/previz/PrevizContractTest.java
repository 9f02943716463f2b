package dev.secondunit.backend.previz;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendContract;
import dev.secondunit.backend.Shot;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

class PrevizContractTest extends BackendContract {
  private final List<PrevizBackend> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    opened.forEach(PrevizBackend::close);
  }

  @Override
  protected Backend open() {
    PrevizBackend backend =
        new PrevizBackend(TestMedia.FFMPEG, folder.resolve("tickets"), Clock.systemUTC(), 2);
    opened.add(backend);
    return backend;
  }

  @Override
  protected Shot shot(String jobId, Path scratch) {
    Shot shot = Shots.shot(Mode.IMAGE, Operation.GENERATE, Shots.words("a paper boat"), null);
    return new Shot(jobId, 1, shot.plan(), null, scratch);
  }

  @Override
  protected void finish() {}

  @Override
  protected long creates() {
    Path tickets = folder.resolve("tickets");
    if (!Files.isDirectory(tickets)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(tickets)) {
      return entries.filter(entry -> !entry.getFileName().toString().startsWith(".")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
