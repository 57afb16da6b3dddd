// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;

/** A message and its new text. */
@Received
@Description("A message and its new text.")
public record EditPayload(@Id String messageId, @Description(SendPayload.TEXT) String text) {

  /** The new text of a message that the path or the call names. */
  @Received(additionalProperties = false)
  @Description("The new text of a message.")
  record Text(@Description(SendPayload.TEXT) String text) {}
}
