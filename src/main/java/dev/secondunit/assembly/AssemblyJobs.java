package dev.secondunit.assembly;

import dev.secondunit.artifact.Artifact;
import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.Provenance;
import dev.secondunit.artifact.Staged;
import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.generation.Assets;
import dev.secondunit.generation.JobReport;
import dev.secondunit.job.Job;
import dev.secondunit.job.LocalWork.Computation;
import dev.secondunit.job.LocalWork.Finished;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Assembles in the background and stores the result as an asset. Beginning it again is harmless.
 */
public final class AssemblyJobs implements Computation {
  public static final String KIND = "assembly";

  private final Assembler assembler;
  private final ArtifactStore artifacts;

  public AssemblyJobs(Assembler assembler, ArtifactStore artifacts) {
    this.assembler = assembler;
    this.artifacts = artifacts;
  }

  @Override
  public Finished compute(Job job, DoubleConsumer progress) throws InterruptedException {
    AssemblyOrder order = AssemblyOrder.read(job.request());
    Staged staged =
        new Staged(order.folder(), job.id(), 0, job.createdAt(), order.title(), null, null);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("operation", order.operation());
    result.put("backend", ContinuationSource.HERE);
    result.put("model", "ffmpeg");
    ArrayNode adjustments = result.putArray("adjustments");
    job.plan().path("adjustments").forEach(adjustments::add);
    ArrayNode ignored = result.putArray("ignored");
    job.plan().path("ignored").forEach(ignored::add);
    Optional<Artifact> finished = artifacts.find(staged);
    if (finished.isEmpty()) {
      Path target = artifacts.stage(order.folder(), job.id(), 0);
      AssemblyReport report = assembler.assemble(order.request(), target, progress);
      result.put("pictures_copied", report.picturesCopied());
      result.set("parts", JsonMapper.shared().<ArrayNode>valueToTree(report.parts()));
      report
          .adjustments()
          .forEach(each -> adjustments.add(JsonMapper.shared().<ObjectNode>valueToTree(each)));
      finished = Optional.of(artifacts.commit(staged, provenance(job, order)));
    }
    Artifact artifact = finished.get();
    result.putArray("files").add(JobReport.file(Assets.firstAssetId(job.id()), artifact));
    result.putObject("cost").put("estimate_usd", 0).put("actual_usd", 0);
    return new Finished(result, List.of(Assets.assembled(job, artifact, order.parents())));
  }

  private static Provenance provenance(Job job, AssemblyOrder order) {
    return new Provenance(
        Assets.firstAssetId(job.id()),
        order.write(),
        job.plan(),
        null,
        null,
        order.parents(),
        false);
  }
}
