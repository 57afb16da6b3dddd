// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A segment in the tree of routes. */
final class RouteNode {

  /** A handler and the names its pattern gives to the path's variable segments, in order. */
  record Route(HttpHandler handler, List<String> names) {
    HttpResponse handle(HttpRequest request, List<String> values) throws Exception {
      Map<String, String> variables = HashMap.newHashMap(names.size());
      for (int i = 0; i < names.size(); i++) {
        variables.put(names.get(i), values.get(i));
      }
      return handler.handle(request.withPathVariables(Map.copyOf(variables)));
    }
  }

  /**
   * What a search found.
   *
   * @param route null if no pattern with that method fits
   * @param values of the path's variable segments
   * @param methods of the patterns that fit the path; complete only if there is no route
   */
  record Found(@Nullable Route route, List<String> values, Set<String> methods) {}

  private final Map<String, RouteNode> literals = new HashMap<>();
  private final Map<String, Route> routes = new HashMap<>();
  private @Nullable RouteNode variable;
  private @Nullable RouteNode rest;

  void add(String method, RoutePattern pattern, HttpHandler handler) {
    RouteNode node = this;
    var names = new ArrayList<String>();
    for (RoutePattern.Segment segment : pattern.segments()) {
      switch (segment) {
        case RoutePattern.Segment.Literal literal ->
            node = node.literals.computeIfAbsent(literal.text(), text -> new RouteNode());
        case RoutePattern.Segment.Variable named -> {
          names.add(named.name());
          node = node.variable();
        }
        case RoutePattern.Segment.Rest named -> {
          names.add(named.name());
          node = node.rest();
        }
      }
    }
    if (node.routes.putIfAbsent(method, new Route(handler, List.copyOf(names))) != null) {
      throw new IllegalArgumentException("there are two routes for " + method + " " + pattern);
    }
  }

  private RouteNode variable() {
    if (variable == null) {
      variable = new RouteNode();
    }
    return variable;
  }

  private RouteNode rest() {
    if (rest == null) {
      rest = new RouteNode();
    }
    return rest;
  }

  Found find(String method, String path) {
    var search = new Search(method, RoutePattern.split(path));
    Route route = search.from(this, 0);
    return new Found(route, List.copyOf(search.values), search.methods);
  }

  /** One walk through the tree, most literal first. */
  private static final class Search {

    private final String method;
    private final List<String> segments;
    private final Deque<String> values = new ArrayDeque<>();
    private final Set<String> methods = new TreeSet<>();

    Search(String method, List<String> segments) {
      this.method = method;
      this.segments = segments;
    }

    @Nullable Route from(RouteNode node, int depth) {
      Route found = depth == segments.size() ? at(node) : below(node, depth);
      if (found != null || node.rest == null) {
        return found;
      }
      return with(String.join("/", segments.subList(depth, segments.size())), node.rest, -1);
    }

    private @Nullable Route below(RouteNode node, int depth) {
      String segment = segments.get(depth);
      RouteNode literal = node.literals.get(segment);
      Route found = literal == null ? null : from(literal, depth + 1);
      if (found != null || node.variable == null || segment.isEmpty()) {
        return found;
      }
      return with(segment, node.variable, depth + 1);
    }

    /** Goes on with {@code value} taken; a negative depth means the path ends there. */
    private @Nullable Route with(String value, RouteNode node, int depth) {
      values.addLast(value);
      Route found = depth < 0 ? at(node) : from(node, depth);
      if (found == null) {
        values.removeLast();
      }
      return found;
    }

    private @Nullable Route at(RouteNode node) {
      methods.addAll(node.routes.keySet());
      Route route = node.routes.get(method);
      return route == null && method.equals("HEAD") ? node.routes.get("GET") : route;
    }
  }
}
