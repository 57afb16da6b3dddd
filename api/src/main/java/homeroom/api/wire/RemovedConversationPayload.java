// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.school.ConversationId;

/** A conversation that somebody no longer has. */
@Description("A conversation that you no longer have.")
public record RemovedConversationPayload(
    @Description("The same as conversationId, for stores that go by it.") @Id @JsonProperty("_id")
        String id,
    @Id String conversationId) {

  public static RemovedConversationPayload of(ConversationId id) {
    return new RemovedConversationPayload(id.value(), id.value());
  }
}
