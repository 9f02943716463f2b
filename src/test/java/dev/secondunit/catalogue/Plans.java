package dev.secondunit.catalogue;

import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.time.LocalDate;
import java.util.List;

/** Plans that do exactly what was asked for. */
public final class Plans {
  private Plans() {}

  /** Whose price nobody knows. */
  public static Plan unpriced(
      String backend, String model, Mode mode, Operation operation, Parameters parameters) {
    return priced(backend, model, mode, operation, parameters, null, null);
  }

  public static Plan priced(
      String backend,
      String model,
      Mode mode,
      Operation operation,
      Parameters parameters,
      UsdAmount estimate,
      LocalDate pricesAsOf) {
    return new Plan(
        backend,
        model,
        mode,
        operation,
        parameters,
        parameters,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        estimate,
        pricesAsOf);
  }
}
