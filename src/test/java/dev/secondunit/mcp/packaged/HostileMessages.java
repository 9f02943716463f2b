package dev.secondunit.mcp.packaged;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages that a broken or hostile client might send, the same ones for the same seed. None of
 * them asks for anything that costs money or renders. For one thread.
 */
final class HostileMessages {
  private interface Kind {
    Hostile make();
  }

  private final Random random;
  private final List<Kind> kinds;

  HostileMessages(long seed) {
    random = new Random(seed);
    HostileValues values = new HostileValues(random);
    AtomicInteger ids = new AtomicInteger(1_000_000);
    SpoiledRequests spoiled = new SpoiledRequests(random, values, ids);
    HostileTexts texts = new HostileTexts(random, values, ids);
    kinds =
        List.of(
            spoiled::truncated,
            spoiled::wrongType,
            spoiled::wrongType,
            spoiled::wrongType,
            spoiled::wrongType,
            texts::deep,
            spoiled::longString,
            texts::hugeNumber,
            spoiled::doubledKeys,
            spoiled::batch,
            spoiled::unknownMethod,
            spoiled::wrongId,
            spoiled::sameId,
            texts::loneSurrogate,
            spoiled::nul,
            spoiled::wrongRevision,
            spoiled::wrongRevision,
            texts::cancelsNothing,
            texts::answersNothing,
            texts::noise,
            spoiled::flippedByte,
            spoiled::beginsAnew,
            spoiled::legal);
  }

  Hostile next() {
    return kinds.get(random.nextInt(kinds.size())).make();
  }
}
