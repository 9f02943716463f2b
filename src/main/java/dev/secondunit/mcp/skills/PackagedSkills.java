package dev.secondunit.mcp.skills;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The skills as they were packaged with the program, from its jar or from its folder of classes.
 */
final class PackagedSkills {
  private static final String FOLDER = "skills/";

  /** One file that is there for certain, to find the others by. */
  static final String KNOWN = "/" + FOLDER + "video-generation/SKILL.md";

  private PackagedSkills() {}

  /** Reads them all, in the order of their names. */
  static List<Skill> load() {
    return load(PackagedSkills.class.getResource(KNOWN));
  }

  /**
   * @param known where {@link #KNOWN} was found, or null when it was not
   */
  static List<Skill> load(URL known) {
    Map<String, byte[]> packaged = read(known);
    Map<String, List<SkillFile>> files = new TreeMap<>();
    packaged.forEach(
        (path, bytes) -> {
          int end = path.indexOf('/');
          if (end > 0) {
            files
                .computeIfAbsent(path.substring(0, end), name -> new ArrayList<>())
                .add(SkillFile.of(Skill.SCHEME + path, bytes));
          }
        });
    return files.entrySet().stream()
        .map(skill -> Skill.of(skill.getKey(), skill.getValue()))
        .toList();
  }

  /** The bytes of every file by its path below the folder. */
  private static Map<String, byte[]> read(URL known) {
    if (known == null) {
      throw new IllegalStateException("the skills are missing in this build");
    }
    try {
      URLConnection connection = known.openConnection();
      return connection instanceof JarURLConnection jar
          ? fromJar(jar.getJarFile())
          : fromFolder(Path.of(URI.create(known.toString())).getParent().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("the skills cannot be read", e);
    }
  }

  private static Map<String, byte[]> fromJar(JarFile jar) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
      if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
        try (InputStream in = jar.getInputStream(entry)) {
          files.put(entry.getName().substring(FOLDER.length()), in.readAllBytes());
        }
      }
    }
    return files;
  }

  private static Map<String, byte[]> fromFolder(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        files.put(path, Files.readAllBytes(file));
      }
    }
    return files;
  }
}
