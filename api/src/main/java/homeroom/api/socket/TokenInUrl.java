// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.socketio.engine.HandshakeGate;
import homeroom.socketio.engine.HandshakeRequest;
import java.util.Optional;

/** Refuses handshakes with a token in the URL, where it would end up in logs. */
public final class TokenInUrl implements HandshakeGate {

  private static final int BAD_REQUEST = 400;

  @Override
  public Optional<Refused> check(HandshakeRequest request) {
    boolean token = request.query().containsKey("token");
    return token || request.query().containsKey("access_token")
        ? Optional.of(
            new Refused(
                BAD_REQUEST,
                "A token in a URL ends up in logs; send it as 'auth: { token }' or in the"
                    + " Authorization header."))
        : Optional.empty();
  }
}
