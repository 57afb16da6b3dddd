// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

/**
 * Gives the application's form to the refusals that the network itself makes: 400, 404, 405, 408,
 * 413, 414, 415, 417, 431, 500, 501, 503, 505. If it fails itself, the client gets plain text.
 */
@FunctionalInterface
public interface ErrorPage {

  /** The message as plain text. */
  ErrorPage PLAIN_TEXT = HttpResponse::text;

  /**
   * The answer for a refused or failed request. Runs on an event loop or a virtual thread; must not
   * block.
   *
   * @param status the HTTP status
   * @param message one sentence saying what was wrong and what would be right
   */
  HttpResponse answer(int status, String message);
}
