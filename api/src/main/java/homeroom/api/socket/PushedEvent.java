package homeroom.api.socket;

import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.PresencePayload;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.message.MessageView;
import homeroom.chat.presence.PresenceEvent;

/**
 * An event as sockets get it.
 *
 * @param chat its name in the chat's dialect
 * @param feathers its name in that of Feathers: service and event
 */
record PushedEvent(String chat, String feathers, Object payload) {

  /**
   * @throws IllegalArgumentException if the wire has no name for the event
   */
  static PushedEvent of(ChatEvent event) {
    return switch (event) {
      case MessageEvent.Sent(MessageView message) ->
          new PushedEvent("message:new", "messages created", MessagePayload.of(message));
      case MessageEvent.Edited(MessageView message) ->
          new PushedEvent("message:edited", "messages patched", MessagePayload.of(message));
      case MessageEvent.Deleted(MessageView message) ->
          new PushedEvent("message:deleted", "messages removed", MessagePayload.of(message));
      case PresenceEvent.Online online ->
          new PushedEvent("user:online", "presence created", PresencePayload.of(online));
      case PresenceEvent.Offline offline ->
          new PushedEvent("user:offline", "presence removed", PresencePayload.of(offline));
      default -> throw new IllegalArgumentException("The wire has no name for " + event);
    };
  }
}
