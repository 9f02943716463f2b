package dev.secondunit.mcp.http;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;

/**
 * Reads a body as it comes, holding no thread meanwhile: however many clients send theirs a byte at
 * a time, the others are served. Memory is taken for what has come, not for what was announced.
 */
final class RequestBody implements Runnable {
  private final Content.Source source;
  private final int longest;
  private final Consumer<byte[]> whole;
  private final Runnable tooLong;
  private final Consumer<Throwable> broken;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private RequestBody(
      Content.Source source,
      int longest,
      Consumer<byte[]> whole,
      Runnable tooLong,
      Consumer<Throwable> broken) {
    this.source = source;
    this.longest = longest;
    this.whole = whole;
    this.tooLong = tooLong;
    this.broken = broken;
  }

  /**
   * Calls exactly one of the three, now or later, on a thread that may block.
   *
   * @param longest how many bytes it may have
   * @param broken is given what the client's connection failed by
   */
  static void read(
      Content.Source source,
      int longest,
      Consumer<byte[]> whole,
      Runnable tooLong,
      Consumer<Throwable> broken) {
    new RequestBody(source, longest, whole, tooLong, broken).run();
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        source.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        broken.accept(chunk.getFailure());
        return;
      }
      boolean last = chunk.isLast();
      boolean fits = chunk.remaining() <= longest - bytes.size();
      if (fits) {
        byte[] part = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(part);
        bytes.writeBytes(part);
      }
      chunk.release();
      if (!fits) {
        tooLong.run();
        return;
      }
      if (last) {
        whole.accept(bytes.toByteArray());
        return;
      }
    }
  }
}
