// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What became of a request: done, or refused by a rule. Checks are outcomes too, of {@link
 * Nothing}; what follows a refusal is not even tried.
 */
public sealed interface Outcome<T> {

  record Done<T>(T value) implements Outcome<T> {}

  record Refused<T>(Refusal refusal) implements Outcome<T> {}

  /** The value of an outcome that has nothing more to say. */
  enum Nothing {
    NOTHING
  }

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  /** Done, with nothing more to say. */
  static Outcome<Nothing> done() {
    return new Done<>(Nothing.NOTHING);
  }

  static <T> Outcome<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  /** Refused unless the rule holds. */
  static Outcome<Nothing> check(boolean holds, Supplier<Refusal> refusal) {
    return holds ? done() : refused(refusal.get());
  }

  /** What was found; refused if nothing was. */
  static <T> Outcome<T> found(Optional<T> value, Supplier<Refusal> refusal) {
    return value.map(Outcome::done).orElseGet(() -> refused(refusal.get()));
  }

  default <R> Outcome<R> map(Function<? super T, ? extends R> change) {
    return flatMap(value -> done(change.apply(value)));
  }

  default <R> Outcome<R> flatMap(Function<? super T, Outcome<R>> next) {
    return switch (this) {
      case Done<T>(T value) -> next.apply(value);
      case Refused<T>(Refusal refusal) -> refused(refusal);
    };
  }

  /** What comes next, whatever the value of this. */
  default <R> Outcome<R> andThen(Supplier<Outcome<R>> next) {
    return flatMap(value -> next.get());
  }

  /** The same, once {@code action} has seen the value. */
  default Outcome<T> ifDone(Consumer<? super T> action) {
    if (this instanceof Done<T>(T value)) {
      action.accept(value);
    }
    return this;
  }
}
