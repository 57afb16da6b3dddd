// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import java.security.SecureRandom;
import java.util.Base64;

/** Unguessable ids: 120 random bits as 20 characters. Safe for any thread. */
public final class SessionIds {

  private static final int BYTES = 15;

  private final SecureRandom random = new SecureRandom();

  public String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }
}
