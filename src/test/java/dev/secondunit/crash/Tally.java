package dev.secondunit.crash;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What campaigns come to, in counts. Money is in micro-dollars. */
final class Tally {
  final Map<String, Integer> kinds = new TreeMap<>();
  final Map<String, Integer> states = new TreeMap<>();
  final Map<String, Integer> faults = new TreeMap<>();
  final Map<String, Integer> kills = new TreeMap<>();
  int jobs;
  int creates;
  int files;
  int inCreate;
  int found;
  int lost;
  int twice;
  long billed;
  long billedWithoutPrice;
  long billedUnknown;
  long settled;
  long unknown;

  /**
   * @param killedInCreate whether a server died between "sent" and "recorded" of it
   */
  void count(Order order, Stored.Row row, boolean killedInCreate) {
    jobs++;
    kinds.merge(order.backend() + " " + order.kind(), 1, Integer::sum);
    states.merge(row.state(), 1, Integer::sum);
    if (!order.fault().isEmpty()) {
      faults.merge(order.fault(), 1, Integer::sum);
    }
    if (killedInCreate) {
      inCreate++;
      found += row.state().equals("succeeded") ? 1 : 0;
    }
  }

  void add(Tally other) {
    other.kinds.forEach((key, count) -> kinds.merge(key, count, Integer::sum));
    other.states.forEach((key, count) -> states.merge(key, count, Integer::sum));
    other.faults.forEach((key, count) -> faults.merge(key, count, Integer::sum));
    other.kills.forEach((key, count) -> kills.merge(key, count, Integer::sum));
    jobs += other.jobs;
    creates += other.creates;
    files += other.files;
    inCreate += other.inCreate;
    found += other.found;
    lost += other.lost;
    twice += other.twice;
    billed += other.billed;
    billedWithoutPrice += other.billedWithoutPrice;
    billedUnknown += other.billedUnknown;
    settled += other.settled;
    unknown += other.unknown;
  }

  /** The page that says how often servers were killed and what was lost. */
  String page(String day, int stores, int broken, long seconds) {
    int killed = kills.values().stream().mapToInt(Integer::intValue).sum();
    StringBuilder page = new StringBuilder();
    page.append("# Crash matrix\n\n");
    page.append(
        "Real server processes are killed with SIGKILL while they buy from simulated vendors over"
            + " the vendors' own wires; the next server goes on. Written by `mvn -B -Pcrash-matrix"
            + " verify` on "
            + day
            + ", in "
            + seconds / 60
            + " minutes. The short form of it runs in `mvn -B verify`.\n\n");
    page.append("<!-- crash-matrix:begin -->\n| Counted | |\n|---|---:|\n");
    row(page, "Stores", stores);
    row(page, "Jobs", jobs);
    row(page, "Servers killed", killed);
    row(page, "of them at a random moment", kills.getOrDefault("at random", 0));
    row(page, "Jobs lost", lost);
    row(page, "Promises broken", broken);
    row(page, "Creates that vendors accepted", creates);
    row(page, "Takes bought twice", twice);
    row(page, "Files stored, each whole and with its sidecar", files);
    states.forEach((state, count) -> row(page, "Jobs `" + state + "`", count));
    row(page, "Jobs whose server died between \"sent\" and \"recorded\"", inCreate);
    row(page, "of them found again", found);
    money(page, "Billed by the vendors", billed);
    money(page, "of it settled in the ledger, to the last micro-dollar", settled);
    money(page, "of it for jobs whose outcome is unknown", billedUnknown);
    money(page, "of it by models without a listed price", billedWithoutPrice);
    money(page, "Reservations kept for unknown outcomes", unknown);
    page.append(
        """
        <!-- crash-matrix:end -->

        """);
    list(page, "Orders", kinds);
    list(page, "Faults of the vendors", faults);
    list(page, "Killed", kills);
    page.append(
        """
        ## What is insisted on after each store's last server

        - Every order is one job, and it is over. An order whose answer the kill swallowed was sent again under its `request_key`.
        - A vendor accepted at most one create per take. `submit_unknown` stands only where the answer was lost, by the vendor or by the kill; what OpenAI's list or previz' tickets can tell is found again.
        - What the ledger calls spent is what the vendor billed, job by job; what it calls released was not billed; what is unknown keeps its reservation. The caps' sums are the ledger's.
        - Every stored file can be decoded, and its SHA-256 is the one in its sidecar and in the result.
        - No staged, half-written or scratch file is left of a job that is over, no step is scheduled for one, and the database passes its own integrity check.
        """);
    return page.toString();
  }

  private static void row(StringBuilder page, String what, int count) {
    page.append("| ").append(what).append(" | ").append(count).append(" |\n");
  }

  private static void money(StringBuilder page, String what, long micros) {
    String usd = BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
    page.append("| ").append(what).append(" | ").append(usd).append(" USD |\n");
  }

  private static void list(StringBuilder page, String title, Map<String, Integer> counts) {
    String words =
        counts.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
    page.append("**").append(title).append(":** ").append(words).append(".\n\n");
  }
}
