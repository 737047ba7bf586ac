package io.hnswitch.console;

import io.hnswitch.api.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The paths of the REST face: finds the operation that a method and a path mean. */
final class ApiPaths {

  private final List<Template> templates;

  ApiPaths(List<Operation> operations) {
    templates =
        operations.stream()
            .map(operation -> new Template(operation, split(operation.path())))
            .toList();
  }

  /** What a path means. */
  sealed interface Match {
    /**
     * An operation.
     *
     * @param parameters the parts of the path that stand for parameters, decoded
     */
    record Found(Operation operation, Map<String, String> parameters) implements Match {}

    /** The path is there, with these methods only. */
    record WrongMethod(List<String> allowed) implements Match {}

    /** No operation has such a path. */
    record Unknown() implements Match {}
  }

  private record Template(Operation operation, List<String> segments) {

    /** The parameters, or empty when the path is another one. */
    Optional<Map<String, String>> match(List<String> path) {
      if (path.size() != segments.size()) {
        return Optional.empty();
      }
      var parameters = new LinkedHashMap<String, String>();
      for (int i = 0; i < path.size(); i++) {
        var segment = segments.get(i);
        if (segment.startsWith("{") && !path.get(i).isEmpty()) {
          parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
        } else if (!segment.equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(parameters);
    }
  }

  /**
   * Finds an operation.
   *
   * @param path below {@code /api/v1}, percent-encoded as it came, so that an encoded slash is part
   *     of a name
   */
  Match find(String method, String path) {
    List<String> segments;
    try {
      segments = split(path).stream().map(ApiPaths::decode).toList();
    } catch (IllegalArgumentException e) {
      return new Match.Unknown();
    }
    var allowed = new ArrayList<String>();
    for (var template : templates) {
      var parameters = template.match(segments);
      if (parameters.isPresent()) {
        if (template.operation().method().name().equals(method)) {
          return new Match.Found(template.operation(), parameters.get());
        }
        allowed.add(template.operation().method().name());
      }
    }
    return allowed.isEmpty() ? new Match.Unknown() : new Match.WrongMethod(List.copyOf(allowed));
  }

  private static List<String> split(String path) {
    return List.of(path.split("/", -1));
  }

  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
