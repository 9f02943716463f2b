package dev.secondunit.mcp;

import dev.secondunit.tool.FollowedWork;
import dev.secondunit.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server offers, whatever the transport and the protocol revision. Making one does no I/O.
 *
 * @param identity who it is
 * @param offer what clients may use
 * @param older what only revisions before 2026-07-28 have
 * @param extensions what is offered beside the core
 * @param changes tells when what is shown becomes another
 */
public record ServerDefinition(
    Identity identity, Offer offer, Older older, Extensions extensions, Changes changes) {
  /**
   * Who a server says it is.
   *
   * @param name for programs
   * @param title for people
   * @param instructions for the model, at most 2,000 characters
   */
  public record Identity(String name, String title, String version, String instructions) {
    public Identity {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(instructions, "instructions");
    }
  }

  /**
   * What clients of every revision may use, in the order they see it.
   *
   * @param resources resources and templates
   * @param completer proposes values for arguments, or null
   */
  public record Offer(
      List<ServedTool> tools,
      List<ServedResource> resources,
      List<ServedPrompt> prompts,
      Completer completer) {
    public Offer {
      tools = List.copyOf(tools);
      resources = List.copyOf(resources);
      prompts = List.copyOf(prompts);
    }

    static Offer of(List<ServedTool> tools) {
      return new Offer(tools, List.of(), List.of(), null);
    }
  }

  /**
   * What newer revisions have dropped.
   *
   * @param methods by name
   * @param capabilities what they announce, merged into the capabilities
   */
  public record Older(Map<String, ServedTool.Handler> methods, ObjectNode capabilities) {
    static final Older NONE = new Older(Map.of(), Json.object());

    public Older {
      methods = Map.copyOf(methods);
      Objects.requireNonNull(capabilities, "capabilities");
    }
  }

  /**
   * What is offered beside the core.
   *
   * @param tasks calls that clients may follow as tasks, or null when there are none
   * @param others extensions that stand for themselves
   */
  public record Extensions(ServedTasks tasks, List<ServedExtension> others) {
    static final Extensions NONE = new Extensions(null, List.of());

    public Extensions {
      others = List.copyOf(others);
    }

    List<ServedExtension> all() {
      List<ServedExtension> all = new ArrayList<>(others);
      if (tasks != null) {
        all.add(ServedTasks.extension(tasks));
      }
      return all;
    }
  }

  private static final String INSTRUCTIONS =
      """
      Second Unit makes images, video and audio as durable background jobs.

      Jobs: a call answers within wait_seconds with the finished files or with a job_id. Then call \
      wait_for_jobs (or get_jobs) with that id until it has ended. Never call generate_media again \
      to fetch a result: that is a new purchase. Jobs survive restarts; old ids keep working.

      Money: most backends charge for every job. Plan first: describe_backends shows models, limits \
      and prices; dry_run: true prices a call without sending it; backend_type: "previz" renders \
      free local animatics, so a whole shot list can be rehearsed and then run unchanged on a paid \
      backend. Set max_cost_usd. charged in an error says whether money is gone: no, yes or unknown. \
      Try again only where retry says now or after. A submit_unknown job may have been bought: ask \
      the user before retry_jobs.

      Results: files are on disk; use their paths or asset ids as inputs of later calls. Sizes and \
      lengths in files[] are measured; compare them with requested, and read adjustments, ignored and \
      warnings. Look at what came back with read_media (free without prompt) before using it. To go \
      on from a result, pass its continuation id to continue_from before expires_at.

      Several shots: one generate_media call with shots[]; put what they share beside the list.\
      """;

  public ServerDefinition {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(offer, "offer");
    Objects.requireNonNull(older, "older");
    Objects.requireNonNull(extensions, "extensions");
    Objects.requireNonNull(changes, "changes");
  }

  /** A server with tools only. */
  public ServerDefinition(
      String name, String title, String version, String instructions, List<ServedTool> tools) {
    this(
        new Identity(name, title, version, instructions),
        Offer.of(tools),
        Older.NONE,
        Extensions.NONE,
        Changes.NONE);
  }

  /** The same server with resources, prompts and completion beside its tools. */
  public ServerDefinition with(
      List<ServedResource> resources, List<ServedPrompt> prompts, Completer completer) {
    Offer more = new Offer(offer.tools(), resources, prompts, completer);
    return new ServerDefinition(identity, more, older, extensions, changes);
  }

  /** The same server with these extensions in place of what it had. */
  public ServerDefinition with(Extensions extensions) {
    return new ServerDefinition(identity, offer, older, extensions, changes);
  }

  /** The same server, whose resources and tasks become others as this tells. */
  public ServerDefinition with(Changes changes) {
    return new ServerDefinition(identity, offer, older, extensions, changes);
  }

  /** What is offered to clients of every revision. */
  public ObjectNode capabilities() {
    return capabilities(extension -> extension.audience() == ServedExtension.Audience.EVERYONE);
  }

  /** What is offered since 2026-07-28. */
  public ObjectNode statelessCapabilities() {
    return capabilities(extension -> true);
  }

  private ObjectNode capabilities(Predicate<ServedExtension> audience) {
    ObjectNode capabilities = Json.object();
    if (!offer.tools().isEmpty()) {
      capabilities.putObject("tools");
    }
    if (!offer.resources().isEmpty()) {
      ObjectNode offered = capabilities.putObject("resources");
      if (changes != Changes.NONE) {
        offered.put("listChanged", true);
      }
    }
    if (!offer.prompts().isEmpty()) {
      capabilities.putObject("prompts");
    }
    if (offer.completer() != null) {
      capabilities.putObject("completions");
    }
    for (ServedExtension extension : extensions.all()) {
      if (audience.test(extension)) {
        capabilities.withObject("extensions").set(extension.identifier(), extension.settings());
      }
    }
    return capabilities;
  }

  /**
   * What the product's calls rest on beside their tools.
   *
   * @param work what clients that know tasks may follow, or null for nothing
   * @param approvals who is asked when a call would spend much
   * @param extensions beside tasks
   */
  public record Support(FollowedWork work, Approvals approvals, List<ServedExtension> extensions) {
    static final Support NONE = new Support(null, Approvals.NONE, List.of());

    public Support {
      Objects.requireNonNull(approvals, "approvals");
      extensions = List.copyOf(extensions);
    }
  }

  /** The product by itself: these tools under its name and with its instructions. */
  public static ServerDefinition secondUnit(String version, ToolRegistry tools) {
    return secondUnit(version, tools, Support.NONE);
  }

  /** The product: these tools under its name and with its instructions. */
  public static ServerDefinition secondUnit(String version, ToolRegistry tools, Support support) {
    ServedTasks tasks = support.work() == null ? null : new WorkTasks(support.work());
    ToolRendering rendering = new ToolRendering(System::nanoTime, tasks, support.approvals());
    return new ServerDefinition(
            "second-unit",
            "Second Unit",
            version,
            INSTRUCTIONS,
            tools.all().stream().map(rendering::serve).toList())
        .with(new Extensions(tasks, support.extensions()));
  }
}
