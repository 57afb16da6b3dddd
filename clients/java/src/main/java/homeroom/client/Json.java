// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * An object of the wire. What the contract demands and is missing is a fault of the server: {@link
 * IllegalStateException}.
 */
record Json(JSONObject object) {

  /** Names and values by turns; what is null is left out. */
  static JSONObject make(@Nullable Object... namesAndValues) {
    var made = new JSONObject();
    try {
      for (int i = 0; i < namesAndValues.length; i += 2) {
        if (namesAndValues[i + 1] != null) {
          made.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
      }
    } catch (JSONException e) {
      throw new IllegalArgumentException(e);
    }
    return made;
  }

  static Json parse(String text) throws JSONException {
    return new Json(new JSONObject(text));
  }

  String text(String name) {
    return String.valueOf(value(name));
  }

  @Nullable String textOrNull(String name) {
    return object.isNull(name) ? null : text(name);
  }

  long number(String name) {
    return value(name) instanceof Number number ? number.longValue() : fault(name);
  }

  boolean flag(String name) {
    return value(name) instanceof Boolean flag ? flag : fault(name) != 0;
  }

  Json part(String name) {
    if (value(name) instanceof JSONObject part) {
      return new Json(part);
    }
    throw missing(name);
  }

  @Nullable Json partOrNull(String name) {
    return object.opt(name) instanceof JSONObject part ? new Json(part) : null;
  }

  /** The objects of a list; none if there is no list. */
  List<Json> parts(String name) {
    var parts = new ArrayList<Json>();
    for (Object one : list(name)) {
      parts.add(new Json((JSONObject) one));
    }
    return parts;
  }

  /** The texts of a list; none if there is no list. */
  List<String> texts(String name) {
    return list(name).stream().map(String::valueOf).toList();
  }

  private List<Object> list(String name) {
    var list = new ArrayList<Object>();
    @Nullable JSONArray array = object.optJSONArray(name);
    for (int i = 0; array != null && i < array.length(); i++) {
      list.add(array.opt(i));
    }
    return list;
  }

  /** The same with some values of another. */
  Json with(Json other, List<String> names) {
    try {
      var copy = new JSONObject(object.toString());
      for (String name : names) {
        copy.put(name, other.object.opt(name));
      }
      return new Json(copy);
    } catch (JSONException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object value(String name) {
    @Nullable Object value = object.opt(name);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  private static long fault(String name) {
    throw missing(name);
  }

  private static IllegalStateException missing(String name) {
    return new IllegalStateException("The server's answer has no right '" + name + "'.");
  }
}
