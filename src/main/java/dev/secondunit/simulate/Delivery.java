package dev.secondunit.simulate;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Sends an answer over the wire, whole or as broken as the faults say. Blocks while it sends. */
final class Delivery {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,15})-(\\d{0,15})");
  private static final int PIECE = 1 << 16;

  private final Waiting waiting;

  Delivery(Waiting waiting) {
    this.waiting = waiting;
  }

  /**
   * @param strikes those of the request; the answer may have its own
   * @param announced gets the status before the first byte leaves; 0 when none will
   * @throws IOException when the connection is broken, by us or by the client
   */
  void send(
      Request request, Response response, Answer answer, Strikes strikes, IntConsumer announced)
      throws IOException, InterruptedException {
    if (strikes.has(Fault.SLOW_ACCEPT)) {
      waiting.seconds(strikes.value(Fault.SLOW_ACCEPT, 5));
    }
    if (strikes.has(Fault.LOST_REPLY)) {
      announced.accept(0);
      reset(request);
    }
    Answer sent = mangled(answer, strikes);
    Strikes media = sent.carriesMedia() ? sent.strikes().with(strikes) : Strikes.NONE;
    if (media.has(Fault.HTML_DOWNLOAD)) {
      String label = sent.headers().getOrDefault("content-type", "text/html");
      sent = Answer.html(200, "This media is not available").with("content-type", label);
    } else if (media.has(Fault.EMPTY_DOWNLOAD)) {
      sent = new Answer(200, sent.headers(), new Answer.Bytes(new byte[0], false), Strikes.NONE);
    }
    response.setStatus(sent.status());
    sent.headers().forEach(response.getHeaders()::put);
    if (sent.body() instanceof Answer.Whole whole) {
      sendFile(request, response, whole.file(), media, announced);
      return;
    }
    announced.accept(sent.status());
    if (sent.body() instanceof Answer.Events events) {
      sendEvents(request, response, events.events(), strikes);
    } else if (sent.body() instanceof Answer.Bytes bytes) {
      sendBytes(request, response, bytes.bytes(), media);
    }
  }

  /** Breaks the connection the hard way. */
  static void reset(Request request) throws EOFException {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    if (endPoint instanceof SocketChannelEndPoint socket) {
      try {
        socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        throw new EOFException("the client was gone already: " + e);
      }
    }
    endPoint.close();
    throw new EOFException("reset on demand");
  }

  private static Answer mangled(Answer answer, Strikes strikes) {
    if (strikes.has(Fault.ACCEPT_THEN_504)) {
      return Answer.html(504, "504 Gateway Time-out");
    }
    if (strikes.has(Fault.HTML_ANSWER)) {
      return Answer.html(200, "Welcome");
    }
    if (strikes.has(Fault.EMPTY_ANSWER)) {
      return Answer.empty(200);
    }
    if (strikes.has(Fault.MALFORMED_JSON) && answer.body() instanceof Answer.Bytes bytes) {
      byte[] half = Arrays.copyOf(bytes.bytes(), Math.max(1, bytes.bytes().length / 2));
      return new Answer(
          answer.status(), answer.headers(), new Answer.Bytes(half, false), answer.strikes());
    }
    return answer;
  }

  private void sendEvents(Request request, Response response, List<byte[]> events, Strikes strikes)
      throws IOException {
    int last =
        strikes.has(Fault.STREAM_CUT)
            ? events.size() / 2
            : strikes.has(Fault.STREAM_WITHOUT_END) ? events.size() - 1 : events.size();
    OutputStream out = Content.Sink.asOutputStream(response);
    for (byte[] event : events.subList(0, last)) {
      out.write(event);
      out.flush();
    }
    if (strikes.has(Fault.STREAM_CUT)) {
      reset(request);
    }
    out.close();
  }

  private void sendFile(
      Request request, Response response, Path file, Strikes media, IntConsumer announced)
      throws IOException, InterruptedException {
    long length = Files.size(file);
    long from = 0;
    long to = length;
    response.getHeaders().put(HttpHeader.ACCEPT_RANGES, "bytes");
    String wanted = request.getHeaders().get(HttpHeader.RANGE);
    Matcher range = RANGE.matcher(wanted == null ? "" : wanted);
    if (range.matches()) {
      from = Long.parseLong(range.group(1));
      to = range.group(2).isEmpty() ? length : Math.min(length, 1 + Long.parseLong(range.group(2)));
      if (from >= to) {
        response.setStatus(416);
        announced.accept(416);
        response.getHeaders().put(HttpHeader.CONTENT_RANGE, "bytes */" + length);
        Content.Sink.asOutputStream(response).close();
        return;
      }
      response.setStatus(206);
      response
          .getHeaders()
          .put(HttpHeader.CONTENT_RANGE, "bytes " + from + "-" + (to - 1) + "/" + length);
    }
    announced.accept(response.getStatus());
    try (FileChannel channel = FileChannel.open(file)) {
      channel.position(from);
      sendMedia(request, response, Channels.newInputStream(channel), to - from, media);
    }
  }

  private void sendBytes(Request request, Response response, byte[] bytes, Strikes media)
      throws IOException, InterruptedException {
    sendMedia(request, response, new java.io.ByteArrayInputStream(bytes), bytes.length, media);
  }

  private void sendMedia(
      Request request, Response response, InputStream source, long length, Strikes media)
      throws IOException, InterruptedException {
    boolean endless = media.has(Fault.ENDLESS_DOWNLOAD);
    boolean cut = media.has(Fault.TRUNCATED_DOWNLOAD);
    long sent = cut || media.has(Fault.WRONG_CONTENT_LENGTH) ? length / 2 : length;
    if (!endless) {
      response
          .getHeaders()
          .put(HttpHeader.CONTENT_LENGTH, media.has(Fault.WRONG_CONTENT_LENGTH) ? sent : length);
    }
    OutputStream out = Content.Sink.asOutputStream(response);
    long left = sent;
    while (left > 0) {
      byte[] piece = source.readNBytes((int) Math.min(left, PIECE));
      if (media.has(Fault.CORRUPT_DOWNLOAD)) {
        Arrays.fill(piece, (byte) 0x5a);
      }
      write(out, piece, media);
      left -= piece.length;
    }
    while (endless) {
      out.write(new byte[PIECE]);
    }
    if (cut) {
      out.flush();
      endGracelessly(request);
    }
    out.close();
  }

  private void write(OutputStream out, byte[] piece, Strikes media)
      throws IOException, InterruptedException {
    if (!media.has(Fault.SLOW_BYTES)) {
      out.write(piece);
      return;
    }
    int perSecond = (int) Math.max(1, media.value(Fault.SLOW_BYTES, 1024));
    for (int at = 0; at < piece.length; at += perSecond) {
      out.write(piece, at, Math.min(perSecond, piece.length - at));
      out.flush();
      waiting.seconds(1);
    }
  }

  /** Ends the connection in order, so that what was sent arrives, and nothing after it. */
  private static void endGracelessly(Request request) throws EOFException {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    throw new EOFException("cut on demand");
  }
}
