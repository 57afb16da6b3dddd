// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;
import tools.jackson.databind.JsonNode;

/** A message by its id. */
@Received
@About("Names a message.")
public record MessageReference(@Id String messageId) {

  public static MessageReference read(JsonNode payload) {
    return new MessageReference(Fields.id(Fields.object(payload), "messageId"));
  }
}
