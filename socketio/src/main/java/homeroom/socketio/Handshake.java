// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.TransportName;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a client brought when it connected to a namespace. {@code auth}, {@code headers} and {@code
 * query} are there for middleware and connection handlers; they are forgotten (missing, empty) once
 * the connection handlers have run, since they hold secrets and memory.
 *
 * @param namespace the name of the namespace
 * @param auth the payload of the CONNECT packet, an empty object if there was none
 * @param headers of the HTTP request that opened the session: first values by lower-case name
 * @param query of that request: first values, decoded
 * @param remoteAddress the client's address
 * @param issued when the client asked to connect
 * @param transport the transport the session began with
 * @param secure whether the session was opened over TLS
 */
public record Handshake(
    String namespace,
    JsonNode auth,
    Map<String, String> headers,
    Map<String, String> query,
    InetSocketAddress remoteAddress,
    Instant issued,
    TransportName transport,
    boolean secure) {

  /** The first value of the header, by any case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The first value of the query parameter. */
  public Optional<String> queryParameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** The same without auth, headers and query. */
  Handshake settled() {
    return new Handshake(
        namespace,
        MissingNode.getInstance(),
        Map.of(),
        Map.of(),
        remoteAddress,
        issued,
        transport,
        secure);
  }
}
