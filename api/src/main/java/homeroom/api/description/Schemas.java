// SPDX-License-Identifier: Apache-2.0
package homeroom.api.description;

import homeroom.api.wire.Description;
import homeroom.api.wire.PayloadField;
import homeroom.api.wire.Received;
import homeroom.api.wire.Shape;
import homeroom.chat.query.Query;
import homeroom.chat.school.IdFormat;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON schemas (draft 2020-12) of payloads. Each record stands once, under its name, and is
 * referred to from wherever it is used.
 */
final class Schemas {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final TreeMap<String, ObjectNode> byName = new TreeMap<>();

  /** Every schema that was referred to so far, by name. */
  ObjectNode all() {
    ObjectNode all = JSON.objectNode();
    byName.forEach(all::set);
    return all;
  }

  /** A reference to the schema of a record, or of a sealed interface of records. */
  ObjectNode ref(Class<?> type) {
    String name = PayloadName.of(type);
    if (!byName.containsKey(name)) {
      byName.put(name, JSON.objectNode()); // known from now on, also to itself
      byName.put(name, type.isSealed() ? choice(type) : object(type));
    }
    return ref(name);
  }

  /** A reference to the page of things that {@code find} answers. */
  ObjectNode page(Class<?> thing) {
    String name = PayloadName.of(thing) + "Page";
    ObjectNode page = objectOf("A page of what was found.");
    ObjectNode properties = page.putObject("properties");
    properties.set("total", count("How many there are, counted up to " + Query.MAX_TOTAL + "."));
    properties.set("limit", count("How many a page has at most."));
    properties.set("skip", count("How many were passed over."));
    properties.putObject("data").put("type", "array").set("items", ref(thing));
    page.putArray("required").add("total").add("limit").add("skip").add("data");
    byName.put(name, page);
    return ref(name);
  }

  private static ObjectNode ref(String name) {
    return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  private ObjectNode choice(Class<?> type) {
    ObjectNode choice = JSON.objectNode();
    ArrayNode oneOf = choice.putArray("oneOf");
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      oneOf.add(ref(permitted));
    }
    return choice;
  }

  private ObjectNode object(Class<?> type) {
    Description description = type.getAnnotation(Description.class);
    Received received = type.getAnnotation(Received.class);
    ObjectNode object = objectOf(description == null ? "" : description.value());
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = JSON.arrayNode();
    for (PayloadField field : PayloadField.of(type)) {
      ObjectNode schema = schema(field.shape(), received != null);
      if (field.nullable()) {
        schema = orNull(schema);
      }
      if (!field.description().isEmpty()) {
        schema.put("description", field.description());
      }
      properties.set(field.name(), schema);
      if (!field.optional()) {
        required.add(field.name());
      }
    }
    object.set("required", required);
    if (received != null && !received.additionalProperties()) {
      object.put("additionalProperties", false);
    }
    return object;
  }

  /**
   * The schema of a value.
   *
   * @param received whether clients send it
   */
  ObjectNode schema(Shape shape, boolean received) {
    ObjectNode schema = JSON.objectNode();
    return switch (shape) {
      case Shape.Text text -> text(text);
      case Shape.IdText() -> schema.put("type", "string").put("pattern", IdFormat.PATTERN);
      case Shape.TimeText() -> schema.put("type", "string").put("format", "date-time");
      case Shape.ConstText(String text) -> schema.put("type", "string").put("const", text);
      case Shape.OneOfTexts(List<String> texts) -> {
        schema.put("type", "string");
        texts.forEach(schema.putArray(received ? "enum" : "examples")::add);
        yield schema;
      }
      case Shape.WholeNumber number -> number(number);
      case Shape.TruthValue() -> schema.put("type", "boolean");
      case Shape.ConstTruth(boolean value) -> schema.put("const", value);
      case Shape.ListOf(Shape items) -> {
        schema.put("type", "array").set("items", schema(items, received));
        yield schema;
      }
      case Shape.MapOf map -> map(map, received);
      case Shape.Anything() -> schema;
      case Shape.Thing(Class<?> type) -> ref(type);
    };
  }

  private static ObjectNode text(Shape.Text text) {
    ObjectNode schema = JSON.objectNode().put("type", "string");
    if (text.minLength() > 0) {
      schema.put("minLength", text.minLength());
    }
    if (text.maxLength() < Integer.MAX_VALUE) {
      schema.put("maxLength", text.maxLength());
    }
    return schema;
  }

  private static ObjectNode number(Shape.WholeNumber number) {
    ObjectNode schema = JSON.objectNode().put("type", "integer").put("minimum", number.minimum());
    return number.isBounded() ? schema.put("maximum", number.maximum()) : schema;
  }

  private ObjectNode map(Shape.MapOf map, boolean received) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    if (map.keys() instanceof Shape.IdText) {
      schema.putObject("propertyNames").put("pattern", IdFormat.PATTERN);
    }
    if (map.maxProperties() < Integer.MAX_VALUE) {
      schema.put("maxProperties", map.maxProperties());
    }
    schema.set("additionalProperties", schema(map.values(), received));
    return schema;
  }

  private static ObjectNode orNull(ObjectNode schema) {
    if (schema.has("type")) {
      String type = schema.get("type").asString();
      schema.putArray("type").add(type).add("null");
      if (schema.get("enum") instanceof ArrayNode texts) {
        texts.addNull();
      }
      return schema;
    }
    ObjectNode either = JSON.objectNode();
    either.putArray("oneOf").add(schema).addObject().put("type", "null");
    return either;
  }

  private static ObjectNode objectOf(String about) {
    ObjectNode object = JSON.objectNode();
    if (!about.isEmpty()) {
      object.put("description", about);
    }
    return object.put("type", "object");
  }

  private static ObjectNode count(String about) {
    return JSON.objectNode().put("type", "integer").put("minimum", 0).put("description", about);
  }
}
