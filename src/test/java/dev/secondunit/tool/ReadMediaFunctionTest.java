package dev.secondunit.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.PathGuard;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.reading.MediaReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class ReadMediaFunctionTest {
  @TempDir Path folder;

  @Test
  void call_filmAndMissingFile_givesPicturesAndWords() throws Exception {
    TestMedia.video(folder.resolve("clip.mp4"), 64, 36, 1);

    ToolResult result = call("auto", null, "what is it?", "clip.mp4", "no.png");

    assertNull(result.data());
    assertEquals(5, result.contents().size());
    String words = assertInstanceOf(ToolResult.Content.Text.class, result.contents().get(0)).text();
    assertTrue(words.contains("1. clip.mp4 (name)"), words);
    assertTrue(words.contains("64x36, 1.00 s, 24.0 fps"), words);
    assertTrue(words.contains("Picture 4: at 0.96 s"), words);
    assertTrue(words.contains("Not read: {\"code\":\"file_not_found\""), words);
    assertTrue(words.contains("\"field\":\"inputs[1]\""), words);
    assertTrue(words.contains("No model answered the prompt: set GOOGLE_API_KEY"), words);
  }

  @Test
  void call_singleInputOutsideTheFolders_isAnErrorWithTheWayOut() {
    Failure denied =
        assertThrows(FailureException.class, () -> call("auto", null, null, "/etc/passwd"))
            .failure();
    Failure missing =
        assertThrows(FailureException.class, () -> call("auto", null, null, "no.png")).failure();

    assertEquals(ErrorCode.PATH_DENIED, denied.code());
    assertEquals("inputs[0]", denied.field());
    assertFalse(denied.allowed().isEmpty(), "the folders that may be read");
    assertNotNull(denied.hint());
    assertEquals(ErrorCode.FILE_NOT_FOUND, missing.code());
    assertNotNull(missing.hint());
  }

  @Test
  void call_namedBackendOrFollowUp_isAnErrorAndNoSilentSwitch() {
    for (FailureException e :
        List.of(
            assertThrows(FailureException.class, () -> call("google", null, null, "a.png")),
            assertThrows(FailureException.class, () -> call("auto", "conv_1", "more?", "a.png")))) {
      assertEquals(ErrorCode.BACKEND_UNAVAILABLE, e.failure().code());
    }
  }

  private ToolResult call(String backend, String continueFrom, String prompt, String... sources)
      throws Exception {
    Path root = folder.toRealPath();
    InputResolver resolver =
        new InputResolver(
            new PathGuard(List.of(root), List.of(), root),
            TestMedia.PROBE::measure,
            id -> Optional.empty(),
            (url, field) -> root,
            root.resolve("inline"));
    ReadMediaFunction function =
        new ReadMediaFunction(caller -> new MediaReader(resolver, TestMedia.FFMPEG));
    List<ReadMediaArguments.Input> inputs =
        java.util.Arrays.stream(sources)
            .map(source -> new ReadMediaArguments.Input(source, "name"))
            .toList();
    return function.call(
        new ReadMediaArguments(
            inputs,
            prompt,
            null,
            List.of(),
            false,
            true,
            backend,
            null,
            continueFrom,
            null,
            new RunOptions(
                1, false, RunOptions.DEFAULT_WAIT, false, null, null, false, false, null, null),
            List.of()),
        new ToolCall(
            JsonNodeFactory.instance.objectNode(),
            Caller.onThisMachine("test"),
            ToolCall.ProgressListener.NONE));
  }
}
