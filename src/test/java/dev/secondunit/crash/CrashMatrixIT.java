package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of the crash matrix: a server killed once at every named point and a few times at
 * random, among orders of every vendor.
 */
class CrashMatrixIT {
  @TempDir Path folder;

  @Test
  void killedAtEveryPoint_losesNothingAndBuysNothingTwice() throws Exception {
    try (Campaign campaign = new Campaign("short", 20261121, new Campaign.Size(90, 6, 1), folder)) {
      campaign.run();
      Books books = new Books(campaign);

      assertEquals(List.of(), books.audit());
      assertTrue(campaign.kills().size() > 30, "points at which servers died: " + campaign.kills());
      System.err.println(books.tally().states + " " + books.tally().kinds + campaign.kills());
    }
  }
}
