// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP request that opened a session (section "Handshake").
 *
 * @param headers the first value of each header, by lower-case name
 * @param query the first value of each query parameter, decoded
 * @param remoteAddress the client's address
 * @param transport the transport the session begins with
 * @param secure whether it came over TLS
 */
public record HandshakeRequest(
    Map<String, String> headers,
    Map<String, String> query,
    InetSocketAddress remoteAddress,
    TransportName transport,
    boolean secure) {

  /** What this takes in memory, roughly, in bytes. */
  public int bytes() {
    return bytes(headers) + bytes(query);
  }

  private static int bytes(Map<String, String> fields) {
    int sum = 0;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      sum += field.getKey().length() + field.getValue().length();
    }
    return sum;
  }

  /** The first value of the header, by lower-case name. */
  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** The first value of the query parameter. */
  public Optional<String> queryParameter(String name) {
    return Optional.ofNullable(query.get(name));
  }
}
