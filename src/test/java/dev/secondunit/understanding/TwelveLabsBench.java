package dev.secondunit.understanding;

import dev.secondunit.backend.Rehearsal;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.config.Settings;
import dev.secondunit.job.Job;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.simulate.Counters;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.Vendor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Our job and our client against the simulated vendor: a real video and a real store. */
abstract class TwelveLabsBench {
  @RegisterExtension static final Rehearsal REHEARSAL = new Rehearsal();
  @TempDir static Path films;
  static final ObjectNode NO_OPTIONS = JsonNodeFactory.instance.objectNode();

  @TempDir Path folder;
  QuestionLife life;
  Path video;

  @BeforeAll
  static void make() throws Exception {
    new Ffmpeg(new Settings(Map.of(), films))
        .run(
            FfmpegCommand.create()
                .generated("testsrc2=s=480x480:d=6:r=10")
                .output(films.resolve("film.mp4")));
  }

  @BeforeEach
  void open() throws Exception {
    video = Files.copy(films.resolve("film.mp4"), folder.resolve("film.mp4"));
    MediaModel vendor = REHEARSAL.mediaModel(Dialect.TWELVELABS, folder);
    life = new QuestionLife(folder, vendor, REHEARSAL::measure);
  }

  @AfterEach
  void close() {
    life.close();
  }

  static Counters.OfVendor seen() {
    return REHEARSAL.simulators().counters().of(Vendor.TWELVELABS);
  }

  static void strike(Operation operation, Fault fault) {
    REHEARSAL.simulators().strike(FaultRule.next(Vendor.TWELVELABS, operation, fault));
  }

  /** Steps until the job is over, with both clocks going on. */
  Job over(Job job) {
    Job current = job;
    for (int step = 0; step < 60 && !current.state().terminal(); step++) {
      current = life.step(current);
      goOn();
    }
    return current;
  }

  /** Half a minute passes for everybody, and the vendor gets done whatever it was asked. */
  void goOn() {
    REHEARSAL.simulators().advance(Duration.ofSeconds(30));
    REHEARSAL.simulators().completeJobs();
    REHEARSAL.advance(Duration.ofSeconds(30));
    life.clock.advance(Duration.ofSeconds(30));
  }
}
