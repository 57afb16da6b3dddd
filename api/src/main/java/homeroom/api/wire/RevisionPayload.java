// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.message.Revision;

/**
 * A text that a message once had.
 *
 * @param type {@code edit} or {@code delete}: what replaced it
 */
@Description("A text that a message once had.")
public record RevisionPayload(
    long rev,
    String text,
    @Id String by,
    @Time String at,
    @Description("What replaced it.") @OneOf({"edit", "delete"}) String type) {

  public static RevisionPayload of(Revision revision) {
    return new RevisionPayload(
        revision.rev(),
        revision.text(),
        revision.by().value(),
        WireTime.of(revision.at()),
        revision.deletion() ? "delete" : "edit");
  }
}
