// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what clients send into the record that describes it, or refuses it with one 400 that names
 * every field which is wrong and says what would be right. Of a sealed interface the record is read
 * that fits. Held for each type, and made of the type when it first reads, so that a start waits
 * for none; safe for many threads.
 *
 * @param <T> a record that is {@link Received}, or a sealed interface of such records
 */
public final class PayloadReader<T> {

  /** What is named where the whole payload is wrong. */
  private static final String WHOLE = "payload";

  private final Class<T> type;

  /** Two threads that read first at once may make it twice; one is kept. */
  private volatile @Nullable ValueReader reader;

  private PayloadReader(Class<T> type) {
    this.type = type;
  }

  /** The reader of a type. */
  public static <T> PayloadReader<T> of(Class<T> type) {
    return new PayloadReader<>(type);
  }

  /** What is read. */
  public Class<T> type() {
    return type;
  }

  /**
   * Reads a payload.
   *
   * @throws Rejection 400 that names every field which is missing, wrong, or not to be set
   * @throws IllegalArgumentException if the type does not say of itself how it is read
   */
  public T read(JsonNode payload) {
    if (!payload.isObject()) {
      throw Rejection.badField(WHOLE, "is not an object", "Send one JSON object.");
    }
    var wrong = new WrongFields();
    Object value = reader().read(payload, "", wrong);
    if (!wrong.isEmpty()) {
      throw wrong.rejection();
    }
    return type.cast(Objects.requireNonNull(value));
  }

  private ValueReader reader() {
    ValueReader made = reader;
    if (made == null) {
      made = ValueReader.ofThing(type);
      reader = made;
    }
    return made;
  }
}
