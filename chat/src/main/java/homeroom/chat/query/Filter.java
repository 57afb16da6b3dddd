// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.query;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the fields of a stored thing, by their names on the wire ({@code _id}, {@code
 * createdAt}). Values are {@link String}, {@link Long}, {@link Boolean}, {@link java.time.Instant}
 * or null; a text never equals a number. Callers pass only fields that they know their store to
 * have; a store throws {@link IllegalArgumentException} at any other.
 */
public sealed interface Filter {

  /** Everything. */
  Filter ALL = new And(List.of());

  /** A comparison with one value; nothing is less or greater than null. */
  record Compare(String field, Operator operator, @Nullable Object value) implements Filter {}

  /** Whether the field is one of the values (at most 10 000), or none of them. */
  record In(String field, List<?> values, boolean negated) implements Filter {
    public In {
      values = List.copyOf(values);
    }
  }

  /** Every part holds; true if there is none. */
  record And(List<Filter> parts) implements Filter {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** Some part holds; false if there is none. */
  record Or(List<Filter> parts) implements Filter {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    /** The {@linkplain homeroom.chat.text.Name#key key} of a name has it as a part. */
    CONTAINS
  }

  /** Whether some condition of the filter is on the field. */
  static boolean names(Filter filter, String field) {
    return switch (filter) {
      case Compare compare -> compare.field().equals(field);
      case In in -> in.field().equals(field);
      case And and -> and.parts().stream().anyMatch(part -> names(part, field));
      case Or or -> or.parts().stream().anyMatch(part -> names(part, field));
    };
  }

  static Filter equal(String field, @Nullable Object value) {
    return new Compare(field, Operator.EQUAL, value);
  }

  static Filter in(String field, Collection<?> values) {
    return new In(field, List.copyOf(values), false);
  }

  static Filter and(Filter... parts) {
    return new And(List.of(parts));
  }
}
