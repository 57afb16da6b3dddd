// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Immutable header fields by lower-case name; a name may have several values. */
public record Headers(Map<String, List<String>> fields) {

  public static final Headers NONE = new Headers(Map.of());

  /** Copies {@code fields}, whose names may be in any case. */
  public Headers {
    var copied = HashMap.<String, List<String>>newHashMap(fields.size());
    fields.forEach((name, values) -> copied.put(lower(name), List.copyOf(values)));
    fields = Map.copyOf(copied);
  }

  public static Headers of(String name, String value) {
    return NONE.with(name, value);
  }

  /** The first value under {@code name}, whatever its case. */
  public Optional<String> first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** Every value under {@code name}, in order; empty if there is none. */
  public List<String> all(String name) {
    return fields.getOrDefault(lower(name), List.of());
  }

  /** These headers with {@code name} set to the one {@code value}. */
  public Headers with(String name, String value) {
    return withAll(name, List.of(value));
  }

  /** These headers with one value more under {@code name}. */
  public Headers adding(String name, String value) {
    var values = new ArrayList<>(all(name));
    values.add(value);
    return withAll(name, values);
  }

  private Headers withAll(String name, List<String> values) {
    var changed = new HashMap<>(fields);
    changed.put(lower(name), values);
    return new Headers(changed);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
