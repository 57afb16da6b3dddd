package homeroom.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Immutable header fields by lower-case name; a name may have several values. */
public record Headers(Map<String, List<String>> fields) {

  public static final Headers NONE = new Headers(Map.of());

  public Headers {
    fields = Map.copyOf(fields);
  }

  public static Headers of(String name, String value) {
    return NONE.with(name, value);
  }

  /** The first value under {@code name}, whatever its case. */
  public Optional<String> first(String name) {
    List<String> values = fields.get(name.toLowerCase(Locale.ROOT));
    return values == null ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** These headers with {@code name} set to the one {@code value}. */
  public Headers with(String name, String value) {
    var changed = new TreeMap<>(fields);
    changed.put(name.toLowerCase(Locale.ROOT), List.of(value));
    return new Headers(changed);
  }
}
