package dev.secondunit.backend.previz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The font shipped with this program: its bytes, which characters it has and how wide they are. The
 * widths are read from the font's own tables, so that text is broken where FFmpeg will draw it.
 */
final class Typeface {
  private static final String RESOURCE = "Inter-SemiBold.otf";

  /** Stands for a character the font does not have. */
  private static final int ABSENT = 0x25a1;

  /** More of a text than can be shown on any frame. */
  private static final int LONGEST = 2_000;

  private static Typeface shared;

  private final byte[] bytes;
  private final Map<Integer, Double> widths = new HashMap<>();

  private Typeface(byte[] bytes) {
    this.bytes = bytes;
    ByteBuffer font = ByteBuffer.wrap(bytes);
    double unitsPerEm = font.getShort(table(font, "head") + 18) & 0xffff;
    int measured = font.getShort(table(font, "hhea") + 34) & 0xffff;
    int advances = table(font, "hmtx");
    int map = table(font, "cmap");
    int encoding = map + font.getInt(map + 8);
    int segments = (font.getShort(encoding + 6) & 0xffff) / 2;
    for (int i = 0; i < segments; i++) {
      int end = font.getShort(encoding + 14 + 2 * i) & 0xffff;
      int start = font.getShort(encoding + 16 + 2 * (segments + i)) & 0xffff;
      int delta = font.getShort(encoding + 16 + 2 * (2 * segments + i));
      int offsetAt = encoding + 16 + 2 * (3 * segments + i);
      int offset = font.getShort(offsetAt) & 0xffff;
      for (int character = start; character <= end && character != 0xffff; character++) {
        int glyph =
            offset == 0
                ? character + delta & 0xffff
                : font.getShort(offsetAt + offset + 2 * (character - start)) & 0xffff;
        if (glyph != 0) {
          int column = Math.min(glyph, measured - 1);
          widths.put(character, (font.getShort(advances + 4 * column) & 0xffff) / unitsPerEm);
        }
      }
    }
  }

  static synchronized Typeface shared() {
    if (shared == null) {
      try (InputStream in = Typeface.class.getResourceAsStream(RESOURCE)) {
        shared = new Typeface(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  /** The font file. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** How wide a line is at a font size, both in pixels. */
  double width(String line, double size) {
    return line.codePoints().mapToDouble(this::advance).sum() * size;
  }

  /** Whether every visible character of the text can be drawn. */
  boolean covers(String text) {
    return clean(text).codePoints().noneMatch(character -> character == ABSENT)
        || text.indexOf(ABSENT) >= 0;
  }

  /** The text on one line, without control characters; what the font lacks becomes a box. */
  String clean(String text) {
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    StringBuilder clean = new StringBuilder();
    boolean space = false;
    boolean box = false;
    for (int character : start.codePoints().toArray()) {
      int kind = Character.getType(character);
      boolean invisible =
          kind == Character.FORMAT
              || kind == Character.NON_SPACING_MARK
              || kind == Character.ENCLOSING_MARK
              || kind == Character.SURROGATE
              || character == 0xfe0f;
      if (Character.isWhitespace(character) || kind == Character.CONTROL) {
        space = clean.length() > 0;
        continue;
      }
      if (invisible && !(kind == Character.NON_SPACING_MARK && widths.containsKey(character))) {
        continue;
      }
      if (space) {
        clean.append(' ');
      }
      boolean known = widths.containsKey(character);
      if (known || !box || space) {
        clean.appendCodePoint(known ? character : ABSENT);
      }
      space = false;
      box = !known;
    }
    return clean.toString();
  }

  /**
   * Breaks a text into lines no wider than {@code width} pixels. What does not fit into so many
   * lines is cut and ends in an ellipsis.
   */
  List<String> wrap(String text, double size, double width, int maxLines) {
    List<String> lines = new ArrayList<>();
    String rest = clean(text);
    boolean more = text.length() > LONGEST;
    while (!rest.isEmpty() && lines.size() < maxLines) {
      int end = fitting(rest, size, width);
      if (end < rest.length()) {
        int space = rest.lastIndexOf(' ', end);
        end = space > 0 ? space : end;
      }
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    if ((!rest.isEmpty() || more) && !lines.isEmpty()) {
      String last = lines.remove(lines.size() - 1);
      int end = Math.min(last.length(), fitting(last, size, width - width("…", size)));
      lines.add(last.substring(0, end).stripTrailing() + "…");
    }
    return lines;
  }

  /** Whether the whole text fits into so many lines. */
  boolean fits(String text, double size, double width, int maxLines) {
    List<String> lines = wrap(text, size, width, maxLines + 1);
    return lines.size() <= maxLines && text.length() <= LONGEST;
  }

  /** How many leading chars fit, at least one character. */
  private int fitting(String line, double size, double width) {
    double used = 0;
    int at = 0;
    while (at < line.length()) {
      int character = line.codePointAt(at);
      used += advance(character) * size;
      if (used > width && at > 0) {
        return at;
      }
      at += Character.charCount(character);
    }
    return at;
  }

  private double advance(int character) {
    return widths.getOrDefault(character, 1.0);
  }

  private static int table(ByteBuffer font, String name) {
    int count = font.getShort(4) & 0xffff;
    for (int i = 0; i < count; i++) {
      int entry = 12 + 16 * i;
      byte[] tag = new byte[4];
      font.get(entry, tag);
      if (new String(tag, java.nio.charset.StandardCharsets.ISO_8859_1).equals(name)) {
        return font.getInt(entry + 8);
      }
    }
    throw new IllegalStateException("the font has no table " + name);
  }
}
