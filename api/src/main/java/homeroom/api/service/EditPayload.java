// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;
import tools.jackson.databind.JsonNode;

/** A message and its new text. */
@Received
@About("A message and its new text.")
public record EditPayload(@Id String messageId, @About("1 to 8000 characters.") String text) {

  public static EditPayload read(JsonNode payload) {
    return new EditPayload(
        Fields.id(Fields.object(payload), "messageId"), Fields.text(payload, "text"));
  }

  /** The new text of a message that the path or the call names. */
  @Received
  @About("The new text of a message.")
  public record Text(@About("1 to 8000 characters.") String text) {

    static Text read(JsonNode data) {
      Fields.only(data, "text");
      return new Text(Fields.text(data, "text"));
    }
  }
}
