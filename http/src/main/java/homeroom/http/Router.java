// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the handler of a method and path.
 *
 * <p>A pattern is a path whose segments are literal, {@code :name} (one segment, not empty) or, as
 * the last, {@code *name} (all the rest, slashes included, possibly empty). Where several patterns
 * fit, a literal segment wins over {@code :name}, and that over {@code *name}, from left to right.
 * One slash at the end of a path makes no difference.
 *
 * <p>HEAD is answered from GET; OPTIONS with the methods of the path; an unknown path with 404; a
 * method a path does not have with 405. Add all routes before the server starts; from then on safe
 * for many threads.
 */
public final class Router implements HttpHandler {

  private final ErrorPage errorPage;
  private final RouteNode root = new RouteNode();

  /** A router without routes that refuses in the form of {@code errorPage}. */
  public Router(ErrorPage errorPage) {
    this.errorPage = errorPage;
  }

  /**
   * Adds a route.
   *
   * @param method in upper case
   * @param pattern starting with {@code /}, for example {@code /messages/:id}
   * @throws IllegalArgumentException if the pattern is malformed or has a handler for the method
   */
  public Router route(String method, String pattern, HttpHandler handler) {
    root.add(method, RoutePattern.parse(pattern), handler);
    return this;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (request.path().equals("*")) {
      return HttpResponse.empty(204);
    }
    RouteNode.Found found = root.find(request.method(), request.path());
    if (found.route() != null) {
      return found.route().handle(request, found.values());
    }
    if (found.methods().isEmpty()) {
      return errorPage.answer(404, "There is nothing at " + request.path() + ".");
    }
    String allow = String.join(", ", withImplied(found.methods()));
    if (request.method().equals("OPTIONS")) {
      return HttpResponse.empty(204).with("allow", allow);
    }
    return errorPage
        .answer(405, request.method() + " is not possible at this path; possible: " + allow + ".")
        .with("allow", allow);
  }

  private static Set<String> withImplied(Set<String> methods) {
    var all = new TreeSet<>(methods);
    all.add("OPTIONS");
    if (all.contains("GET")) {
      all.add("HEAD");
    }
    return all;
  }
}
