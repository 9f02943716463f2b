package dev.secondunit.mcp.product;

import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ServedPrompt;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Three ways of working that people start by hand. Getting one sends and spends nothing. */
public final class ProductPrompts {
  private ProductPrompts() {}

  private record Argument(String name, String description, boolean required) {}

  public static List<ServedPrompt> all() {
    List<ServedPrompt> prompts = new ArrayList<>();
    prompts.add(
        prompt(
            "plan_shots",
            "Plan a film as a shot list",
            List.of(
                new Argument("story", "What the film tells.", true),
                new Argument("seconds", "How long it shall be.", false),
                new Argument("backend", "Who makes the paid version.", false),
                new Argument("model", "With which model.", false)),
            """
            Plan this film as a shot list for generate_media: %s
            Length: %s seconds. Paid backend: %s. Model: %s.
            Ask describe_backends for limits and prices first. Give every shot 4 to 8 seconds, one \
            camera move, and the same style words. Rehearse the whole list with backend_type previz, \
            look at it with read_media, then price it with dry_run on the paid backend and show me \
            the price before anything is bought."""));
    prompts.add(
        prompt(
            "review_clip",
            "Review a clip before it is used",
            List.of(
                new Argument("clip", "Path, asset id or URL.", true),
                new Argument("intent", "What it was meant to show.", false)),
            """
            Review %s. It was meant to show: %s
            Use read_media with a contact sheet and scenes, compare what was delivered with what was \
            requested, and say plainly: use it, mend it in the edit, or buy a new take, with timecodes \
            for every flaw. A paid clip is not thrown away for a small flaw."""));
    prompts.add(
        prompt(
            "continue_story",
            "Go on from a finished shot",
            List.of(
                new Argument("source", "Job, asset or continuation id.", true),
                new Argument("next", "What happens next.", false)),
            """
            Go on from %s. What happens next: %s
            Look at its last frames with read_media, choose between extend, edit, remix and last_frame \
            in continue_from by what its continuation allows, price it with dry_run, and tell me the \
            choice and the price before you run it."""));
    return prompts;
  }

  private static ServedPrompt prompt(
      String name, String title, List<Argument> arguments, String template) {
    ObjectNode listing = JsonNodeFactory.instance.objectNode();
    listing.put("name", name);
    listing.put("title", title);
    listing.put("description", title + ".");
    ArrayNode list = listing.putArray("arguments");
    arguments.forEach(
        argument ->
            list.addObject()
                .put("name", argument.name())
                .put("description", argument.description())
                .put("required", argument.required()));
    return new ServedPrompt(
        listing,
        (params, exchange) -> {
          Object[] values = new Object[arguments.size()];
          for (int i = 0; i < values.length; i++) {
            Argument argument = arguments.get(i);
            String value = params.path("arguments").path(argument.name()).asString("");
            if (value.isBlank() && argument.required()) {
              throw ProtocolException.invalidParams(
                  "The prompt " + name + " needs the argument " + argument.name() + ".");
            }
            values[i] = value.isBlank() ? "not said" : value;
          }
          ObjectNode result = JsonNodeFactory.instance.objectNode();
          result.put("description", title);
          result
              .putArray("messages")
              .addObject()
              .put("role", "user")
              .putObject("content")
              .put("type", "text")
              .put("text", String.format(template, values));
          return result;
        });
  }
}
