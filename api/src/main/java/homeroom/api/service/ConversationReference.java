// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;
import tools.jackson.databind.JsonNode;

/** A conversation by its id. */
@Received
@About("Names a conversation.")
public record ConversationReference(@Id String conversationId) {

  public static ConversationReference read(JsonNode payload) {
    return new ConversationReference(Fields.id(Fields.object(payload), "conversationId"));
  }
}
