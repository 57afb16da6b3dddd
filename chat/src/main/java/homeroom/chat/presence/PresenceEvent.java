// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.fanout.ChatEvent;
import java.time.Instant;

/** Somebody came or went; told to exactly those who may see them. */
public sealed interface PresenceEvent extends ChatEvent {

  OnlineUser user();

  Instant at();

  record Online(OnlineUser user, Instant at) implements PresenceEvent {}

  record Offline(OnlineUser user, Instant at) implements PresenceEvent {}
}
