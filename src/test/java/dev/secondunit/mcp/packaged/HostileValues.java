package dev.secondunit.mcp.packaged;

import java.math.BigInteger;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Values that stand where another was expected. */
final class HostileValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Random random;

  HostileValues(Random random) {
    this.random = random;
  }

  JsonNode anything() {
    return switch (random.nextInt(16)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(3) - 1);
      case 3 -> JSON.numberNode(random.nextLong());
      case 4 -> JSON.numberNode(random.nextGaussian() * 1e300);
      case 5 -> JSON.stringNode("");
      case 6 -> JSON.stringNode("../../../../etc/passwd");
      case 7 -> JSON.stringNode("http://127.0.0.1:1/" + random.nextInt());
      case 8 -> JSON.stringNode("%s%n%x ${jndi:ldap://127.0.0.1/} '; DROP TABLE job; --");
      case 9 -> JSON.stringNode("\u202e\uFEFF\uFFFF" + (char) random.nextInt(0xD800));
      case 10 -> JSON.arrayNode();
      case 11 -> JSON.arrayNode().add(JSON.arrayNode().addNull()).add(true);
      case 12 -> JSON.objectNode();
      case 13 -> JSON.objectNode().put("", 0).put("__proto__", "x").put("$ref", "#");
      case 14 -> JSON.numberNode(new BigInteger("9".repeat(1 + random.nextInt(400))));
      default -> JSON.stringNode("x".repeat(random.nextInt(5_000)));
    };
  }
}
