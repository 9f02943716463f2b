package dev.secondunit.generation;

import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.Fallbacks.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plans what may stand in for a shot, by {@code SECOND_UNIT_FALLBACK}: backends in order, each with
 * a model where one is wanted. Only a call that left the backend open may be sent elsewhere; what
 * names its backend or model, continues a clip or is strict stays where it is. No I/O.
 */
final class FallbackPlanning {
  private final FallbackSetting setting;

  FallbackPlanning(Settings settings) {
    this.setting = new FallbackSetting(settings);
  }

  /**
   * @param planner how one of them is planned
   */
  Fallbacks of(GenerationRequest request, Plan first, Function<GenerationRequest, Plan> planner) {
    boolean open =
        request.backendType().equals(GenerationRequest.AUTO)
            && request.model() == null
            && request.source() == null
            && !request.strict();
    if (!open) {
      return Fallbacks.NONE;
    }
    List<Plan> allowed = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (FallbackSetting.Target target : setting.targets()) {
      String name = target.name();
      Optional<String> fault = target.fault();
      if (fault.isPresent()) {
        refused.add(new Refused(name, "what SECOND_UNIT_FALLBACK names there " + fault.get()));
        continue;
      }
      try {
        Plan plan =
            planner.apply(
                new GenerationRequest(
                    request.mode(),
                    request.operation(),
                    target.backend(),
                    target.model(),
                    request.parameters(),
                    false,
                    null));
        if (plan.estimate() == null) {
          refused.add(new Refused(name, "its price is not known"));
        } else if (!same(plan, first) && allowed.stream().noneMatch(each -> same(each, plan))) {
          allowed.add(plan);
        }
      } catch (FailureException e) {
        refused.add(new Refused(name, e.failure().message()));
      }
    }
    return new Fallbacks(allowed, refused, null, List.of());
  }

  private static boolean same(Plan one, Plan other) {
    return one.backend().equals(other.backend()) && one.model().equals(other.model());
  }
}
