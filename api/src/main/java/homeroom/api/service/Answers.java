// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Json;
import homeroom.api.wire.PayloadField;
import homeroom.chat.query.Page;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What payloads are made of, and the cutting of them to a {@code $select}. */
public final class Answers {

  private Answers() {}

  /** The names on the wire of the fields of a payload record. */
  public static Set<String> fieldsOf(Class<? extends Record> payload) {
    return PayloadField.of(payload).stream()
        .map(PayloadField::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The payload with only the selected fields and {@code _id}; as it is if none are selected. */
  public static Object select(Object payload, Set<String> fields) {
    if (fields.isEmpty()) {
      return payload;
    }
    JsonNode tree = Json.tree(payload);
    if (tree instanceof ObjectNode object) {
      object.retain(
          object
              .propertyStream()
              .map(property -> property.getKey())
              .filter(name -> name.equals("_id") || fields.contains(name))
              .toList());
    }
    return tree;
  }

  public static Page<Object> select(Page<?> page, Set<String> fields) {
    return page.map(payload -> select(payload, fields));
  }
}
