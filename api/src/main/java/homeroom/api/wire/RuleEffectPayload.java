// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.live.Reaches;
import homeroom.chat.school.UserId;
import java.util.List;

/** What a change of one rule about two people would mean. */
@Description("What a change of one rule about two people would mean.")
public record RuleEffectPayload(
    @Description("Its name in write, for example direct.student.student.") String rule,
    @Description("How many could do it with some people no more.") int cutOff,
    @Description("How many could do it with more people.") int letIn,
    @Description("In how many pairs of people.") long pairsLost,
    @Description("In how many pairs of people.") long pairsGained,
    @Description("The first 100 of those who are cut off.") @Id List<String> cutOffUsers,
    @Description("The first 100 of those who are let in.") @Id List<String> letInUsers) {

  static RuleEffectPayload of(Reaches.Effect effect) {
    return new RuleEffectPayload(
        effect.rule(),
        effect.cutOff(),
        effect.letIn(),
        effect.pairsLost(),
        effect.pairsGained(),
        effect.firstCutOff().stream().map(UserId::value).toList(),
        effect.firstLetIn().stream().map(UserId::value).toList());
  }
}
