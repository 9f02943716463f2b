package dev.secondunit;

import dev.secondunit.artifact.InputResolver;
import dev.secondunit.backend.http.AddressPolicy;
import dev.secondunit.backend.http.CallListener;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.HttpLimits;
import dev.secondunit.backend.http.Proxies;
import dev.secondunit.backend.http.UserUrls;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this program gets out: within which limits, through which proxies, and to which addresses.
 */
final class Web {
  private static final Logger LOG = LoggerFactory.getLogger(Web.class);

  private final Foundation foundation;
  private final CallListener calls;

  /**
   * @param calls told of every call that leaves
   */
  Web(Foundation foundation, CallListener calls) {
    this.foundation = foundation;
    this.calls = calls;
  }

  /** A new layer for calls to vendors, and for the addresses that they answer with. */
  HttpLayer forVendors() {
    return layer(addressesInAnswers());
  }

  /** A vendor on this machine, such as a simulator, may name files on this machine; others not. */
  private AddressPolicy addressesInAnswers() {
    Settings settings = foundation.settings();
    boolean local =
        Arrays.stream(Setting.values())
            .filter(setting -> setting.name().endsWith("_BASE_URL"))
            .filter(settings::isSet)
            .flatMap(setting -> settings.baseUrl(setting).stream())
            .anyMatch(url -> url.getHost().matches("localhost|127\\..*|\\[::1]"));
    return local ? AddressPolicy.PUBLIC_AND_LOOPBACK : AddressPolicy.PUBLIC_ONLY;
  }

  /** Fetches what callers name; kept by a name that says nothing of the address. */
  InputResolver.UrlFetcher fetcher() {
    UserUrls urls = new UserUrls(layer(AddressPolicy.PUBLIC_ONLY));
    Path folder = foundation.folder("inputs");
    return (url, field) -> {
      Path target = place(folder, field);
      boolean whole = false;
      try {
        urls.fetch(
            url.toString(),
            target,
            foundation.settings().wholeNumber(Setting.SECOND_UNIT_MAX_FILE_BYTES));
        whole = true;
        return target;
      } finally {
        if (!whole) {
          remove(target);
        }
      }
    };
  }

  private Path place(Path folder, String field) {
    try {
      return Files.createDirectories(folder).resolve(foundation.identifiers().next("url"));
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.STORAGE_FAILED, "The folder " + folder + " cannot be written.")
              .withField(field, null),
          e);
    }
  }

  /** What went wrong first is told, not that its remains could not be removed. */
  private static void remove(Path target) {
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      LOG.warn("{} is not whole and could not be removed", target, e);
    }
  }

  private HttpLayer layer(AddressPolicy policy) {
    Settings settings = foundation.settings();
    return foundation
        .opened()
        .add(
            Opened.Stage.OUTSIDE,
            HttpLayer.system(
                HttpLimits.withFileBytes(settings.wholeNumber(Setting.SECOND_UNIT_MAX_FILE_BYTES)),
                policy,
                Proxies.of(
                    settings.text(Setting.HTTP_PROXY).orElse(null),
                    settings.text(Setting.HTTPS_PROXY).orElse(null),
                    settings.text(Setting.NO_PROXY).orElse(null)),
                calls));
  }
}
