package dev.secondunit.backend.question;

import dev.secondunit.backend.question.Question.Turn;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Questions for tests, and plain media they can be about. */
public final class Questions {
  private Questions() {}

  public static Question of(String model, String prompt, Medium... media) {
    return of(model, prompt, false, List.of(), media);
  }

  public static Question streamed(String model, String prompt, Medium... media) {
    return of(model, prompt, true, List.of(), media);
  }

  public static Question after(List<Turn> earlier, String model, String prompt, Medium... media) {
    return of(model, prompt, false, earlier, media);
  }

  private static Question of(
      String model, String prompt, boolean stream, List<Turn> earlier, Medium... media) {
    return new Question(
        "job_1",
        1,
        model,
        List.of(media),
        earlier,
        null,
        prompt,
        null,
        null,
        null,
        null,
        null,
        stream,
        JsonNodeFactory.instance.objectNode());
  }

  /** The question with an answer by this schema. */
  public static Question by(String schema, Question question) {
    return new Question(
        question.jobId(),
        question.attempt(),
        question.model(),
        question.media(),
        question.earlier(),
        "Be brief.",
        question.prompt(),
        (ObjectNode) new JsonMapper().readTree(schema),
        question.temperature(),
        2048,
        question.startSeconds(),
        question.endSeconds(),
        question.stream(),
        question.options());
  }

  /** A picture of one colour. */
  public static Medium picture(Path folder, String colour, String name, Double seconds)
      throws InterruptedException {
    Path file = folder.resolve(colour + ".png");
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated("color=c=" + colour + ":s=64x36")
            .output(file, "-frames:v", "1", "-update", "1"));
    return new Medium(measured(file), name, seconds, null);
  }

  /**
   * Grey pictures, red from one second to another.
   *
   * @param seconds the length of all
   */
  public static MediaInput film(Path file, int seconds, double redFrom, double redTo)
      throws InterruptedException {
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated(
                "color=c=gray:s=64x36:r=10:d="
                    + seconds
                    + ",drawbox=c=red:t=fill:enable='between(t,"
                    + (redFrom - 0.05)
                    + ","
                    + (redTo - 0.15)
                    + ")'")
            .output(file, "-c:v", "libopenh264", "-pix_fmt", "yuv420p", "-g", "10"));
    return measured(file);
  }

  public static MediaInput measured(Path file) throws InterruptedException {
    return new MediaInput(file.getFileName().toString(), file, TestMedia.PROBE.measure(file));
  }
}
