// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.conversation.Explanation;
import homeroom.chat.policy.Decision;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.UserId;
import org.jspecify.annotations.Nullable;

/** Whether somebody may do something, and why. */
@Description("Whether somebody may do something, and why.")
public record PolicyExplanationPayload(
    @Description("Who, with whom or where, and what.") @JsonProperty("_id") String id,
    @EnumOf(Explanation.What.class) String action,
    @Id String from,
    @Id @Nullable String to,
    @Id @Nullable String conversationId,
    @Description("The moment it would be done.") @Time String at,
    boolean allowed,
    @Description("The code of the refusal; null if it is allowed.") @Nullable String code,
    @Description("The rule that decides, as settings name it, or always.") String rule,
    @Description("The version of the rules; 0 of what nobody decided.") long version,
    @Description("The facts, in sentences.") String explanation) {

  public static PolicyExplanationPayload of(Explanation one) {
    Decision decision = one.decision();
    Refusal refusal = decision.refusal();
    UserId to = one.to();
    ConversationId conversation = one.conversation();
    String about = to == null ? String.valueOf(conversation) : to.value();
    String action = WireWord.of(one.action());
    String facts = decision.facts().get();
    return new PolicyExplanationPayload(
        one.from() + ":" + about + ":" + action,
        action,
        one.from().value(),
        to == null ? null : to.value(),
        conversation == null ? null : conversation.value(),
        WireTime.of(one.at()),
        decision.isAllowed(),
        refusal == null ? null : refusal.code().text(),
        decision.rule(),
        decision.version(),
        refusal == null || facts.equals(refusal.message())
            ? facts
            : refusal.message() + " " + facts);
  }
}
