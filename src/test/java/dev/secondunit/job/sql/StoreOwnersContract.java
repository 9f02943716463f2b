package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.job.Document;
import dev.secondunit.job.Documents;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.JobStore.Page;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.OwnedJobs;
import dev.secondunit.job.SpendingCaps;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What every job store promises of jobs and documents that belong to somebody. */
abstract class StoreOwnersContract extends StoreContract {
  StoreOwnersContract(StoreDatabase tested) {
    super(tested);
  }

  @Test
  void ownedJobs_ofAnother_answerLikeUnknownOnes() {
    JobStore alice = new OwnedJobs(store, "principal:alice");
    JobStore bob = new OwnedJobs(store, "principal:bob");
    Job hers =
        alice.accept(ownedBy("principal:alice", "a", "k"), SpendingCaps.NONE, "batch_1", 0).job();

    assertEquals("principal:alice", alice.find(hers.id()).orElseThrow().owner());
    assertEquals(1, alice.findAll(List.of(hers.id())).size());
    assertEquals(1, alice.batch("batch_1").size());
    assertEquals(1, alice.list(Set.of(), null, 10).jobs().size());
    assertEquals(Optional.empty(), bob.find(hers.id()));
    assertEquals(List.of(), bob.findAll(List.of(hers.id(), "job_none")));
    assertEquals(List.of(), bob.batch("batch_1"));
    assertEquals(List.of(), bob.list(Set.of(), null, 10).jobs());
    assertEquals(List.of(), bob.list("principal:alice", Set.of(), null, 10).jobs());
    assertEquals(Optional.empty(), bob.requestCancel(hers.id()));
    assertEquals(Optional.empty(), bob.change(JobChange.of(hers, JobState.CANCELLED)));
    assertFalse(alice.find(hers.id()).orElseThrow().cancelRequested());
    assertThrows(
        IllegalArgumentException.class,
        () -> bob.accept(ownedBy("principal:alice", "b", null), SpendingCaps.NONE, null, 0));
  }

  @Test
  void ownedJobs_requestKeyOfAnother_isFree() {
    JobStore alice = new OwnedJobs(store, "principal:alice");
    JobStore bob = new OwnedJobs(store, "principal:bob");
    Job hers = alice.accept(ownedBy("principal:alice", "a", "k"), SpendingCaps.NONE, null, 0).job();
    Accepted his = bob.accept(ownedBy("principal:bob", "b", "k"), SpendingCaps.NONE, null, 0);

    assertFalse(his.deduplicated());
    assertNotEquals(hers.id(), his.job().id());
  }

  @Test
  void ownedJobs_list_pagesOverOwnJobsOnly() {
    List<String> hers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      accept(ownedBy("principal:bob", "b" + i, null));
      hers.add(0, accept(ownedBy("principal:alice", "a" + i, null)).id());
    }
    JobStore alice = new OwnedJobs(store, "principal:alice");
    Page first = alice.list(Set.of(), null, 4);
    Page second = alice.list(Set.of(JobState.QUEUED), first.nextCursor(), 4);
    List<String> seen = new ArrayList<>();
    first.jobs().forEach(job -> seen.add(job.id()));
    second.jobs().forEach(job -> seen.add(job.id()));

    assertEquals(hers, seen);
    assertNull(second.nextCursor());
    assertEquals(12, store.list(Set.of(), null, 100).jobs().size());
  }

  @Test
  void ownedDocuments_ofAnother_answerLikeUnknownOnes() {
    Job hers = accept(ownedBy("principal:alice", "a", null));
    documents.put(document("asset_1", hers.id(), "hers"));
    documents.ownedBy("principal:alice").put(document("conversation_1", null, "hers"));
    documents.put(document("conversation_2", null, "local"));
    Documents alice = documents.ownedBy("principal:alice");
    Documents bob = documents.ownedBy("principal:bob");

    assertEquals("hers", text(alice, "asset_1"));
    assertEquals("hers", text(alice, "conversation_1"));
    assertEquals(1, alice.ofJob("kind", hers.id()).size());
    assertEquals(2, alice.list("kind", null, 10).size());
    assertEquals(1, alice.list("kind", "conversation_1", 10).size());
    assertEquals(Optional.empty(), bob.find("kind", "asset_1"));
    assertEquals(Optional.empty(), bob.find("kind", "conversation_1"));
    assertEquals(List.of(), bob.ofJob("kind", hers.id()));
    assertEquals(List.of(), bob.list("kind", null, 10));
    bob.put(document("conversation_1", null, "his"));
    assertEquals("hers", text(alice, "conversation_1"));
    assertEquals("local", text(documents.ownedBy("local"), "conversation_2"));
    assertEquals(3, documents.list("kind", null, 10).size());
  }

  @Test
  void databaseOfVersion1_isTakenAlong_andEachDocumentGetsItsOwner() throws Exception {
    closeStore();
    DataSource older = tested.atVersion(1);
    try (Connection connection = older.getConnection();
        Statement statement = connection.createStatement()) {
      for (String owner : List.of("local", "principal:alice")) {
        String id = owner.substring(owner.indexOf(':') + 1);
        statement.execute(
            "INSERT INTO job (id, kind, state, owner, session, backend, model, request, plan,"
                + " fingerprint, created_at, updated_at) VALUES ('job_"
                + id
                + "', 'generation', 'succeeded', '"
                + owner
                + "', 's', 'grok', 'm', '{}', '{}', 'f', 1, 1)");
        statement.execute(
            "INSERT INTO document (kind, id, job_id, content, created_at) VALUES ('asset',"
                + " 'asset_"
                + id
                + "', 'job_"
                + id
                + "', '{}', 1)");
      }
      statement.execute(
          "INSERT INTO document (kind, id, content, created_at)"
              + " VALUES ('asset', 'asset_alone', '{}', 1)");
    }
    open(tested.open());

    assertEquals(2, store.list(Set.of(), null, 10).jobs().size());
    assertEquals(3, documents.list("asset", null, 10).size());
    assertEquals(
        List.of("asset_alice"),
        documents.ownedBy("principal:alice").list("asset", null, 10).stream()
            .map(Document::id)
            .toList());
    assertEquals(
        List.of("asset_local", "asset_alone"),
        documents.ownedBy("local").list("asset", null, 10).stream().map(Document::id).toList());
  }

  private NewJob ownedBy(String owner, String fingerprint, String requestKey) {
    NewJob job = job(fingerprint, requestKey, "0.10");
    return new NewJob(
        job.id(),
        job.kind(),
        owner,
        job.session(),
        job.backend(),
        job.model(),
        job.request(),
        job.plan(),
        job.fingerprint(),
        job.requestKey(),
        job.deduplicateWithin(),
        job.reservation());
  }

  private Document document(String id, String jobId, String whose) {
    ObjectNode content = json("{}").put("whose", whose);
    return new Document("kind", id, jobId, content, clock.instant(), null);
  }

  private static String text(Documents documents, String id) {
    return documents.find("kind", id).orElseThrow().content().get("whose").stringValue();
  }
}
