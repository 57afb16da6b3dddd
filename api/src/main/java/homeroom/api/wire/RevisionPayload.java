// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.message.Revision;
import homeroom.chat.school.MessageId;

/**
 * A text that a message once had.
 *
 * @param type {@code edit} or {@code delete}: what replaced it
 */
@Description("A text that a message once had.")
public record RevisionPayload(
    @Description("The id of the message and the rev, with a colon between them.")
        @JsonProperty("_id")
        String id,
    long rev,
    String text,
    @Id String by,
    @Time String at,
    @Description("What replaced it.") @OneOf({"edit", "delete"}) String type) {

  public static RevisionPayload of(MessageId message, Revision revision) {
    return new RevisionPayload(
        message.value() + ":" + revision.rev(),
        revision.rev(),
        revision.text(),
        revision.by().value(),
        WireTime.of(revision.at()),
        revision.deletion() ? "delete" : "edit");
  }
}
