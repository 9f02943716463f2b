package dev.secondunit.artifact;

import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files of calls that name an {@code output_dir} on this machine, everything else in the bucket: an
 * absolute folder is one of this machine, a relative one is of the bucket.
 */
public final class RoutedArtifactStore implements ArtifactStore {
  private final ArtifactStore here;
  private final ArtifactStore shared;

  public RoutedArtifactStore(ArtifactStore here, ArtifactStore shared) {
    this.here = here;
    this.shared = shared;
  }

  private ArtifactStore of(Path folder) {
    return folder.isAbsolute() ? here : shared;
  }

  private ArtifactStore of(String location) {
    return location.contains("://") ? shared : here;
  }

  @Override
  public Optional<Failure> refusal(Path folder) {
    return of(folder).refusal(folder);
  }

  @Override
  public Path stage(Path folder, String jobId, int index) {
    return of(folder).stage(folder, jobId, index);
  }

  @Override
  public Artifact commit(Staged staged, Provenance provenance) throws InterruptedException {
    return of(staged.folder()).commit(staged, provenance);
  }

  @Override
  public Optional<Artifact> find(Staged staged) throws InterruptedException {
    return of(staged.folder()).find(staged);
  }

  @Override
  public void discard(Path folder, String jobId, int index) {
    of(folder).discard(folder, jobId, index);
  }

  @Override
  public List<Leftover> leftovers(Path folder) {
    return of(folder).leftovers(folder);
  }

  @Override
  public Path local(String location, MediaFacts facts) throws InterruptedException {
    return of(location).local(location, facts);
  }

  @Override
  public Optional<Link> link(String location) {
    return of(location).link(location);
  }

  @Override
  public boolean delete(String location) {
    return of(location).delete(location);
  }
}
