// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.util.Collection;

/** Values as one JSON text, so that a list of any length is one bound parameter: json_each. */
final class JsonList {

  private JsonList() {}

  /** Numbers stand as such, collections as lists; everything else as the text it prints. */
  static String of(Collection<?> values) {
    var json = new StringBuilder("[");
    for (Object value : values) {
      if (json.length() > 1) {
        json.append(',');
      }
      if (value instanceof Number) {
        json.append(value);
      } else if (value instanceof Collection<?> nested) {
        json.append(of(nested));
      } else {
        quote(json, value.toString());
      }
    }
    return json.append(']').toString();
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
