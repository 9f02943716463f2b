package dev.secondunit.simulate;

/**
 * How one vendor speaks: what it knows, how it checks keys, how it says no. Safe for many threads.
 */
interface Wire {
  Routes routes();

  /** The path as the routes spell it, where a vendor takes several spellings. */
  default String canonical(String path) {
    return path;
  }

  /**
   * Checks the key in the header the vendor documents, and nowhere else.
   *
   * @throws Refusal when there is none or a wrong one
   */
  void authorize(Exchange exchange);

  /** The vendor's error, in the shape of the path that was asked. */
  Answer refuse(Exchange exchange, Refusal refusal);
}
