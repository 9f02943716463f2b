package dev.secondunit.catalogue;

import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a plan depends on besides the request: which backends can be used, and when it is.
 *
 * @param unavailable why something cannot be used, by backend ({@code grok}) or by backend and home
 *     ({@code google:vertex}); absent means usable
 * @param onlyWhenNamed why {@code auto} passes over a usable backend, by backend
 * @param customBaseUrls the backends that were led to another server: an end date of the vendor's
 *     own model is then a warning where the catalogue says others speak it too
 */
public record PlanningContext(
    Map<String, String> unavailable,
    Map<String, String> onlyWhenNamed,
    Set<String> customBaseUrls,
    Instant now) {
  public PlanningContext {
    unavailable = Map.copyOf(unavailable);
    onlyWhenNamed = Map.copyOf(onlyWhenNamed);
    customBaseUrls = Set.copyOf(customBaseUrls);
    Objects.requireNonNull(now, "now");
  }

  /** A context in which {@code auto} may take whatever can be used. */
  public PlanningContext(Map<String, String> unavailable, Set<String> customBaseUrls, Instant now) {
    this(unavailable, Map.of(), customBaseUrls, now);
  }

  /** The same with backends that {@code auto} passes over. */
  public PlanningContext withOnlyWhenNamed(Map<String, String> reasons) {
    return new PlanningContext(unavailable, reasons, customBaseUrls, now);
  }

  /**
   * The context of this process.
   *
   * @param unavailable the reason by backend, as the backends' own readiness has it; homes and base
   *     URLs are read from the settings here
   */
  public static PlanningContext of(
      Catalogue catalogue, Settings settings, Map<String, String> unavailable, Instant now) {
    Map<String, String> reasons = new HashMap<>(unavailable);
    Set<String> elsewhere = new HashSet<>();
    for (BackendEntry backend : catalogue.backends()) {
      Setting baseUrl = backend.baseUrl();
      if (baseUrl != null
          && settings.isSet(baseUrl)
          && !settings
              .text(baseUrl)
              .orElse("")
              .replaceFirst("/$", "")
              .equals(baseUrl.defaultInWords())) {
        elsewhere.add(backend.name());
      }
      for (Map.Entry<String, List<Setting>> home : backend.homes().entrySet()) {
        if (home.getValue().stream().noneMatch(settings::isSet)) {
          reasons.put(
              backend.name() + ":" + home.getKey(),
              "set " + String.join(" or ", home.getValue().stream().map(Setting::name).toList()));
        }
      }
    }
    return new PlanningContext(reasons, elsewhere, now);
  }

  public LocalDate today() {
    return now.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** Why a backend cannot be used, or null when it can. */
  String obstacle(BackendEntry backend) {
    return unavailable.get(backend.name());
  }

  /** Why {@code auto} passes over a backend, or null when it may take it. */
  String obstacleToAuto(BackendEntry backend) {
    String obstacle = obstacle(backend);
    return obstacle != null ? obstacle : onlyWhenNamed.get(backend.name());
  }

  /** Why none of a model's homes can be used, or null when one can. */
  String obstacle(BackendEntry backend, Model model) {
    String reason = null;
    for (String home : model.homes()) {
      reason = unavailable.get(backend.name() + ":" + home);
      if (reason == null) {
        return null;
      }
    }
    return reason;
  }

  /** Whether a model can be called at all on this day and server. */
  public boolean lives(BackendEntry backend, Model model) {
    return !model.endedBy(today())
        || (model.elsewhere() && customBaseUrls.contains(backend.name()));
  }
}
