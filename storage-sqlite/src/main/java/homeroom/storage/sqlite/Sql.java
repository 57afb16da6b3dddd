// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of SQL and the values of its parameters, in order. */
final class Sql {

  private final StringBuilder text = new StringBuilder();
  private final List<@Nullable Object> arguments = new ArrayList<>();

  Sql(String text, @Nullable Object... arguments) {
    add(text, arguments);
  }

  /** Appends {@code more}, which never comes from a user, and the values of its parameters. */
  final Sql add(String more, @Nullable Object... values) {
    text.append(more);
    arguments.addAll(Arrays.asList(values));
    return this;
  }

  final Sql add(Sql more) {
    text.append(more.text);
    arguments.addAll(more.arguments);
    return this;
  }

  String text() {
    return text.toString();
  }

  @Nullable Object[] arguments() {
    return arguments.toArray();
  }
}
