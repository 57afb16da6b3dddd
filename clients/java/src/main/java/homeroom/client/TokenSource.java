// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import java.io.IOException;

/**
 * Where access tokens come from. Asked for the first one, for another before that one is over, and
 * when the server refuses one.
 */
@FunctionalInterface
public interface TokenSource {

  /**
   * A token that is good now. May block; called on a thread of its own, one call at a time.
   *
   * @throws HomeroomException if there is none for this person: the session ends
   * @throws IOException if none can be had now: asked again later
   */
  String token() throws IOException, HomeroomException;
}
