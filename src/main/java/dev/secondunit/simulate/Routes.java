package dev.secondunit.simulate;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The paths a vendor knows. In a pattern {@code {id}} stands for one path segment or a part of it,
 * as in {@code /models/{model}:predict}.
 */
final class Routes {
  interface Action {
    Answer answer(Exchange exchange);
  }

  /** A path that was found, and what it caught. */
  record Found(
      Operation operation, Action action, Map<String, String> variables, boolean rawBody) {}

  private record Route(
      String method,
      Pattern pattern,
      List<String> names,
      Operation operation,
      Action action,
      boolean rawBody) {}

  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  private final List<Route> routes = new ArrayList<>();

  Routes get(String pattern, Operation operation, Action action) {
    return add("GET", pattern, operation, action, false);
  }

  Routes post(String pattern, Operation operation, Action action) {
    return add("POST", pattern, operation, action, false);
  }

  /** A post whose body is bytes, whatever its content type says. */
  Routes postBytes(String pattern, Operation operation, Action action) {
    return add("POST", pattern, operation, action, true);
  }

  Routes put(String pattern, Operation operation, Action action) {
    return add("PUT", pattern, operation, action, true);
  }

  Routes delete(String pattern, Operation operation, Action action) {
    return add("DELETE", pattern, operation, action, false);
  }

  Optional<Found> find(String method, String path) {
    for (Route route : routes) {
      Matcher matcher = route.pattern().matcher(path);
      if (route.method().equals(method) && matcher.matches()) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < route.names().size(); i++) {
          variables.put(route.names().get(i), decode(matcher.group(i + 1)));
        }
        return Optional.of(
            new Found(route.operation(), route.action(), variables, route.rawBody()));
      }
    }
    return Optional.empty();
  }

  /** Whether another method would have found the path. */
  boolean knows(String path) {
    return routes.stream().anyMatch(route -> route.pattern().matcher(path).matches());
  }

  private Routes add(
      String method, String pattern, Operation operation, Action action, boolean rawBody) {
    List<String> names = new ArrayList<>();
    StringBuilder expression = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(pattern);
    int end = 0;
    while (matcher.find()) {
      expression.append(Pattern.quote(pattern.substring(end, matcher.start()))).append("([^/]+?)");
      names.add(matcher.group(1));
      end = matcher.end();
    }
    expression.append(Pattern.quote(pattern.substring(end)));
    routes.add(
        new Route(
            method, Pattern.compile(expression.toString()), names, operation, action, rawBody));
    return this;
  }

  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
