// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.util.Locale;

/** Enums on the wire: the constant's name in lower case, {@code teacher}. */
public final class WireWord {

  private WireWord() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
