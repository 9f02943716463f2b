package dev.secondunit.backend;

import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.WaveContainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes presentable what a synchronous vendor answered with: named by what its bytes are. */
public final class DeliveredFile {
  private DeliveredFile() {}

  /**
   * Names the file by its bytes.
   *
   * @param path a file in the shot's scratch folder; renamed
   * @param announced the media type the vendor gave, or null
   */
  public static RemoteFile of(Path path, String announced) throws IOException {
    String type = announced;
    Path named = path;
    MediaFormat format = format(path);
    if (format != null) {
      type = format.mediaType();
      named = path.resolveSibling(stem(path) + "." + format.extension());
      if (!named.equals(path)) {
        Files.move(path, named, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return new RemoteFile(named.toString(), type, Files.size(named), null);
  }

  /** Puts bare samples into a WAV file beside them and removes them. */
  public static RemoteFile ofSamples(Path samples, WaveContainer.Coding coding, int sampleRate)
      throws IOException {
    if (format(samples) == MediaFormat.WAV) {
      return of(samples, null);
    }
    Path wave = samples.resolveSibling(stem(samples) + ".wav");
    WaveContainer.write(samples, wave, coding, sampleRate);
    Files.delete(samples);
    return new RemoteFile(wave.toString(), "audio/wav", Files.size(wave), null);
  }

  private static MediaFormat format(Path path) throws IOException {
    try (InputStream bytes = Files.newInputStream(path)) {
      return MediaFormat.ofBytes(bytes.readNBytes(MediaFormat.HEAD_BYTES)).orElse(null);
    }
  }

  private static String stem(Path path) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
