package dev.secondunit.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** For trying one campaign by hand. */
public final class LongCrashMatrix {
  private LongCrashMatrix() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Campaign.Size size =
        new Campaign.Size(
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]));
    try (Campaign campaign = new Campaign("try", Long.parseLong(arguments[1]), size, folder)) {
      long start = System.nanoTime();
      campaign.run();
      System.err.println("took " + (System.nanoTime() - start) / 1_000_000_000L + " s");
      Books books = new Books(campaign);
      List<String> broken = books.audit();
      broken.forEach(System.out::println);
      System.out.println(books.tally().states + " " + books.tally().kinds + campaign.kills());
    }
  }
}
