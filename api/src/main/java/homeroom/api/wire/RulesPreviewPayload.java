// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.live.RulesPreview;
import homeroom.chat.school.ConversationId;
import java.util.List;
import java.util.Map;

/** What a change of the rules would mean. */
@Description("What a change of the rules would mean; nothing was changed.")
public record RulesPreviewPayload(
    @Description("The rules that would change, with what they would be.")
        Map<String, String> changes,
    @Description("Whom the rules about two people would cut off or let in.")
        List<RuleEffectPayload> people,
    @Description("Conversations that some of their members could write in no more.") int readOnly,
    @Description("Conversations that some of their members could write in again.") int writable,
    @Description("The first 100 of those to be read only.") @Id List<String> readOnlyConversations,
    @Description("The first 100 of those to be written again.") @Id
        List<String> writableConversations) {

  static RulesPreviewPayload of(RulesPreview.Effects effects) {
    return new RulesPreviewPayload(
        effects.changes(),
        effects.people().stream().map(RuleEffectPayload::of).toList(),
        effects.readOnly().count(),
        effects.writable().count(),
        effects.readOnly().first().stream().map(ConversationId::value).toList(),
        effects.writable().first().stream().map(ConversationId::value).toList());
  }
}
