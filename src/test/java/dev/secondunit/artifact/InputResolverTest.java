package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputResolverTest {
  private static final Set<Mode> IMAGE = Set.of(Mode.IMAGE);

  private final Map<String, Path> assets = new HashMap<>();
  private final List<URI> fetched = new ArrayList<>();
  private final String assetId = Identifiers.system().next("asset");

  @TempDir Path temporary;
  private Path workspace;
  private InputResolver resolver;
  private Failure denied;

  @BeforeEach
  void workspace() throws IOException {
    temporary = temporary.toRealPath();
    workspace = Files.createDirectories(temporary.resolve("work space"));
    Path copy = Files.write(temporary.resolve("copy"), FakeMeasurer.media("image/webp", "x"));
    Files.write(workspace.resolve("a b.png"), FakeMeasurer.media("image/png", "x"));
    Files.write(workspace.resolve("clip.png"), FakeMeasurer.media("video/mp4", "x"));
    Files.writeString(workspace.resolve("broken.png"), "x");
    assets.put(
        assetId, Files.write(temporary.resolve("asset"), FakeMeasurer.media("audio/wav", "x")));
    resolver =
        new InputResolver(
            new PathGuard(List.of(workspace), List.of(), workspace),
            new FakeMeasurer(),
            id -> Optional.ofNullable(assets.get(id)),
            (url, field) -> {
              if (denied != null) {
                throw denied.asException();
              }
              fetched.add(url);
              return copy;
            },
            temporary.resolve("inline"));
  }

  @Test
  void resolve_pathAndFileUri() throws Exception {
    Path file = workspace.resolve("a b.png");

    MediaInput input = resolver.resolve("a b.png", "input_images[0]", IMAGE);

    assertEquals("a b.png", input.given());
    assertEquals(file, input.path());
    assertEquals("image/png", input.facts().mediaType());
    assertEquals(file, resolver.resolve(file.toUri().toString(), "x").path());
    assertEquals(
        file, resolver.resolve("FILE://localhost" + file.toUri().getRawPath(), "x").path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "file:/etc/passwd",
        "file://server/share/a.png",
        "file:a.png",
        "file:///proc/self/environ",
        "file:///%2e%2e/etc/passwd",
        "file:///tmp/a.png?x=1",
        "file:///tmp/a%00.png"
      })
  void resolve_fileUrisOutside_areDenied(String given) {
    assertEquals(ErrorCode.PATH_DENIED, failure(given, Set.of(Mode.values())).code());
  }

  @Test
  void resolve_percentEncodedDots_areDeniedByTheRealPath() {
    String uri = workspace.toUri() + "..%2f..%2fetc%2fpasswd";
    assertEquals(ErrorCode.PATH_DENIED, failure(uri, IMAGE).code());
  }

  @Test
  void resolve_idsOfOurs() throws Exception {
    assertEquals(assets.get(assetId), resolver.resolve(assetId, "audio").path());
    MediaInput input = resolver.resolve("media://" + assetId, "audio");
    assertEquals(assets.get(assetId), input.path());
    assertEquals("media://" + assetId, input.given());
    assertEquals(assets.get(assetId), resolver.resolve("media://assets/" + assetId, "a").path());
  }

  @Test
  void resolve_unknownOrLostAsset_saysSo() throws Exception {
    String unknown = Identifiers.system().next("asset");
    Failure failure = failure(unknown, IMAGE);
    assertEquals(ErrorCode.UNKNOWN_ID, failure.code());
    assertEquals("image: nothing has the id " + unknown + ".", failure.message());
    assertEquals(ErrorCode.UNKNOWN_ID, failure("media://../../etc/passwd", IMAGE).code());

    Files.delete(assets.get(assetId));
    assertEquals(ErrorCode.FILE_NOT_FOUND, failure(assetId, IMAGE).code());
  }

  @Test
  void resolve_url_isFetchedAndShownWithoutItsQuery() throws Exception {
    MediaInput input = resolver.resolve("https://example.com/a.webp?signature=s3cret#x", "image");

    assertEquals(List.of(URI.create("https://example.com/a.webp?signature=s3cret#x")), fetched);
    assertEquals("https://example.com/a.webp?…", input.given());
    assertEquals("image/webp", input.facts().mediaType());
    assertEquals(
        "https://…@example.com/a",
        resolver.resolve("https://user:password@example.com/a", "image").given());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.com/a", "gopher:x", "concat:a.mp4|b.mp4", "subfile:,,:a"})
  void resolve_otherSchemes_areDenied(String given) {
    Failure failure = failure(given, IMAGE);
    assertEquals(ErrorCode.URL_DENIED, failure.code());
    assertTrue(failure.allowed().contains("https"));
  }

  @Test
  void resolve_urlThatMayNotBeFetched_isToldWithTheArgumentAndTheWayOut() {
    denied = Failure.of(ErrorCode.URL_DENIED, "127.0.0.1 is not on the public internet.");
    Failure failure = failure("http://127.0.0.1:8197/x.mp4?key=s3cret", IMAGE);

    assertEquals(ErrorCode.URL_DENIED, failure.code());
    assertEquals("image", failure.field());
    assertEquals("http://127.0.0.1:8197/x.mp4?…", failure.value());
    assertTrue(failure.allowed().toString().contains("public internet"), failure.toString());
    assertTrue(failure.hint().contains("path"), failure.hint());
  }

  @Test
  void resolve_urlThatIsNone_saysSo() {
    assertEquals(ErrorCode.INVALID_ARGUMENT, failure("https://exa mple.com/a b", IMAGE).code());
  }

  @Test
  void resolve_dataUri_isKeptOnceAndShownWithoutContent() throws Exception {
    String content = Base64.getEncoder().encodeToString(FakeMeasurer.media("image/png", "inline"));

    MediaInput input = resolver.resolve("data:image/png;base64," + content, "image", IMAGE);
    MediaInput again = resolver.resolve("data:image/png;base64," + content, "image", IMAGE);

    assertEquals("data:image/png;base64,…", input.given());
    assertEquals(input.path(), again.path());
    assertEquals(input.facts().sha256(), input.path().getFileName().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data:", "data:image/png,abc", "data:image/png;base64,", "data:;base64,***"})
  void resolve_dataUriThatIsNone_saysSo(String given) {
    assertEquals(ErrorCode.INVALID_ARGUMENT, failure(given, IMAGE).code());
  }

  @Test
  void resolve_dataUriAtAndAboveTheBound() throws Exception {
    byte[] most = new byte[DataUris.LARGEST_BYTES];
    byte[] head = FakeMeasurer.media("image/png", "");
    System.arraycopy(head, 0, most, 0, head.length);
    String uri = "data:image/png;base64,";
    assertEquals(
        DataUris.LARGEST_BYTES,
        resolver.resolve(uri + Base64.getEncoder().encodeToString(most), "i").facts().bytes());

    byte[] more = java.util.Arrays.copyOf(most, most.length + 1);
    Failure failure = failure(uri + Base64.getEncoder().encodeToString(more), IMAGE);
    assertEquals(ErrorCode.FILE_TOO_LARGE, failure.code());
    assertEquals("data:image/png;base64,…", failure.value());
  }

  @Test
  void resolve_anotherKindThanNeeded_namesBoth() {
    Failure failure = failure("clip.png", IMAGE);

    assertEquals(ErrorCode.MEDIA_TYPE_MISMATCH, failure.code());
    assertEquals("image: clip.png is video/mp4; needed is image.", failure.message());
    assertEquals(List.of("image"), failure.allowed());
    assertEquals("image", failure.field());
  }

  @Test
  void resolve_damagedFile_namesTheField() {
    Failure failure = failure("broken.png", IMAGE);
    assertEquals(ErrorCode.MEDIA_CORRUPT, failure.code());
    assertEquals("image", failure.field());
    assertEquals("broken.png", failure.value());
  }

  @Test
  void resolve_blank_isMissing() {
    assertEquals(ErrorCode.MISSING_ARGUMENT, failure("  ", IMAGE).code());
    assertEquals(ErrorCode.MISSING_ARGUMENT, failure(null, IMAGE).code());
    assertFalse(Files.exists(temporary.resolve("inline")));
  }

  private Failure failure(String given, Set<Mode> expected) {
    return assertThrows(FailureException.class, () -> resolver.resolve(given, "image", expected))
        .failure();
  }

  @Test
  @Timeout(30)
  void resolve_urlsOfOneCall_shareItsTime() throws Exception {
    AtomicLong now = new AtomicLong();
    InputResolver slow =
        new InputResolver(
                new PathGuard(List.of(workspace), List.of(), workspace),
                new FakeMeasurer(),
                id -> Optional.ofNullable(assets.get(id)),
                (url, field) -> {
                  if (now.getAndSet(CallTime.LONGEST_FETCH.toNanos()) > 0) {
                    new CountDownLatch(1).await();
                  }
                  return temporary.resolve("copy");
                },
                temporary.resolve("inline"))
            .within(CallTime.starting(now::get));
    slow.resolve("https://example.com/a.webp?key=secret", "input_images[0]");

    Failure failure =
        assertThrows(
                FailureException.class,
                () -> slow.resolve("https://example.com/b.webp?key=secret", "input_images[1]"))
            .failure();

    assertEquals(ErrorCode.DOWNLOAD_FAILED, failure.code());
    assertEquals("input_images[1]", failure.field());
    assertFalse(failure.message().contains("secret"), failure.message());
    assertEquals("a b.png", slow.resolve("a b.png", "input_images[2]").given());
  }
}
