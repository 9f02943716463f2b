package dev.secondunit.assembly;

import dev.secondunit.assembly.AssemblyReport.Part;
import dev.secondunit.assembly.AssemblyRequest.MixAudio;
import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lays sounds under a film or a sound and brings the whole to one loudness, in two passes. */
final class Mix {
  /** What streaming services expect; peaks stay below -1.5 dBTP. */
  private static final String LOUDNESS = "loudnorm=I=-16:TP=-1.5:LRA=11";

  private static final String DUCKING =
      "sidechaincompress=threshold=0.02:ratio=10:attack=15:release=350";

  private final Ffmpeg ffmpeg;

  Mix(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  AssemblyReport mix(MixAudio request, Path target, DoubleConsumer progress)
      throws InterruptedException {
    MediaInput base = request.base();
    MediaFacts facts = base.facts();
    double length = facts.durationSeconds();
    List<Adjustment> adjustments = new ArrayList<>();
    String graph = graph(request, length);
    String measured =
        ffmpeg.run(
            inputs(request, length)
                .logLevel("info")
                .arguments("-filter_complex", graph + LOUDNESS + ":print_format=json[a]")
                .arguments("-map", "[a]")
                .noOutput(),
            done -> progress.accept(Math.min(1, done / length) / 2));
    boolean film = facts.width() != null;
    MediaFormat given = MediaFormat.ofMediaType(facts.mediaType()).orElse(MediaFormat.MP4);
    MediaFormat format =
        given.mode() == facts.mode()
            ? given
            : facts.mode() == Mode.AUDIO ? MediaFormat.WAV : MediaFormat.MP4;
    FfmpegCommand command = inputs(request, length);
    command.arguments("-filter_complex", graph + second(measured, adjustments) + "[a]");
    if (film) {
      command.arguments("-map", "0:V:0", "-c:v", "copy", "-bsf:v", FrameTimes.COPIED_FROM_ZERO);
    }
    command.arguments("-map", "[a]").arguments(Encoding.sound(format));
    command.output(target, Encoding.container(format).toArray(String[]::new));
    ffmpeg.run(command, done -> progress.accept(0.5 + Math.min(1, done / length) / 2));
    List<Part> parts = new ArrayList<>();
    Long frames =
        film && facts.framesPerSecond() != null
            ? (Long) Math.round(length * facts.framesPerSecond())
            : null;
    parts.add(new Part(base.given(), 0, length, frames));
    for (MediaInput sound : request.sounds()) {
      double seconds =
          sound.facts().durationSeconds() == null ? 0 : sound.facts().durationSeconds();
      if (seconds > length + 0.01) {
        adjustments.add(
            new Adjustment("audio_inputs", seconds, length, "cut to the length of the base"));
      }
      parts.add(new Part(sound.given(), 0, Math.min(seconds, length), null));
    }
    return new AssemblyReport(format, film, parts, adjustments);
  }

  static void check(MixAudio request) {
    MediaInput base = request.base();
    if (base.facts().durationSeconds() == null) {
      throw Assembler.mismatch("inputs[0]", base, "is a still and has no length");
    }
    for (int i = 0; i < request.sounds().size(); i++) {
      if (!request.sounds().get(i).facts().hasAudio()) {
        throw Assembler.mismatch(
            "audio_inputs[" + i + "]", request.sounds().get(i), "has no sound");
      }
    }
  }

  private static FfmpegCommand inputs(MixAudio request, double length) {
    FfmpegCommand command =
        FfmpegCommand.create().timeLimit(Concatenation.limit(length)).input(request.base().path());
    request.sounds().forEach(sound -> command.input(sound.path()));
    return command;
  }

  private static String graph(MixAudio request, double length) {
    StringBuilder graph = new StringBuilder();
    int sounds = request.sounds().size();
    for (int i = 1; i <= sounds; i++) {
      graph.append("[" + i + ":a:0]" + plain()).append(",apad[s" + i + "];");
    }
    for (int i = 1; i <= sounds; i++) {
      graph.append("[s" + i + "]");
    }
    graph.append(
        String.format(
            Locale.ROOT,
            "amix=inputs=%d:normalize=0,volume=%.2fdB[bed];",
            sounds,
            request.gainDecibels()));
    String mixed = "[bed]";
    if (request.base().facts().hasAudio()) {
      graph.append("[0:a:0]" + plain() + ",apad");
      if (request.duck()) {
        graph.append(",asplit[voice][key];[bed][key]" + DUCKING + "[ducked];");
        mixed = "[voice][ducked]amix=inputs=2:normalize=0,";
      } else {
        graph.append("[voice];");
        mixed = "[voice][bed]amix=inputs=2:normalize=0,";
      }
    }
    long samples = Math.round(length * Encoding.SAMPLE_RATE);
    return graph + mixed + "atrim=end_sample=" + samples + ",";
  }

  private static String plain() {
    return "aresample=48000:async=1:first_pts=0,"
        + "aformat=sample_fmts=fltp:channel_layouts=stereo";
  }

  /** The second pass knows what the first one measured. Silence cannot be made louder. */
  private static String second(String log, List<Adjustment> adjustments) {
    String integrated = value(log, "input_i");
    if (integrated == null) {
      return "anull";
    }
    adjustments.add(
        new Adjustment("loudness", integrated + " LUFS", "-16 LUFS", "loudness normalised"));
    return LOUDNESS
        + ":measured_I="
        + integrated
        + ":measured_TP="
        + value(log, "input_tp")
        + ":measured_LRA="
        + value(log, "input_lra")
        + ":measured_thresh="
        + value(log, "input_thresh")
        + ":offset="
        + value(log, "target_offset")
        + ":linear=true,aresample=48000";
  }

  private static String value(String log, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"(-?[0-9.]+)\"").matcher(log);
    return matcher.find() ? matcher.group(1) : null;
  }
}
