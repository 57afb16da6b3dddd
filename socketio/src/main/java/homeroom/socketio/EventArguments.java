// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;

/** The arguments of an event or of an answer; binary attachments stand in their places. */
public final class EventArguments {

  private final JsonMapper mapper;
  private final ArrayNode values;
  private final String event;
  private final int offset;

  private EventArguments(JsonMapper mapper, ArrayNode values, String event, int offset) {
    this.mapper = mapper;
    this.values = values;
    this.event = event;
    this.offset = offset;
  }

  /** The arguments of an event as JSON has them, for tests. */
  public static EventArguments of(JsonMapper mapper, String event, List<?> args) {
    return ofEvent(mapper, append(mapper, mapper.createArrayNode().add(event), args));
  }

  /** The arguments of an answer as JSON has them, for tests. */
  public static EventArguments ofAnswer(JsonMapper mapper, List<?> args) {
    return ofAnswer(mapper, append(mapper, mapper.createArrayNode(), args));
  }

  private static ArrayNode append(JsonMapper mapper, ArrayNode payload, List<?> args) {
    for (Object arg : args) {
      payload.add(mapper.<JsonNode>valueToTree(arg));
    }
    return payload;
  }

  static EventArguments ofEvent(JsonMapper mapper, ArrayNode payload) {
    return new EventArguments(mapper, payload, payload.get(0).asString(), 1);
  }

  static EventArguments ofAnswer(JsonMapper mapper, ArrayNode payload) {
    return new EventArguments(mapper, payload, "", 0);
  }

  /** The name of the event; "" for an answer. */
  public String event() {
    return event;
  }

  public int size() {
    return values.size() - offset;
  }

  /** The argument, or a {@link MissingNode}. */
  public JsonNode json(int index) {
    return index >= 0 && index < size() ? values.get(index + offset) : MissingNode.getInstance();
  }

  /** All arguments, as they can be sent on. */
  public Object[] toArray() {
    List<Object> all = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      all.add(json(i));
    }
    return all.toArray();
  }

  /**
   * The text argument.
   *
   * @throws BadArgument if it is missing or no string
   */
  public String text(int index) {
    JsonNode node = json(index);
    if (!node.isString()) {
      throw bad(index, "must be a string");
    }
    return node.stringValue();
  }

  /**
   * The binary argument, not a copy.
   *
   * @throws BadArgument if it is missing or not binary
   */
  public byte[] bytes(int index) {
    JsonNode node = json(index);
    if (!node.isBinary()) {
      throw bad(index, "must be binary");
    }
    return node.binaryValue();
  }

  /**
   * The argument as a Java type.
   *
   * @throws BadArgument if it is missing or does not fit
   */
  public <T> T as(int index, Class<T> type) {
    JsonNode node = present(index);
    try {
      return notNull(index, mapper.treeToValue(node, type));
    } catch (JacksonException misfit) {
      throw bad(index, "does not fit" + field(misfit));
    }
  }

  /**
   * The argument as a generic Java type.
   *
   * @throws BadArgument if it is missing or does not fit
   */
  public <T> T as(int index, TypeReference<T> type) {
    JsonNode node = present(index);
    try {
      return notNull(index, mapper.treeToValue(node, type));
    } catch (JacksonException misfit) {
      throw bad(index, "does not fit" + field(misfit));
    }
  }

  private JsonNode present(int index) {
    JsonNode node = json(index);
    if (node.isMissingNode()) {
      throw bad(index, "is missing");
    }
    return node;
  }

  private <T> T notNull(int index, @Nullable T value) {
    if (value == null) {
      throw bad(index, "must not be null");
    }
    return value;
  }

  /** The names on the way to what does not fit; never its value. */
  private static String field(JacksonException misfit) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : misfit.getPath()) {
      String name = step.getPropertyName();
      path.append(path.isEmpty() ? "" : ".").append(name == null ? step.getIndex() : name);
    }
    return path.isEmpty() ? "" : " at " + path;
  }

  /** The payload as JSON; of an event its name is the first. */
  @Override
  public String toString() {
    return values.toString();
  }

  private BadArgument bad(int index, String what) {
    String whose = event.isEmpty() ? "of the answer" : "of " + event;
    return new BadArgument("argument " + (index + 1) + " " + whose + " " + what);
  }
}
