// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import java.util.Locale;

/** Which events the devices have pushed to them. */
enum PushedDialect {
  /** {@code message:new}, which asks for an ack. */
  CHAT,

  /** {@code messages created}, also of what the device wrote; and records that changed. */
  FEATHERS;

  /** As the client chooses it when it connects. */
  String events() {
    return name().toLowerCase(Locale.ROOT);
  }
}
