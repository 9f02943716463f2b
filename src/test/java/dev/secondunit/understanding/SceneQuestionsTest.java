package dev.secondunit.understanding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.understanding.SceneFrames.Scene;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneQuestionsTest {
  @TempDir Path folder;

  @Test
  void questions_thatWerePriced_arePutWithoutBeingPlannedAgain() throws Exception {
    MediaModel model = mock(MediaModel.class);
    when(model.name()).thenReturn("openai");
    when(model.readiness()).thenReturn(Readiness.READY);
    when(model.objection(any())).thenReturn(Optional.empty());
    Path film = TestMedia.video(folder.resolve("film.mp4"), 64, 64, 1);
    List<Scene> scenes = List.of(scene("a.jpg", 64), scene("b.jpg", 72), scene("c.jpg", 80));
    Set<String> put = new HashSet<>();

    try (QuestionLife life = new QuestionLife(folder, model, TestMedia.PROBE::measure)) {
      SceneQuestions questions =
          new SceneQuestions(
              life.analyses(),
              new FilmScenes(() -> TestMedia.FFMPEG, TestMedia.PROBE::measure, folder),
              order(new MediaInput("film.mp4", film, TestMedia.PROBE.measure(film))),
              scenes,
              new Analyses.Run("local", "test", null, null));
      int priced = questions.all(true).size();
      for (int i = 0; i < scenes.size(); i++) {
        put.add(questions.put(questions.description(i, null)));
      }
      assertEquals(3, priced);
      for (String id : put) {
        assertEquals(AnalysisWork.KIND, life.store().find(id).orElseThrow().kind());
      }
    }

    assertEquals(3, put.size());
    verify(model, times(3)).objection(any());
  }

  private Scene scene(String picture, int size) throws Exception {
    return new Scene(0, 1, TestMedia.image(folder.resolve(picture), size, size));
  }

  private static SceneOrder order(MediaInput film) {
    return new SceneOrder(
        film,
        "Describe scene {number}.",
        Map.of(),
        null,
        Manner.usual(),
        "openai",
        "gpt-6-luna",
        null,
        false,
        null,
        null,
        null);
  }
}
