package dev.secondunit.simulate;

/** Which keys are taken: any, except those that say themselves that they are wrong. */
final class Keys {
  private static final String BEARER = "Bearer ";

  private Keys() {}

  /** A key with the word {@code wrong} in it is one nobody knows. */
  static boolean isWrong(String key) {
    return key.contains("wrong");
  }

  static String bearer(Exchange exchange) {
    String value = exchange.header("Authorization").orElse("");
    if (!value.startsWith(BEARER) || value.length() == BEARER.length()) {
      throw Refusal.of(
          Refusal.Kind.UNAUTHENTICATED,
          "Missing bearer authentication in the Authorization header.");
    }
    return value.substring(BEARER.length());
  }

  static String header(Exchange exchange, String name) {
    return exchange
        .header(name)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> Refusal.of(Refusal.Kind.UNAUTHENTICATED, "Missing API key: " + name));
  }
}
