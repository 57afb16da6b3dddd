// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.List;

/** The segments of a route's path. */
record RoutePattern(List<Segment> segments) {

  sealed interface Segment {
    record Literal(String text) implements Segment {}

    record Variable(String name) implements Segment {}

    record Rest(String name) implements Segment {}
  }

  static RoutePattern parse(String pattern) {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a route starts with '/', but is: " + pattern);
    }
    List<Segment> segments =
        split(pattern).stream().map(segment -> segment(pattern, segment)).toList();
    for (int i = 0; i < segments.size() - 1; i++) {
      if (segments.get(i) instanceof Segment.Rest) {
        throw new IllegalArgumentException("only the last segment may be '*name': " + pattern);
      }
    }
    return new RoutePattern(segments);
  }

  /** The segments of a path; one slash at its end makes none. */
  static List<String> split(String path) {
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    return end < 1 ? List.of() : List.of(path.substring(1, end).split("/", -1));
  }

  private static Segment segment(String pattern, String segment) {
    if (segment.isEmpty() || segment.equals(":") || segment.equals("*")) {
      throw new IllegalArgumentException("a route has no empty segments or names: " + pattern);
    }
    return switch (segment.charAt(0)) {
      case ':' -> new Segment.Variable(segment.substring(1));
      case '*' -> new Segment.Rest(segment.substring(1));
      default -> new Segment.Literal(segment);
    };
  }
}
