package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathGuardTest {
  @TempDir Path temporary;

  private Path workspace;
  private Path outside;
  private PathGuard guard;

  @BeforeEach
  void folders() throws IOException {
    temporary = temporary.toRealPath();
    workspace = Files.createDirectories(temporary.resolve("workspace"));
    outside = Files.createDirectories(temporary.resolve("outside"));
    Files.writeString(workspace.resolve("clip.mp4"), "clip");
    Files.createDirectories(workspace.resolve("sub"));
    Files.writeString(outside.resolve("secret.png"), "secret");
    Files.createDirectories(temporary.resolve("workspace-evil"));
    Files.writeString(temporary.resolve("workspace-evil/secret.png"), "secret");
    Files.createSymbolicLink(workspace.resolve("escape"), outside);
    Files.createSymbolicLink(workspace.resolve("escape.png"), outside.resolve("secret.png"));
    Files.createSymbolicLink(workspace.resolve("inner.mp4"), workspace.resolve("clip.mp4"));
    Files.createSymbolicLink(workspace.resolve("dangling"), outside.resolve("later.png"));
    Files.createSymbolicLink(workspace.resolve("loop"), workspace.resolve("loop"));
    Files.createSymbolicLink(workspace.resolve("environment"), Path.of("/proc/self/environ"));
    guard = new PathGuard(List.of(workspace), List.of(workspace), workspace);
  }

  @Test
  void readableFile_inside_givesTheRealPath() {
    Path clip = workspace.resolve("clip.mp4");
    assertEquals(clip, guard.readableFile("clip.mp4", "video"));
    assertEquals(clip, guard.readableFile(clip.toString(), "video"));
    assertEquals(clip, guard.readableFile("sub/../clip.mp4", "video"));
    assertEquals(clip, guard.readableFile("./inner.mp4", "video"));
    assertEquals(clip, guard.readableFile("../workspace/clip.mp4", "video"));
  }

  @Test
  void readableFile_rootBehindALink_works() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("project"), workspace);
    PathGuard linked = new PathGuard(List.of(link), List.of(link), link);

    assertEquals(workspace.resolve("clip.mp4"), linked.readableFile("clip.mp4", "video"));
    assertEquals(
        workspace.resolve("clip.mp4"),
        linked.readableFile(link.resolve("clip.mp4").toString(), "video"));
    assertEquals(workspace.resolve("new"), linked.writableFolder("new", "output_dir"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/secret.png",
        "sub/../../outside/secret.png",
        "escape/secret.png",
        "escape/../outside/secret.png",
        "escape.png",
        "dangling",
        "loop",
        "loop/x.png",
        "environment",
        "../workspace-evil/secret.png",
        "../outside/does-not-exist.png",
        "/etc/passwd",
        "/etc/does-not-exist",
        "/proc/self/environ",
        "/proc/self/root/etc/passwd",
        "/proc/self/cwd/pom.xml",
        "/sys/kernel/notes",
        "/dev/null",
        "/dev/zero",
        "//server/share/clip.mp4",
        "\\\\server\\share\\clip.mp4",
        "\\\\?\\C:\\clip.mp4",
        "clip.mp4\u0000.png",
        "clip\n.mp4",
        "sub",
        ".",
        ".."
      })
  void readableFile_attacks_areDenied(String given) {
    Failure failure =
        assertThrows(FailureException.class, () -> guard.readableFile(given, "video")).failure();

    assertEquals(ErrorCode.PATH_DENIED, failure.code());
    assertEquals("video", failure.field());
    assertEquals(List.of(workspace.toString()), failure.allowed());
    assertFalse(failure.message().contains(outside.resolve("secret.png").toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no.mp4",
        "sub/no.mp4",
        "no/such/folder.mp4",
        "clip.mp4/below",
        "%2e%2e%2foutside%2fsecret.png",
        "..%2foutside/secret.png",
        "..\\outside\\secret.png",
        "~/secret.png",
        "..．/outside/secret.png"
      })
  void readableFile_namesThatLeadNowhere_areNotFound(String given) {
    Failure failure =
        assertThrows(FailureException.class, () -> guard.readableFile(given, "video")).failure();

    assertEquals(ErrorCode.FILE_NOT_FOUND, failure.code());
    assertEquals(given, failure.value());
  }

  @Test
  void readableFile_everywhereAllowed_stillOnlyPlainFilesOutsideProc() throws Exception {
    PathGuard open = new PathGuard(List.of(Path.of("/")), List.of(), workspace);
    Path pipe = workspace.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

    for (String given :
        List.of("/proc/self/environ", "environment", "/dev/null", pipe.toString(), "/")) {
      Failure failure =
          assertThrows(FailureException.class, () -> open.readableFile(given, "video")).failure();
      assertEquals(ErrorCode.PATH_DENIED, failure.code(), given);
    }
    assertEquals(outside.resolve("secret.png"), open.readableFile("escape.png", "video"));
  }

  @Test
  void readableFile_emptyOrEndless_saysSo() {
    assertEquals(
        ErrorCode.MISSING_ARGUMENT,
        assertThrows(FailureException.class, () -> guard.readableFile(" ", "video"))
            .failure()
            .code());
    Failure failure =
        assertThrows(FailureException.class, () -> guard.readableFile("a".repeat(4_097), "video"))
            .failure();
    assertEquals(ErrorCode.PATH_DENIED, failure.code());
    assertTrue(failure.message().length() < 200);
  }

  @Test
  void readableFile_message_namesValueRuleAndWayOut() {
    Failure failure =
        assertThrows(FailureException.class, () -> guard.readableFile("/etc/passwd", "inputs[0]"))
            .failure();

    assertEquals(
        "inputs[0]: /etc/passwd is outside the folders that may be read.", failure.message());
    assertTrue(failure.hint().contains("SECOND_UNIT_READ_ROOTS"));
  }

  @Test
  void readableFile_rootThatDoesNotExist_isNoHarm() {
    PathGuard some =
        new PathGuard(List.of(temporary.resolve("later"), workspace), List.of(), workspace);

    assertEquals(workspace.resolve("clip.mp4"), some.readableFile("clip.mp4", "video"));
  }

  @Test
  void stillReadable_exchangedForALink_isDenied() throws IOException {
    Path clip = guard.readableFile("clip.mp4", "video");
    guard.stillReadable(clip, "video");
    Files.delete(clip);
    Files.createSymbolicLink(clip, outside.resolve("secret.png"));

    assertThrows(FailureException.class, () -> guard.stillReadable(clip, "video"));
    Files.delete(clip);
    Files.createDirectories(workspace.resolve("elsewhere"));
    Files.writeString(workspace.resolve("elsewhere/clip.mp4"), "other");
    Files.createSymbolicLink(clip, workspace.resolve("elsewhere/clip.mp4"));
    assertThrows(FailureException.class, () -> guard.stillReadable(clip, "video"));
  }

  @Test
  void writableFolder_missing_isMade() {
    assertEquals(
        workspace.resolve("takes/day 1"), guard.writableFolder("takes/day 1", "output_dir"));
    assertTrue(Files.isDirectory(workspace.resolve("takes/day 1")));
    assertEquals(workspace, guard.writableFolder(".", "output_dir"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "escape",
        "escape/new",
        "dangling",
        "loop/new",
        "/etc/new",
        "clip.mp4",
        "clip.mp4/new",
        "//server/share",
        "a\u0000b",
        "/proc/self/new",
        "sub/../../outside/new"
      })
  void writableFolder_attacks_areDeniedAndMakeNothing(String given) {
    Failure failure =
        assertThrows(FailureException.class, () -> guard.writableFolder(given, "output_dir"))
            .failure();

    assertEquals("output_dir", failure.field());
    assertTrue(
        failure.code() == ErrorCode.PATH_DENIED || given.equals("clip.mp4/new"), failure.message());
    assertFalse(Files.exists(outside.resolve("new")));
  }
}
