package dev.secondunit;

import dev.secondunit.catalogue.ConditionalSchemas;
import dev.secondunit.catalogue.FullSchemas;
import dev.secondunit.catalogue.Model;
import dev.secondunit.config.Setting;
import dev.secondunit.generation.Assets;
import dev.secondunit.mcp.Changes;
import dev.secondunit.mcp.ServedResource;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.approval.AskedApprovals;
import dev.secondunit.mcp.product.ProductPrompts;
import dev.secondunit.mcp.product.ProductResources;
import dev.secondunit.mcp.skills.SkillsExtension;
import dev.secondunit.tool.Caller;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolRegistry;
import dev.secondunit.tool.Tools;
import dev.secondunit.tool.function.FollowedJobs;
import dev.secondunit.tool.function.Services;
import dev.secondunit.tool.function.ToolSet;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What clients see of the product, whatever the transport. Making it opens nothing. */
final class ProductDefinition {
  private static final List<String> SCHEMA_PROFILES = List.of("portable", "full");

  private final Foundation foundation;
  private final ToolChoices choices;
  private final Supplier<Services> services;
  private final BooleanSupplier hasStore;

  /**
   * @param choices what is enabled
   * @param services opened by the first call that needs them
   * @param hasStore whether anything can have been made already
   */
  ProductDefinition(
      Foundation foundation,
      ToolChoices choices,
      Supplier<Services> services,
      BooleanSupplier hasStore) {
    this.foundation = foundation;
    this.choices = choices;
    this.services = services;
    this.hasStore = hasStore;
  }

  ToolRegistry tools() {
    ToolRegistry tools =
        Tools.registry(
            choices, new ToolSet(this::services, foundation.ffmpeg(), foundation.identifiers()));
    String profile =
        foundation.settings().word(Setting.SECOND_UNIT_SCHEMA_PROFILE, SCHEMA_PROFILES);
    if (profile.equals("portable")) {
      return tools;
    }
    FullSchemas full = new FullSchemas(new ConditionalSchemas(foundation.catalogue()));
    return tools.withInputSchemas(
        (name, portable) -> full.of(name, portable, choices.generationBackends()));
  }

  ServerDefinition server(Changes changes) {
    SkillsExtension skills = new SkillsExtension();
    return ServerDefinition.secondUnit(
            Version.current(),
            tools(),
            new ServerDefinition.Support(
                new FollowedJobs(this::services),
                new AskedApprovals(foundation.clock(), SecureRandom::new),
                List.of(skills.served())))
        .with(resources(skills), ProductPrompts.all(), this::completions)
        .with(changes);
  }

  private List<ServedResource> resources(SkillsExtension skills) {
    ProductResources resources =
        new ProductResources(
            caller -> services(caller).assets(),
            (caller, most) ->
                hasStore.getAsBoolean() ? services(caller).assets().list(null, most) : List.of(),
            foundation.catalogue(),
            () -> services.get().generations().context());
    List<ServedResource> all = new ArrayList<>(resources.all(ToolChoices.ALL.generationBackends()));
    all.add(skills.files());
    return all;
  }

  private List<String> completions(String reference, String argument, String begun, Caller caller) {
    if (argument.equals("asset_id") || argument.equals("source") || argument.equals("clip")) {
      return services(caller).assets().list(null, 100).stream()
          .map(Assets.Asset::id)
          .filter(id -> id.startsWith(begun))
          .toList();
    }
    return proposals(argument).filter(value -> value.startsWith(begun)).toList();
  }

  /** What the catalogue knows; nothing is opened for it. */
  private Stream<String> proposals(String argument) {
    return switch (argument) {
      case "backend" -> choices.generationBackends().stream();
      case "model" ->
          choices.generationBackends().stream()
              .flatMap(name -> foundation.catalogue().backend(name).stream())
              .flatMap(backend -> backend.models().stream())
              .map(Model::id);
      default -> Stream.empty();
    };
  }

  private Services services(Caller caller) {
    return services.get().seenBy(caller);
  }
}
