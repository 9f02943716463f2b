package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.artifact.s3.S3Bucket;
import dev.secondunit.artifact.s3.S3Server;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Sha256;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a bucket of a real server, and what only buckets have. */
class BucketArtifactStoreTest extends ArtifactStoreContract {
  private static final AtomicInteger PREFIXES = new AtomicInteger();
  private static final Duration LINKS_HOLD = Duration.ofHours(1);
  private static final int MOST = 1_000;

  @TempDir static Path objects;
  private static S3Server server;

  private final S3Bucket bucket = server.bucket("films/" + PREFIXES.incrementAndGet());
  private ArtifactStore store;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3Server.start(objects);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  ArtifactStore store() {
    if (store == null) {
      store = on(bucket);
    }
    return store;
  }

  private ArtifactStore on(Bucket shared) {
    return onNode(shared, "node");
  }

  private ArtifactStore onNode(Bucket shared, String node) {
    return new BucketArtifactStore(
        shared,
        LINKS_HOLD,
        new FakeMeasurer(),
        "second-unit test",
        temporary.resolve(node),
        Clock.fixed(NOON, ZoneOffset.UTC));
  }

  @Override
  String idInNames() {
    return "01jd0000000000000003k7vq2mz";
  }

  @Override
  Path folder() {
    return Path.of("reel one");
  }

  @Override
  List<String> names() throws IOException {
    return bucket.list("reel one/", MOST).stream()
        .map(key -> key.substring("reel one/".length()))
        .toList();
  }

  @Override
  void occupy(String name, String content) throws IOException {
    Path file = Files.writeString(temporary.resolve("occupying"), content);
    bucket.putNew("reel one/" + name, file, Sha256.of(content), "text/plain", Map.of());
  }

  @Override
  byte[] content(String name) throws IOException {
    return bucket.read("reel one/" + name, 1 << 20).orElseThrow();
  }

  @Override
  void remove(String name) throws IOException {
    bucket.delete("reel one/" + name);
  }

  /** Its calls are counted, and from one on nothing happens any more, as after a kill. */
  private static Bucket dyingAfter(int steps, Bucket real) {
    AtomicInteger left = new AtomicInteger(steps);
    return (Bucket)
        Proxy.newProxyInstance(
            Bucket.class.getClassLoader(),
            new Class<?>[] {Bucket.class},
            (proxy, method, arguments) -> {
              boolean changes =
                  method.getName().equals("putNew") || method.getName().equals("delete");
              if (changes && left.getAndDecrement() <= 0) {
                throw new PowerCut();
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static final class PowerCut extends RuntimeException {}

  @Test
  void commit_cutShortAtAnyStep_isFinishedByAnotherNode() throws Exception {
    for (int steps = 0; steps < 2; steps++) {
      Staged staged = staged("job_" + steps + "_abcdefgh", 0, "take");
      put(staged, "pictures");
      ArtifactStore doomed = on(dyingAfter(steps, bucket));
      assertThrows(PowerCut.class, () -> doomed.commit(staged, provenance()));
      ArtifactStore other = onNode(bucket, "other");
      assertTrue(other.find(staged).isEmpty(), "no artifact without a sidecar");
      Files.write(
          other.stage(folder(), staged.jobId(), 0), FakeMeasurer.media("video/mp4", "pictures"));

      Artifact artifact = other.commit(staged, provenance());

      assertEquals(artifact, store().find(staged).orElseThrow());
      assertEquals(2 * (steps + 1), names().size(), names().toString());
    }
  }

  @Test
  void putNew_otherBytesThanTheDigest_isRefusedByTheServer() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "these bytes");
    String wrong = FakeMeasurer.sha256("other bytes".getBytes(StandardCharsets.UTF_8));

    assertThrows(
        IOException.class, () -> bucket.putNew("damaged", file, wrong, "video/mp4", Map.of()));
    assertEquals(List.of(), bucket.list("damaged", 1));
  }

  @Test
  void putNew_taken_leavesTheOtherAlone() throws Exception {
    Path first = Files.writeString(temporary.resolve("first"), "first");
    Path second = Files.writeString(temporary.resolve("second"), "second");

    assertTrue(bucket.putNew("same", first, Sha256.of(first), "text/plain", Map.of()));
    assertTrue(!bucket.putNew("same", second, Sha256.of(second), "text/plain", Map.of()));
    assertArrayEquals(
        "first".getBytes(StandardCharsets.UTF_8), bucket.read("same", 100).orElseThrow());
  }

  @Test
  void link_isReadableByAnybodyAndSaysUntilWhen() throws Exception {
    Staged staged = staged(JOB, 0, "take");
    put(staged, "pictures");
    Artifact artifact = store().commit(staged, provenance());

    ArtifactStore.Link link = store().link(artifact.location()).orElseThrow();
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(link.url()).build(),
                HttpResponse.BodyHandlers.ofByteArray());

    assertEquals(200, answer.statusCode());
    assertArrayEquals(FakeMeasurer.media("video/mp4", "pictures"), answer.body());
    assertEquals("video/mp4", answer.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(NOON.plus(LINKS_HOLD), link.expiresAt());
    assertTrue(link.url().getQuery().contains("X-Amz-Expires=3600"), link.url().getQuery());
    assertTrue(!link.url().toString().contains("test-secret"));
  }

  @Test
  void local_objectReplacedBehindOurBack_isNotBelieved() throws Exception {
    Staged staged = staged(JOB, 0, "take");
    put(staged, "pictures");
    Artifact artifact = store().commit(staged, provenance());
    remove(name(artifact));
    occupy(name(artifact), "something else");

    FailureException e =
        assertThrows(
            FailureException.class,
            () -> onNode(bucket, "other").local(artifact.location(), artifact.facts()));

    assertEquals(ErrorCode.MEDIA_CORRUPT, e.failure().code());
  }

  @Test
  void find_bucketNotThere_saysWhichSettingToMend() throws Exception {
    Staged staged = staged(JOB, 0, "take");
    S3Bucket missing = server.bucketNamed("no-such-bucket");

    FailureException e = assertThrows(FailureException.class, () -> on(missing).find(staged));

    assertEquals(ErrorCode.STORAGE_FAILED, e.failure().code());
    assertTrue(e.failure().message().contains("no-such-bucket"), e.failure().message());
    assertTrue(e.failure().hint().contains("SECOND_UNIT_ARTIFACT_URL"), e.failure().hint());
  }
}
