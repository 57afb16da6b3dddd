// SPDX-License-Identifier: Apache-2.0
package homeroom.api.description;

import homeroom.api.socket.ClientEvent;
import homeroom.api.socket.ServerEvent;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The socket events as an AsyncAPI document, from the side of the server: it receives what clients
 * send. Both dialects are channels of the one Socket.IO namespace {@code /}.
 *
 * @see <a href="https://www.asyncapi.com/docs/reference/specification/v3.0.0">AsyncAPI 3.0.0</a>
 */
final class AsyncApi {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String CHAT = "chat";
  private static final String FEATHERS = "feathers";

  private static final String ABOUT =
      """
      The events of Homeroom, for every Socket.IO client: connect to the server with \
      auth: { token }, or sign in afterwards with emit("create", "authentication", data, ack). \
      An event has one object as its argument. What a client sends is answered by its ack, with \
      ok: true and the result, or ok: false and an error. The services of openapi.json can be \
      called on a socket too, and push their events to those who signed in that way.\
      """;

  private final Schemas schemas = new Schemas();
  private final ObjectNode messages = JSON.objectNode();
  private final ObjectNode operations = JSON.objectNode();

  private AsyncApi() {}

  static ObjectNode document() {
    return new AsyncApi().describe();
  }

  private ObjectNode describe() {
    ObjectNode document = JSON.objectNode().put("asyncapi", "3.0.0");
    document
        .putObject("info")
        .put("title", "Homeroom")
        .put("version", "1")
        .put("description", ABOUT);
    document.put("defaultContentType", "application/json");
    ObjectNode channels = document.putObject("channels");
    ObjectNode chat = channel(channels, CHAT, "The chat's own events.");
    ObjectNode feathers = channel(channels, FEATHERS, "The same, named as Feathers names them.");
    for (ClientEvent event : ClientEvent.values()) {
      addCall(chat, event);
    }
    for (ServerEvent event : ServerEvent.values()) {
      event.chat().ifPresent(name -> addPush(chat, CHAT, name, event));
      event.feathers().ifPresent(name -> addPush(feathers, FEATHERS, name, event));
    }
    document.set("operations", operations);
    ObjectNode components = document.putObject("components");
    components.set("messages", messages);
    components.set("schemas", schemas.all());
    return document;
  }

  private static ObjectNode channel(ObjectNode channels, String name, String about) {
    return channels
        .putObject(name)
        .put("address", "/")
        .put("description", about)
        .putObject("messages");
  }

  private void addCall(ObjectNode channel, ClientEvent event) {
    String call = "call " + event.text();
    String ack = "ack of " + event.text();
    message(call, event.text(), event.about()).set("payload", schemas.ref(event.payload()));
    ObjectNode answer = message(ack, event.text(), "What the ack is called with.");
    answer
        .putObject("payload")
        .putArray("oneOf")
        .add(schemas.ref(event.answer()))
        .add(schemas.ref(ClientEvent.REFUSED));
    reference(channel.putObject(key(call)), call);
    reference(channel.putObject(key(ack)), ack);
    ObjectNode operation = operation(key(call), "receive", CHAT, event.about());
    operation.putArray("messages").addObject().put("$ref", inChannel(CHAT, call));
    ObjectNode reply = operation.putObject("reply");
    reply.putObject("channel").put("$ref", "#/channels/" + CHAT);
    reply.putArray("messages").addObject().put("$ref", inChannel(CHAT, ack));
  }

  private void addPush(ObjectNode channel, String channelName, String name, ServerEvent event) {
    String push = "push " + name;
    ObjectNode message = message(push, name, event.about());
    message.set("payload", schemas.ref(event.payload()));
    if (event.asksForAck() && channelName.equals(CHAT)) {
      message.put("x-asks-for-ack", true);
    }
    reference(channel.putObject(key(push)), push);
    ObjectNode operation = operation(key(push), "send", channelName, event.about());
    operation.putArray("messages").addObject().put("$ref", inChannel(channelName, push));
  }

  private ObjectNode message(String id, String name, String about) {
    return messages.putObject(key(id)).put("name", name).put("summary", about);
  }

  private ObjectNode operation(String id, String action, String channel, String about) {
    ObjectNode operation = operations.putObject(id).put("action", action).put("summary", about);
    operation.putObject("channel").put("$ref", "#/channels/" + channel);
    return operation;
  }

  private static void reference(ObjectNode node, String message) {
    node.put("$ref", "#/components/messages/" + key(message));
  }

  private static String inChannel(String channel, String message) {
    return "#/channels/" + channel + "/messages/" + key(message);
  }

  /** Keys of components are of letters, digits, dots, dashes and underscores. */
  private static String key(String id) {
    return id.replace(' ', '_').replace(':', '.');
  }
}
