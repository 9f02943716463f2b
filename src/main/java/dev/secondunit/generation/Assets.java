package dev.secondunit.generation;

import dev.secondunit.artifact.Artifact;
import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.ArtifactStore.Link;
import dev.secondunit.artifact.CallTime;
import dev.secondunit.backend.Outcome;
import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.Document;
import dev.secondunit.job.Documents;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.OwnedJobs;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaFactsJson;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The finished media and what can be done with it: every file has an asset id, every clip and image
 * a durable continuation id whose prefix shows its kind, and each knows what it was made from. All
 * of it is on disk, so an id works after a restart and in another process.
 */
public final class Assets {
  static final String ASSET = "asset";
  static final String CONTINUATION = "continuation";
  private static final String GONE_AT = "gone_at";

  private final Documents documents;
  private final JobStore jobs;
  private final ArtifactStore artifacts;
  private final CallTime time;

  public Assets(Documents documents, JobStore jobs, ArtifactStore artifacts) {
    this(documents, jobs, artifacts, CallTime.UNLIMITED);
  }

  private Assets(Documents documents, JobStore jobs, ArtifactStore artifacts, CallTime time) {
    this.documents = documents;
    this.jobs = jobs;
    this.artifacts = artifacts;
    this.time = time;
  }

  /** The media of one owner; what belongs to others is not known here. */
  public Assets ownedBy(String owner) {
    return new Assets(documents.ownedBy(owner), new OwnedJobs(jobs, owner), artifacts, time);
  }

  /** The same media for one call: what it fetches of them shares the time it has. */
  public Assets within(CallTime callTime) {
    return new Assets(documents, jobs, artifacts, callTime);
  }

  /** The same for the same file of the same job, so that finishing a job twice changes nothing. */
  static String assetId(String jobId, int index) {
    return (index == 0 ? "asset_" : "asset" + (index + 1) + "_") + afterPrefix(jobId);
  }

  static String continuationId(String prefix, String jobId) {
    return prefix + "_" + afterPrefix(jobId);
  }

  private static String afterPrefix(String id) {
    return id.substring(id.indexOf('_') + 1);
  }

  /**
   * Where an asset lies ({@link Artifact#location()}), and what was measured in it when it was
   * stored.
   */
  public record Asset(
      String id,
      String jobId,
      String location,
      MediaFacts facts,
      List<String> parents,
      boolean previz) {
    public String uri() {
      return "media://" + id;
    }
  }

  /** The id of the first file of a job. */
  public static String firstAssetId(String jobId) {
    return assetId(jobId, 0);
  }

  /** The record of a file that was put together here rather than made by a backend. */
  public static Document assembled(Job job, Artifact artifact, List<String> parents) {
    return document(job, job.backend(), job.model(), artifact, 0, parents);
  }

  static Document document(Job job, Plan plan, Artifact artifact, int index, List<String> parents) {
    return document(job, plan.backend(), plan.model(), artifact, index, parents);
  }

