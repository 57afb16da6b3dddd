// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;

/** An entry of the audit. From its fields, in this order, its hash is made. */
@Description("Something that was done, as a link of the chain of all that was done at the school.")
public record AuditPayload(
    @Description("seq, as a text.") @JsonProperty("_id") String id,
    @Description("The school; empty for what belongs to none.") String schoolId,
    @Minimum(1) @Description("Its place in the chain, without gaps.") long seq,
    @Time String at,
    @Description("The id of who did it; (operator) at the command line, (stranger) unknown.")
        String actor,
    @Description("What was done, for example user.role-changed; more will come.") String action,
    @Description("The id of what it was done to; may be empty.") String target,
    @Description("What was changed, in a few words; may be empty.") String detail,
    @Description("The network it came from; may be empty.") String network,
    @Minimum(1) @Description("How often.") long count,
    @Description("The reason that was given; may be empty.") String reason,
    @Description("SHA-256 over this entry and the hash of the one before it.") String hash) {

  public static AuditPayload of(AuditEntry entry) {
    AuditEvent event = entry.event();
    return new AuditPayload(
        Long.toString(entry.seq()),
        event.chain().name(),
        entry.seq(),
        WireTime.of(event.at()),
        event.actor().text(),
        event.action(),
        event.target(),
        event.detail(),
        event.network(),
        event.count(),
        event.reason(),
        entry.hash());
  }
}
