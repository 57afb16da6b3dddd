// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.packet;

import homeroom.http.YieldingOutput;
import homeroom.http.YieldingReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns values into packets and payloads into values. Safe for any thread. */
public final class PacketCodec {

  /** Event names with a meaning of their own in the clients. */
  private static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  /** From so many characters on a payload is gone through before a tree is made of it. */
  private static final int LONG_CHARS = 32_768;

  private final JsonMapper mapper;

  /** A codec that binds values the way {@code mapper} does. */
  public PacketCodec(JsonMapper mapper) {
    this.mapper =
        mapper
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();
  }

  public JsonMapper mapper() {
    return mapper;
  }

  public static boolean isReserved(String event) {
    return RESERVED.contains(event);
  }

  // Encoding

  /** CONNECT or CONNECT_ERROR with an object as payload. */
  public EncodedPacket control(PacketType type, String namespace, Object payload) {
    byte[] json = mapper.writeValueAsBytes(payload);
    return assemble(type, 0, namespace, Packet.NO_ID, json, json.length, List.of());
  }

  public EncodedPacket disconnect(String namespace) {
    return assemble(PacketType.DISCONNECT, 0, namespace, Packet.NO_ID, new byte[0], 0, List.of());
  }

  /**
   * EVENT, or BINARY_EVENT if there is a {@code byte[]} anywhere.
   *
   * @param id the id of the ack asked for, or {@link Packet#NO_ID}
   */
  public EncodedPacket event(String namespace, long id, String event, List<?> args) {
    if (isReserved(event)) {
      throw new IllegalArgumentException("the event name " + event + " is reserved");
    }
    return array(PacketType.EVENT, PacketType.BINARY_EVENT, namespace, id, event, args);
  }

  /** ACK, or BINARY_ACK if there is a {@code byte[]} anywhere. */
  public EncodedPacket ack(String namespace, long id, List<?> args) {
    return array(PacketType.ACK, PacketType.BINARY_ACK, namespace, id, null, args);
  }

  /** A long one gives way to other virtual threads again and again. */
  private EncodedPacket array(
      PacketType plain,
      PacketType binary,
      String namespace,
      long id,
      @Nullable String first,
      List<?> args) {
    Buffer json = new Buffer();
    List<byte[]> attachments;
    try (var generator =
        new PlaceholderGenerator(mapper.createGenerator(new YieldingOutput(json)))) {
      generator.writeStartArray();
      if (first != null) {
        generator.writeString(first);
      }
      for (Object arg : args) {
        mapper.writeValue(generator, arg);
      }
      generator.writeEndArray();
      attachments = generator.attachments();
    }
    return assemble(
        attachments.isEmpty() ? plain : binary,
        attachments.size(),
        namespace,
        id,
        json.bytes(),
        json.size(),
        attachments);
  }

  private static EncodedPacket assemble(
      PacketType type,
      int count,
      String namespace,
      long id,
      byte[] json,
      int length,
      List<byte[]> attachments) {
    StringBuilder head = new StringBuilder(32).append(type.id());
    if (count > 0) {
      head.append(count).append('-');
    }
    if (!namespace.equals("/")) {
      head.append(namespace).append(',');
    }
    if (id != Packet.NO_ID) {
      head.append(id);
    }
    byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
    byte[] text = new byte[start.length + length];
    System.arraycopy(start, 0, text, 0, start.length);
    System.arraycopy(json, 0, text, start.length, length);
    return new EncodedPacket(text, attachments);
  }

  private static final class Buffer extends ByteArrayOutputStream {

    Buffer() {
      super(256);
    }

    /** The bytes without a copy; only the first {@link #size} count. */
    byte[] bytes() {
      return buf;
    }
  }

  // Decoding

  /** The payload of CONNECT: an object, empty if there is none. */
  public ObjectNode connectPayload(String payload) throws InvalidPacket {
    if (payload.isEmpty()) {
      return mapper.createObjectNode();
    }
    if (parse(payload) instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidPacket("invalid payload");
  }

  /**
   * The payload of an event: a non-empty array that begins with a name that is not reserved, with
   * the attachments in their places.
   */
  public ArrayNode eventPayload(String payload, List<byte[]> attachments) throws InvalidPacket {
    ArrayNode array = ackPayload(payload, attachments);
    JsonNode name = array.get(0);
    boolean isName = name != null && (name.isString() || name.isNumber());
    if (!isName || (name.isString() && isReserved(name.stringValue()))) {
      throw new InvalidPacket("invalid payload");
    }
    return array;
  }

  /** The payload of an ack: an array, with the attachments in their places. */
  public ArrayNode ackPayload(String payload, List<byte[]> attachments) throws InvalidPacket {
    if (!(parse(payload) instanceof ArrayNode array)) {
      throw new InvalidPacket("invalid payload");
    }
    if (!attachments.isEmpty()) {
      restore(array, attachments);
    }
    return array;
  }

  /** Checks the payload of an ack whose content nobody wants. */
  public void checkAckPayload(String payload) throws InvalidPacket {
    if (payload.equals("[]")) {
      return;
    }
    try (JsonParser parser = mapper.createParser(payload)) {
      boolean isArray = parser.nextToken() == JsonToken.START_ARRAY;
      if (isArray) {
        parser.skipChildren();
      }
      if (!isArray || parser.nextToken() != null) {
        throw new InvalidPacket("invalid payload");
      }
    } catch (JacksonException notJson) {
      throw new InvalidPacket("invalid payload");
    }
  }

  private JsonNode parse(String payload) throws InvalidPacket {
    try {
      return payload.length() < LONG_CHARS ? mapper.readTree(payload) : parseLong(payload);
    } catch (JacksonException notJson) {
      throw new InvalidPacket("invalid payload");
    }
  }

  /**
   * Gives way to other virtual threads again and again; and what is no JSON, or has too many
   * tokens, makes no tree: that takes many times its length.
   */
  private JsonNode parseLong(String payload) {
    try (JsonParser parser = mapper.createParser(new YieldingReader(payload))) {
      while (parser.nextToken() != null) {
        // it counts, and refuses what is malformed
      }
    }
    return mapper.readTree(new YieldingReader(payload));
  }

  /** Depth is bounded by the parser. */
  private static void restore(JsonNode parent, List<byte[]> attachments) throws InvalidPacket {
    if (parent instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode child = array.get(i);
        if (isPlaceholder(child)) {
          array.set(i, attachment(child, attachments));
        } else {
          restore(child, attachments);
        }
      }
    } else if (parent instanceof ObjectNode object) {
      for (var property : object.properties()) {
        if (isPlaceholder(property.getValue())) {
          property.setValue(attachment(property.getValue(), attachments));
        } else {
          restore(property.getValue(), attachments);
        }
      }
    }
  }

  private static boolean isPlaceholder(JsonNode node) {
    JsonNode mark = node.isObject() ? node.get("_placeholder") : null;
    return mark != null && mark.isBoolean() && mark.booleanValue();
  }

  private static BinaryNode attachment(JsonNode placeholder, List<byte[]> attachments)
      throws InvalidPacket {
    JsonNode number = placeholder.get("num");
    int index = number != null && number.isInt() ? number.intValue() : -1;
    if (index < 0 || index >= attachments.size()) {
      throw new InvalidPacket("illegal attachments");
    }
    return BinaryNode.valueOf(attachments.get(index));
  }
}