  private static Document document(
      Job job, String backend, String model, Artifact artifact, int index, List<String> parents) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("path", artifact.location());
    json.put("index", index);
    json.set("facts", MediaFactsJson.write(artifact.facts()));
    json.put("backend", backend);
    json.put("model", model);
    json.put("previz", backend.equals("previz"));
    parents.forEach(json.putArray("parents")::add);
    return new Document(ASSET, assetId(job.id(), index), job.id(), json, job.createdAt(), null);
  }

  static Document document(Job job, Plan plan, Outcome.Continuation continuation) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("asset_id", assetId(job.id(), 0));
    json.put("backend", plan.backend());
    json.put("model", plan.model());
    json.set("operations", SourceJson.operations(continuation.operations()));
    if (continuation.expiresAt() != null) {
      json.put("expires_at", continuation.expiresAt().toString());
    }
    if (continuation.remaining() != null) {
      json.put("remaining", continuation.remaining());
    }
    json.set("vendor_reference", SourceJson.texts(continuation.vendorReference()));
    return new Document(
        CONTINUATION,
        continuationId(continuation.prefix(), job.id()),
        job.id(),
        json,
        job.createdAt(),
        null);
  }

  /** An asset by its id or its {@code media://} URI, whether or not the file is still there. */
  public Optional<Asset> find(String idOrUri) {
    String id = idOrUri.startsWith("media://") ? idOrUri.substring(8) : idOrUri;
    return documents.find(ASSET, id).map(Assets::asset);
  }

  /**
   * The file of an asset, or the first file of a job, by its id; fetched when it lies elsewhere.
   */
  public Optional<Path> path(String id) throws InterruptedException {
    Optional<Asset> asset = find(id).or(() -> ofJob(id).stream().findFirst());
    return asset.isEmpty() ? Optional.empty() : Optional.of(local(asset.get()));
  }

  /** Removes an asset's file and its sidecar; harmless when they are gone. */
  public void delete(Asset asset) {
    artifacts.delete(asset.location());
  }

  /** A link to a finished file for whoever cannot reach its place; empty for a local file. */
  public Optional<Link> link(String location) {
    return artifacts.link(location);
  }

  /**
   * The asset's file on this machine, fetched when it lies elsewhere.
   *
   * @return where it should be; a file that was kept here may have been moved away
   */
  public Path local(Asset asset) throws InterruptedException {
    return time.fetch(null, asset.uri(), () -> artifacts.local(asset.location(), asset.facts()));
  }

  /** The files of a job, in order. */
  public List<Asset> ofJob(String jobId) {
    return documents.ofJob(ASSET, jobId).stream()
        .sorted(Comparator.comparingInt(each -> each.content().path("index").asInt()))
        .map(Assets::asset)
        .toList();
  }

  /** Newest first, starting after the given asset id, or at the newest for null. */
  public List<Asset> list(String afterId, int limit) {
    return documents.list(ASSET, afterId, limit).stream().map(Assets::asset).toList();
  }

  private static Asset asset(Document document) {
    ObjectNode json = document.content();
    List<String> parents = new java.util.ArrayList<>();
    json.path("parents").forEach(each -> parents.add(each.asString()));
    return new Asset(
        document.id(),
        document.jobId(),
        json.path("path").asString(),
        MediaFactsJson.read(json.path("facts")),
        parents,
        json.path("previz").asBoolean(false));
  }

  /**
   * What to continue from, for any id of ours.
   *
   * @param id a job, asset or continuation id, or a {@code media://} URI
   * @throws dev.secondunit.failure.FailureException {@code unknown_id}, {@code illegal_state} when
   *     the job is not finished, {@code file_not_found} when our file is gone
   */
  public ContinuationSource source(String id) throws InterruptedException {
    Asset asset = assetFor(id);
    Path path = local(asset);
    if (!Files.isRegularFile(path)) {
      throw Failure.of(
              ErrorCode.FILE_NOT_FOUND,
              "The file of " + asset.id() + " is no longer at " + path + ".")
          .withField("source", id)
          .withHint("Put the file back, or pass its new path as input_images or video input.")
          .asException();
    }
    Optional<Document> continuation =
        documents.ofJob(CONTINUATION, asset.jobId()).stream()
            .filter(each -> asset.id().equals(each.content().path("asset_id").asString()))
            .findFirst();
    MediaInput file = new MediaInput(asset.id(), path, asset.facts());
    Job job = jobs.find(asset.jobId()).orElseThrow(() -> unknown(id));
    if (continuation.isEmpty()) {
      return new ContinuationSource(
          asset.id(),
          asset.id(),
          job.backend(),
          job.model(),
          ContinuationSource.HERE.equals(job.backend())
              ? ofOurFile(job, asset.facts())
              : possible(Set.of(), asset.facts()),
          file,
          null,
          null,
          Map.of());
    }
    ObjectNode json = continuation.get().content();
    ContinuationSource source =
        new ContinuationSource(
            continuation.get().id(),
            asset.id(),
            json.path("backend").asString(),
            json.path("model").asString(),
            possible(SourceJson.operations(json.path("operations")), asset.facts()),
            file,
            json.has("expires_at") ? Instant.parse(json.path("expires_at").asString()) : null,
            json.has("remaining") ? (Integer) json.path("remaining").asInt() : null,
            SourceJson.texts(json.path("vendor_reference")));
    return json.has(GONE_AT)
        ? source.withoutCopy(Instant.parse(json.path(GONE_AT).asString()))
        : source;
  }

  /** Since when it is known that a vendor has no copy, where it was found gone. */
  Optional<Instant> copyGoneAt(String continuationId) {
    return documents
        .find(CONTINUATION, continuationId)
        .map(known -> known.content().path(GONE_AT))
        .filter(JsonNode::isString)
        .map(at -> Instant.parse(at.asString()));
  }

  /**
   * The record of a continuation whose vendor says that it has no copy any more, to be written with
   * whatever follows from that; empty when there is no such record.
   */
  Optional<Document> withoutCopy(String continuationId, Instant since) {
    return documents
        .find(CONTINUATION, continuationId)
        .map(
            known ->
                new Document(
                    known.kind(),
                    known.id(),
                    known.jobId(),
                    known.content().deepCopy().put(GONE_AT, since.toString()),
                    known.createdAt(),
                    known.expiresAt()));
  }

  /** A still can be the first picture of a clip; one that was a last frame is there for that. */
  private static Set<Operation> ofOurFile(Job job, MediaFacts facts) {
    if (facts.mode() != Mode.IMAGE) {
      return possible(Set.of(), facts);
    }
    String made = job.request().path("operation").asString("");
    return Operation.LAST_FRAME.word().equals(made)
        ? Set.of(Operation.LAST_FRAME)
        : Set.of(Operation.EDIT, Operation.LAST_FRAME);
  }

  /** A new clip from the last frame needs only our own file. */
  static Set<Operation> possible(Set<Operation> atVendor, MediaFacts facts) {
    EnumSet<Operation> operations = EnumSet.noneOf(Operation.class);
    operations.addAll(atVendor);
    if (facts.mode() == Mode.VIDEO) {
      operations.add(Operation.LAST_FRAME);
    }
    return operations;
  }

  /** The job that made an asset or a continuation, by the id of that. */
  public Optional<String> jobOf(String id) {
    return find(id)
        .map(Asset::jobId)
        .or(() -> documents.find(CONTINUATION, id).map(Document::jobId));
  }

  private Asset assetFor(String id) {
    Optional<Asset> asset = find(id);
    if (asset.isPresent()) {
      return asset.get();
    }
    Optional<Document> continuation = documents.find(CONTINUATION, id);
    if (continuation.isPresent()) {
      return find(continuation.get().content().path("asset_id").asString())
          .orElseThrow(() -> unknown(id));
    }
    Job job = jobs.find(id).orElseThrow(() -> unknown(id));
    return ofJob(job.id()).stream()
        .findFirst()
        .orElseThrow(
            () ->
                Failure.of(
                        ErrorCode.ILLEGAL_STATE,
                        "Job " + id + " is " + job.state().word() + " and has no file to continue.")
                    .withField("source", id)
                    .withJobId(id)
                    .withHint(
                        job.state().terminal()
                            ? "Continue from a job that succeeded; get_jobs lists them."
                            : "Wait for it with wait_for_jobs, then continue.")
                    .asException());
  }

  private static RuntimeException unknown(String id) {
    return Failure.of(ErrorCode.UNKNOWN_ID, "No job, asset or continuation has the id " + id + ".")
        .withField("source", id)
        .withHint("get_jobs lists the jobs; each finished one names its assets and continuation.")
        .asException();
  }
}
