// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.Rejection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the query of a URL into nested objects and lists, as the library {@code qs} writes them:
 * {@code a[$lt]=1}, {@code $sort[seq]=-1}, {@code $or[0][x]=y}, {@code $select[]=a}; a name given
 * twice is a list. Every value is a text.
 */
final class QueryString {

  private static final int MAX_PARAMETERS = 1000;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_INDEX = 100;

  private QueryString() {}

  /**
   * Reads a query.
   *
   * @param raw percent-encoded, without {@code ?}
   * @throws Rejection 400 if it is malformed or too large
   */
  static ObjectNode parse(String raw) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    if (raw.isEmpty()) {
      return root;
    }
    String[] parameters = raw.split("&", MAX_PARAMETERS + 1);
    if (parameters.length > MAX_PARAMETERS) {
      throw malformed("has more than " + MAX_PARAMETERS + " parameters");
    }
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
      String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
      if (!name.isEmpty()) {
        put(root, keys(name), value);
      }
    }
    lists(root);
    return root;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed("has a wrong percent sign");
    }
  }

  /** {@code a[b][]} is a, b and "". */
  private static List<String> keys(String name) {
    var keys = new ArrayList<String>();
    int bracket = name.indexOf('[');
    if (bracket <= 0) {
      return List.of(name);
    }
    keys.add(name.substring(0, bracket));
    while (bracket < name.length()) {
      int end = name.indexOf(']', bracket);
      if (name.charAt(bracket) != '[' || end < 0) {
        throw malformed("has a wrong bracket in '" + name + "'");
      }
      keys.add(name.substring(bracket + 1, end));
      bracket = end + 1;
    }
    if (keys.size() > MAX_DEPTH) {
      throw malformed("is nested deeper than " + MAX_DEPTH);
    }
    return keys;
  }

  private static void put(ObjectNode root, List<String> keys, String value) {
    ObjectNode at = root;
    for (String key : keys.subList(0, keys.size() - 1)) {
      String name = key.isEmpty() ? String.valueOf(at.size()) : key;
      JsonNode next = at.get(name);
      if (next == null) {
        at = at.putObject(name);
      } else if (next instanceof ObjectNode object) {
        at = object;
      } else {
        throw malformed("gives '" + name + "' both a value and fields");
      }
    }
    putLast(at, keys.getLast(), value);
  }

  private static void putLast(ObjectNode at, String key, String value) {
    String name = key.isEmpty() ? String.valueOf(at.size()) : key;
    switch (at.get(name)) {
      case null -> at.put(name, value);
      case ArrayNode list -> list.add(value);
      case ObjectNode object -> throw malformed("gives '" + name + "' both a value and fields");
      case JsonNode first -> at.putArray(name).add(first).add(value);
    }
  }

  /** Objects whose every key is a small number are lists. */
  private static JsonNode lists(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    for (String name : List.copyOf(object.propertyNames())) {
      object.set(name, lists(object.get(name)));
    }
    boolean list =
        !object.isEmpty() && object.propertyNames().stream().allMatch(QueryString::isIndex);
    return list ? object.arrayNode().addAll(List.copyOf(object.values())) : object;
  }

  private static boolean isIndex(String name) {
    return name.length() <= 3
        && name.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(name) < MAX_INDEX;
  }

  private static Rejection malformed(String what) {
    return Rejection.of(ErrorCode.MALFORMED_QUERY, "The query of the URL " + what + ".");
  }
}
