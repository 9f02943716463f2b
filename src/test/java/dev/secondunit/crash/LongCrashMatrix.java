package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The long form of the crash matrix: more than a thousand jobs in several stores, servers killed at
 * every named point in each of them and many times at random. Runs by {@code mvn -B -Pcrash-matrix
 * verify} alone and writes what it counted to {@code references/crash-matrix.md}.
 */
class LongCrashMatrix {
  private static final int CAMPAIGNS = Integer.getInteger("second-unit.campaigns", 2);
  private static final Campaign.Size SIZE = new Campaign.Size(500, 14, 1);
  private static final Path PAGE = Path.of("references/crash-matrix.md");

  @TempDir Path folder;

  @Test
  void thousandJobsAndServersKilledAmongThem_loseNothingAndBuyNothingTwice() throws Exception {
    Tally all = new Tally();
    List<String> broken = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < CAMPAIGNS; i++) {
      long seed = 20_261_121L + i;
      try (Campaign campaign =
          new Campaign("matrix" + i, seed, SIZE, Files.createDirectory(folder.resolve("m" + i)))) {
        campaign.run();
        Books books = new Books(campaign);
        broken.addAll(books.audit());
        all.add(books.tally());
        System.err.println("campaign " + i + ": " + broken.size() + " broken promises");
        broken.forEach(System.err::println);
      }
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    String day = LocalDate.now(ZoneOffset.UTC).toString();
    Files.writeString(PAGE, all.page(day, CAMPAIGNS, broken.size(), seconds));

    assertEquals(List.of(), broken);
  }
}
