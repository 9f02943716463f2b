package dev.secondunit.failure;

/** How far apart two spellings are, for saying what a caller probably meant. */
public final class WordDistance {
  private static final int LONGEST = 64;

  private WordDistance() {}

  /** Letters to insert, delete or replace (Levenshtein), over at most 64 letters of each. */
  public static int between(String from, String to) {
    String left = from.substring(0, Math.min(LONGEST, from.length()));
    String right = to.substring(0, Math.min(LONGEST, to.length()));
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
