package dev.secondunit.artifact;

import dev.secondunit.media.MediaFormat;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Names for finished files: {@code <UTC time>_<slug>_<end of the job id>[_<index>].<extension>}.
 * They sort by time, say what is inside, are legal on every common file system and never meet a
 * name that Windows reserves, because they begin with a digit.
 */
final class FileNames {
  static final int LONGEST_SLUG = 40;

  /** Keeps the whole name below the 255 bytes of common file systems in any script. */
  private static final int LONGEST_SLUG_BYTES = 120;

  private static final int ID_CHARACTERS = 8;
  private static final String NAMELESS = "untitled";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private FileNames() {}

  /** The name without extension; the same arguments always give the same one. */
  static String stem(Instant createdAt, String title, String jobId, int index) {
    return stem(createdAt, title, index, idEnd(jobId));
  }

  /** The same with the whole id in it, for a place where many machines write. */
  static String wholeStem(Instant createdAt, String title, String jobId, int index) {
    return stem(createdAt, title, index, jobId.substring(jobId.indexOf('_') + 1));
  }

  private static String stem(Instant createdAt, String title, int index, String id) {
    return TIME.format(createdAt) + "_" + slug(title) + "_" + id + (index == 0 ? "" : "_" + index);
  }

  /** The part of every name of a job's files that comes from the job id. */
  static String idEnd(String jobId) {
    return jobId.length() <= ID_CHARACTERS
        ? jobId
        : jobId.substring(jobId.length() - ID_CHARACTERS);
  }

  /**
   * Letters and digits of any script in lower case, Latin ones without accents, everything else
   * (separators, dots, control and direction characters, emoji) as single hyphens; at most {@value
   * #LONGEST_SLUG} characters.
   */
  static String slug(String title) {
    String plain = Normalizer.normalize(title == null ? "" : title, Normalizer.Form.NFKD);
    plain = plain.replaceAll("[\\u0300-\\u036f]", "");
    plain = Normalizer.normalize(plain, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    StringBuilder slug = new StringBuilder();
    int characters = 0;
    int bytes = 0;
    boolean gap = false;
    for (int i = 0; i < plain.length() && characters < LONGEST_SLUG; ) {
      int character = plain.codePointAt(i);
      i += Character.charCount(character);
      if (!belongs(character, slug.length() == 0 || gap)) {
        gap = slug.length() > 0;
        continue;
      }
      String next = (gap ? "-" : "") + Character.toString(character);
      bytes += next.getBytes(StandardCharsets.UTF_8).length;
      characters += gap ? 2 : 1;
      if (bytes > LONGEST_SLUG_BYTES || characters > LONGEST_SLUG) {
        break;
      }
      slug.append(next);
      gap = false;
    }
    return slug.length() == 0 ? NAMELESS : slug.toString();
  }

  private static boolean belongs(int character, boolean first) {
    if (Character.isLetterOrDigit(character)) {
      return true;
    }
    // Vowel signs of Indic and other scripts belong to the letter before them.
    int type = Character.getType(character);
    boolean mark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    boolean variationSelector = character >= 0xFE00 && character <= 0xFE0F;
    return mark && !first && !variationSelector;
  }

  /** The extension that goes with a measured media type. */
  static String extension(String mediaType) {
    return MediaFormat.ofMediaType(mediaType)
        // A film container that holds sound only, or the other way round.
        .or(() -> MediaFormat.ofMediaType(mediaType.replaceFirst("^audio/", "video/")))
        .or(() -> MediaFormat.ofMediaType(mediaType.replaceFirst("^video/", "audio/")))
        .map(MediaFormat::extension)
        .orElse("bin");
  }
}
