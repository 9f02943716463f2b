package dev.secondunit.media;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money in millionths of a US dollar: exact, cheap to add in SQL, fine enough for a
 * price per token. Never negative.
 */
public record UsdAmount(long micros) implements Comparable<UsdAmount> {
  public static final UsdAmount ZERO = new UsdAmount(0);

  public UsdAmount {
    if (micros < 0) {
      throw new IllegalArgumentException("an amount cannot be negative: " + micros);
    }
  }

  /** Dollars as written in a price list; a fraction of a millionth counts as a whole one. */
  public static UsdAmount ofUsd(BigDecimal usd) {
    return new UsdAmount(usd.movePointRight(6).setScale(0, RoundingMode.CEILING).longValueExact());
  }

  public static UsdAmount ofUsd(String usd) {
    return ofUsd(new BigDecimal(usd));
  }

  public UsdAmount plus(UsdAmount other) {
    return new UsdAmount(Math.addExact(micros, other.micros));
  }

  /** This amount times a count or a length in seconds, rounded up to a millionth. */
  public UsdAmount times(BigDecimal factor) {
    return new UsdAmount(
        BigDecimal.valueOf(micros)
            .multiply(factor)
            .setScale(0, RoundingMode.CEILING)
            .longValueExact());
  }

  public BigDecimal usd() {
    BigDecimal plain = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  @Override
  public int compareTo(UsdAmount other) {
    return Long.compare(micros, other.micros);
  }

  @Override
  public String toString() {
    return "$"
        + usd().setScale(Math.max(2, usd().scale()), RoundingMode.UNNECESSARY).toPlainString();
  }
}
