// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;
import tools.jackson.databind.JsonNode;

/** How far a user has come in a conversation. */
@Received
@About("How far you have come in a conversation.")
public record ClaimPayload(
    @Id String conversationId,
    @About("All messages up to this one; at most the conversation's last.") long seq) {

  public static ClaimPayload read(JsonNode payload) {
    return new ClaimPayload(
        Fields.id(Fields.object(payload), "conversationId"), Fields.count(payload, "seq"));
  }
}
