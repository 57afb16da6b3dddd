// SPDX-License-Identifier: Apache-2.0
package homeroom.api.description;

import homeroom.api.wire.About;
import homeroom.api.wire.PayloadField;
import homeroom.api.wire.Received;
import homeroom.api.wire.Shape;
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

  private static final String ID = "^[A-Za-z0-9._~:@-]{1,64}$";

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
    properties.set("total", count("How many there are, counted up to 10000."));
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
    About about = type.getAnnotation(About.class);
    boolean received = type.isAnnotationPresent(Received.class);
    ObjectNode object = objectOf(about == null ? "" : about.value());
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = JSON.arrayNode();
    for (PayloadField field : PayloadField.of(type)) {
      ObjectNode schema = schema(field.shape(), received);
      if (field.nullable()) {
        schema = orNull(schema);
      }
      if (!field.about().isEmpty()) {
        schema.put("description", field.about());
      }
      properties.set(field.name(), schema);
      if (!field.optional()) {
        required.add(field.name());
      }
    }
    object.set("required", required);
    return object;
  }

  private ObjectNode schema(Shape shape, boolean received) {
    ObjectNode schema = JSON.objectNode();
    return switch (shape) {
      case Shape.Text() -> schema.put("type", "string");
      case Shape.IdText() -> schema.put("type", "string").put("pattern", ID);
      case Shape.TimeText() -> schema.put("type", "string").put("format", "date-time");
      case Shape.Constant(String text) -> {
        schema.put("type", "string");
        if (received) {
          schema.put("const", text);
        } else {
          schema.putArray("examples").add(text);
        }
        yield schema;
      }
      case Shape.WordText words -> {
        schema.put("type", "string");
        ArrayNode all = schema.putArray(received ? "enum" : "examples");
        words.words().forEach(all::add);
        yield schema;
      }
      case Shape.WholeNumber() -> schema.put("type", "integer").put("minimum", 0);
      case Shape.TruthValue() -> schema.put("type", "boolean");
      case Shape.AlwaysTruth(boolean value) -> schema.put("const", value);
      case Shape.ListOf(Shape items) -> {
        schema.put("type", "array").set("items", schema(items, received));
        yield schema;
      }
      case Shape.MapOf(Shape values) -> {
        schema.put("type", "object").set("additionalProperties", schema(values, received));
        yield schema;
      }
      case Shape.Anything() -> schema;
      case Shape.Thing(Class<?> type) -> ref(type);
    };
  }

  private static ObjectNode orNull(ObjectNode schema) {
    if (schema.has("type")) {
      String type = schema.get("type").asString();
      schema.putArray("type").add(type).add("null");
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
