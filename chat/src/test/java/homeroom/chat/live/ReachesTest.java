// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import static homeroom.chat.SchoolDay.done;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.policy.Pair;
import homeroom.chat.policy.Preset;
import homeroom.chat.policy.RuleText;
import homeroom.chat.policy.Rules.Current;
import homeroom.chat.policy.SchoolRules;
import homeroom.chat.policy.WritingPolicy;
import homeroom.chat.roster.User;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a preview counts for all at once is what is decided of two. */
class ReachesTest {

  private static final List<String> REACHES = List.of("off", "class", "school");
  private static final List<String> MORE =
      List.of(
          "", "", " same-grade", " only=tom,ada", " also=bob", " same-grade only=cleo also=tina");

  private final SchoolDay day = new SchoolDay();
  private final List<User> people =
      List.of(day.ada, day.bob, day.cleo, day.dan, day.tom, day.tina, day.root, day.rita);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyoneReachesWhomTheyAreAllowedTo(long seed) {
    SchoolRules rules = rules(new Random(seed));
    Current now = Current.of(rules, 1, Set.of());
    var policy = new WritingPolicy(day.chat.roster());
    var reaches = new Reaches(day.chat.roster(), day.hill, people);
    for (Pair pair : Pair.ALL) {
      for (int from = 0; from < people.size(); from++) {
        if (people.get(from).role() == pair.from()) {
          assertThat(reaches.reached(rules, pair, from))
              .as("%s by %s with %s", people.get(from).id(), pair.text(), RuleText.of(rules))
              .isEqualTo(allowed(policy, now, pair, people.get(from)));
        }
      }
    }
  }

  private BitSet allowed(WritingPolicy policy, Current now, Pair pair, User from) {
    var allowed = new BitSet();
    for (int to = 0; to < people.size(); to++) {
      User other = people.get(to);
      if (other.role() == pair.to() && !other.equals(from)) {
        allowed.set(to, policy.between(now, pair.action(), from.asCaller(null), other).isAllowed());
      }
    }
    return allowed;
  }

  private static SchoolRules rules(Random random) {
    var values = new HashMap<String, String>(Map.of("grades.7", "7b", "grades.8", "8a,7b"));
    Pair.ALL.forEach(pair ->
        values.put(
            RuleText.WRITE + pair.text(),
            REACHES.get(random.nextInt(REACHES.size())) + MORE.get(random.nextInt(MORE.size()))));
    return done(RuleText.change(Preset.OPEN.rules(), values));
  }
}
