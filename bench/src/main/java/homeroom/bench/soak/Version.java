// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import tools.jackson.databind.JsonNode;

/**
 * A message as it was at one rev.
 *
 * @param text the hash of its text: thousands of devices keep tens of thousands of these
 */
record Version(String id, long seq, long rev, int text, boolean deleted) {

  static Version of(JsonNode message) {
    return new Version(
        message.path("_id").stringValue(),
        message.path("seq").longValue(),
        message.path("rev").longValue(),
        message.path("text").stringValue().hashCode(),
        !message.path("deletedAt").isNull());
  }
}
