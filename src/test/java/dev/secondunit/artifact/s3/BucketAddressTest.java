package dev.secondunit.artifact.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketAddressTest {
  @Test
  void read_bucketAlone_isAmazonWithLinksOfADay() {
    BucketAddress address = BucketAddress.read("URL", "s3://films");

    assertEquals("films", address.bucket());
    assertEquals("", address.prefix());
    assertNull(address.region());
    assertNull(address.endpoint());
    assertEquals(Duration.ofHours(24), address.linksHold());
  }

  @Test
  void read_everything() {
    BucketAddress address =
        BucketAddress.read(
            "URL",
            "s3://films/second/unit/?region=eu-central-1&endpoint=http%3A%2F%2Fminio:9000"
                + "&link_seconds=604800");

    assertEquals("second/unit/", address.prefix());
    assertEquals("eu-central-1", address.region());
    assertEquals(URI.create("http://minio:9000"), address.endpoint());
    assertEquals(Duration.ofDays(7), address.linksHold());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://films.example | is not an address",
        "s3:films | is not an address",
        "s3://A | bucket name",
        "s3://key:very-secret@films | holds a credential",
        "s3://films?secret=very-secret | knows region, endpoint, link_seconds",
        "s3://films?endpoint=ftp://x | http or https",
        "s3://films?link_seconds=0 | 1 to 604800",
        "s3://films?link_seconds=604801 | 1 to 604800",
      })
  void read_wrong_saysWhatWithoutTheSecret(String value, String words) {
    Failure failure =
        assertThrows(FailureException.class, () -> BucketAddress.read("URL", value)).failure();

    assertTrue(failure.message().startsWith("URL "), failure.message());
    assertTrue(failure.message().contains(words), failure.message());
    assertFalse(failure.toString().contains("very-secret"), failure.toString());
  }
}
