package dev.secondunit.backend.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import org.eclipse.jetty.client.InputStreamRequestContent;

/** Part of a file as request content, with its length known beforehand. */
final class SliceContent extends InputStreamRequestContent {
  private final long length;

  SliceContent(Body.FileSlice slice) throws IOException {
    super(slice.mediaType(), open(slice), Body.BUFFERS);
    this.length = slice.length();
  }

  private static InputStream open(Body.FileSlice slice) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(slice.path());
    channel.position(slice.offset());
    return new BoundedInputStream(Channels.newInputStream(channel), slice.length(), true);
  }

  @Override
  public long getLength() {
    return length;
  }
}
