// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Json;
import homeroom.api.wire.PayloadField;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A patch that holds a thing as it was got, with something changed in it: what is the same as it is
 * now says nothing.
 */
final class WholeRecord {

  private WholeRecord() {}

  /**
   * What a patch changes. Data that names nothing but what can be changed is left as it is, and so
   * is what the caller cannot get.
   */
  static JsonNode changes(Service service, Caller caller, String id, JsonNode data) {
    ServiceDescription description = service.description();
    List<PayloadField> changeable = changeable(description);
    Set<String> names =
        changeable.stream().map(PayloadField::name).collect(Collectors.toUnmodifiableSet());
    if (description.method(ServiceMethod.GET).isEmpty()
        || names.containsAll(data.propertyNames())) {
      return data;
    }
    return current(service, caller, id)
        .map(now -> without(data, now, description, required(changeable)))
        .orElse(data);
  }

  private static List<PayloadField> changeable(ServiceDescription description) {
    return description
        .method(ServiceMethod.PATCH)
        .flatMap(method -> Optional.ofNullable(method.data()))
        .filter(Class::isRecord)
        .map(PayloadField::of)
        .orElse(List.of());
  }

  private static Set<String> required(List<PayloadField> fields) {
    return fields.stream()
        .filter(field -> !field.optional())
        .map(PayloadField::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The thing in the JSON that the caller gets; empty if it is not theirs to get. */
  private static Optional<JsonNode> current(Service service, Caller caller, String id) {
    try {
      Object now = service.get(caller, id, Json.mapper().createObjectNode());
      return Optional.of(Json.read(Json.bytes(now)));
    } catch (Rejection notTheirs) {
      return Optional.empty();
    }
  }

  /** A field that the caller is not shown, or that is null, is the same if it is sent as null. */
  private static JsonNode without(
      JsonNode data, JsonNode now, ServiceDescription description, Set<String> required) {
    Set<String> fields = Answers.fieldsOf(description.thing());
    ObjectNode changes = ((ObjectNode) data).deepCopy();
    for (Map.Entry<String, JsonNode> field : data.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      boolean same = now.has(name) ? now.get(name).equals(value) : value.isNull();
      if (same && fields.contains(name) && !required.contains(name)) {
        changes.remove(name);
      }
    }
    return changes;
  }
}
