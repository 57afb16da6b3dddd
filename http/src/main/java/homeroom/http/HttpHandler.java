// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

/** Answers one request. Runs on a virtual thread of its own and may block. */
@FunctionalInterface
public interface HttpHandler {

  /**
   * Answers {@code request}.
   *
   * @throws Exception a fault; the client gets what {@link ErrorPage} makes of a 500, and the log
   *     the cause
   */
  HttpResponse handle(HttpRequest request) throws Exception;
}
