// SPDX-License-Identifier: Apache-2.0
package homeroom.api.description;

import homeroom.api.wire.ErrorPayload;

/** How payload records are called in the descriptions. */
final class PayloadName {

  private PayloadName() {}

  /** {@code Message} for {@code MessagePayload}; within another record, that one's name first. */
  static String of(Class<?> type) {
    if (type == ErrorPayload.class) {
      return "ServiceError"; // Error is a name of the language itself in JavaScript
    }
    String name = type.getSimpleName().replaceFirst("Payload$", "");
    Class<?> around = type.getEnclosingClass();
    return around != null && (around.isRecord() || around.isSealed()) ? of(around) + name : name;
  }
}
