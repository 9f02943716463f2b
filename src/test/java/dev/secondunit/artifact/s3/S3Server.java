package dev.secondunit.artifact.s3;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A server that speaks S3, as a process of its own on a free port, empty and with one bucket. */
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "studio";

  private static final Pattern LISTENING =
      Pattern.compile("Tomcat started on ports?.*?(\\d+) \\(http\\)");

  private final Process process;
  private final URI endpoint;

  private S3Server(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * @param folder where it keeps its objects
   */
  public static S3Server start(Path folder) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String jar =
        Arrays.stream(classPath.split(File.pathSeparator))
            .filter(each -> each.matches(".*s3mock-[^/\\\\]*-exec\\.jar"))
            .findFirst()
            .orElseThrow(() -> new IOException("the server's jar is not on the class path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "-jar",
                jar,
                "--server.port=0",
                "--com.adobe.testing.s3mock.httpPort=0",
                "--com.adobe.testing.s3mock.store.root=" + folder,
                "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET)
            .redirectErrorStream(true)
            .start();
    BufferedReader log =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> said = new ArrayList<>();
    String port = null;
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      said.add(line);
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        port = listening.group(1);
      }
      if (port != null && line.contains("Started S3MockApplication")) {
        // A full pipe would stop it.
        Thread reading = new Thread(() -> log.lines().forEach(each -> {}), "s3-server-log");
        reading.setDaemon(true);
        reading.start();
        return new S3Server(process, URI.create("http://127.0.0.1:" + port));
      }
    }
    process.destroyForcibly();
    throw new IOException("it did not start:\n" + String.join("\n", said));
  }

  /** The value of SECOND_UNIT_ARTIFACT_URL for this server. */
  public String url(String prefix) {
    return "s3://" + BUCKET + "/" + prefix + "?region=us-east-1&endpoint=" + endpoint;
  }

  /** What a process needs beside the address. */
  public static Map<String, String> credentials() {
    return Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test-secret");
  }

  public S3Bucket bucket(String prefix) {
    return bucketAt(url(prefix));
  }

  public S3Bucket bucketNamed(String name) {
    return bucketAt(url("").replace(BUCKET, name));
  }

  private static S3Bucket bucketAt(String url) {
    return new S3Bucket(
        BucketAddress.read("SECOND_UNIT_ARTIFACT_URL", url),
        () -> StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test-secret")));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
