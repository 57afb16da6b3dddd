// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the application handles at once. Up to half of them everybody is let in; beyond
 * it a network has no more than an equal part of all places, a token no more than leaves such a
 * part to who comes next, those without a token have half of them together, and the last tenth is
 * for small requests with a token. Whether the token is a good one is soon found by who handles it.
 * Safe for many threads.
 */
final class RequestSlots {

  /** The largest body of a small request, in bytes. */
  private static final int SMALL_BYTES = 65_536;

  private final int most;
  private final Map<Network, Integer> byNetwork = new HashMap<>();
  private final Map<String, Integer> byToken = new HashMap<>();
  private int taken;
  private int withoutToken;

  RequestSlots(int most) {
    this.most = most;
  }

  /**
   * One request's place.
   *
   * @param token what it brought to show whose it is, unread; null if nothing
   */
  record Slot(Network network, @Nullable String token) {}

  /** Takes a place; false if there is none for this one. */
  synchronized boolean enter(Slot slot, int bodyBytes) {
    int own = byNetwork.getOrDefault(slot.network(), 0);
    if (taken >= most / 2 && !isLetIn(slot, own, bodyBytes)) {
      return false;
    }
    byNetwork.put(slot.network(), own + 1);
    taken++;
    if (slot.token() == null) {
      withoutToken++;
    } else {
      byToken.merge(slot.token(), 1, Integer::sum);
    }
    return true;
  }

  private boolean isLetIn(Slot slot, int own, int bodyBytes) {
    int networks = byNetwork.size() + (own == 0 ? 1 : 0);
    boolean preferred = slot.token() != null && bodyBytes <= SMALL_BYTES;
    return taken < (preferred ? most : most - most / 10)
        && own < Math.max(1, most / networks)
        && isLetIn(slot.token());
  }

  private boolean isLetIn(@Nullable String token) {
    if (token == null) {
      return withoutToken < Math.max(1, most / 2);
    }
    int own = byToken.getOrDefault(token, 0);
    int tokens = byToken.size() + (own == 0 ? 1 : 0);
    return own < Math.max(1, most / (tokens + 1));
  }

  /** Gives a place back. */
  synchronized void leave(Slot slot) {
    byNetwork.computeIfPresent(slot.network(), (key, own) -> own == 1 ? null : own - 1);
    taken--;
    if (slot.token() == null) {
      withoutToken--;
    } else {
      byToken.computeIfPresent(slot.token(), (key, own) -> own == 1 ? null : own - 1);
    }
  }

  /** Places taken now. */
  synchronized int taken() {
    return taken;
  }
}
