// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.fanout;

import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Carries events to people, wherever they are connected. At most once per connection; who is not
 * connected, or loses the event on the way, catches up by sync.
 */
public interface Fanout {

  /**
   * Offers {@code event} to every connection of each of {@code users} but {@code except}. Never
   * waits for a client and never fails: a connection that cannot take it is closed. Events offered
   * one after another reach each connection in that order.
   */
  void deliver(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except);

  /** Who of those it carries events to keeps records; nobody, unless it knows better. */
  default RecordKeepers recordKeepers() {
    return RecordKeepers.NOBODY;
  }
}
