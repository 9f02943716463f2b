package dev.secondunit.backend.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.client.InputStreamRequestContent;

/** A file as request content that is deleted when it was sent or given up. */
final class RemovedAfterwards extends InputStreamRequestContent {
  private final long length;

  RemovedAfterwards(String mediaType, Path path) throws IOException {
    super(mediaType, new DeletingStream(path), Body.BUFFERS);
    this.length = Files.size(path);
  }

  @Override
  public long getLength() {
    return length;
  }

  private static final class DeletingStream extends FilterInputStream {
    private final Path path;

    DeletingStream(Path path) throws IOException {
      super(Files.newInputStream(path));
      this.path = path;
    }

    @Override
    public void close() throws IOException {
      super.close();
      Files.deleteIfExists(path);
    }
  }
}
