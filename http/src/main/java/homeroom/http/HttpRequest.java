// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * One complete request.
 *
 * @param id names the request in the log and in the answer's {@code X-Request-Id}
 * @param method upper case, as sent
 * @param path decoded, without the query, starting with {@code /}
 * @param rawQuery the query as sent, still percent-encoded, without {@code ?}; "" if none
 * @param pathVariables the values of the route's {@code :name} segments, decoded
 * @param headers by lower-case name
 * @param body the bytes of the body, of whatever content coding it was sent in; empty if none
 * @param remoteAddress the client's address, of a trusted proxy's forwarded header where configured
 * @param requester whose it is, to be told by who finds out
 * @param answers where an answer that may be long is written
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never copied on the hot path
public record HttpRequest(
    String id,
    String method,
    String path,
    String rawQuery,
    Map<String, String> pathVariables,
    Headers headers,
    byte[] body,
    InetSocketAddress remoteAddress,
    Requester requester,
    LongAnswers answers) {

  /** The first value of the header, by any case of its name. */
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /**
   * The value of the route's segment {@code :name}.
   *
   * @throws IllegalArgumentException if the route has no such segment
   */
  public String pathVariable(String name) {
    String value = pathVariables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no segment :" + name);
    }
    return value;
  }

  /**
   * Begins the answer, if it may be long; to be called once at most.
   *
   * @param headers without those of framing; those for pages of other origins are added
   * @param pause told every time that the answer has to wait for its client
   */
  public LongAnswer longAnswer(int status, Headers headers, LongAnswer.Pause pause) {
    return answers.write(this, status, headers, pause);
  }

  /** The same request, its body decoded. */
  HttpRequest withBody(byte[] decoded) {
    return new HttpRequest(
        id,
        method,
        path,
        rawQuery,
        pathVariables,
        headers,
        decoded,
        remoteAddress,
        requester,
        answers);
  }

  /** The same request, as a route sees it. */
  HttpRequest withPathVariables(Map<String, String> variables) {
    return new HttpRequest(
        id, method, path, rawQuery, variables, headers, body, remoteAddress, requester, answers);
  }
}
