// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import homeroom.chat.policy.Pair;
import homeroom.chat.policy.PairRule;
import homeroom.chat.policy.Reach;
import homeroom.chat.policy.SchoolRules;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom everybody of a school reaches by rules about two people: as {@link PairRule} decides of two,
 * for all at once. People are bits in the order of the list. For one thread.
 */
public final class Reaches {

  /**
   * What a change of one rule means.
   *
   * @param rule its name
   * @param cutOff how many can do it with some people no more
   * @param letIn how many can do it with more people
   * @param pairsLost in how many pairs
   * @param firstCutOff the first of those
   */
  public record Effect(
      String rule,
      int cutOff,
      int letIn,
      long pairsLost,
      long pairsGained,
      List<UserId> firstCutOff,
      List<UserId> firstLetIn) {
    public Effect {
      firstCutOff = List.copyOf(firstCutOff);
      firstLetIn = List.copyOf(firstLetIn);
    }
  }

  private final List<User> people;
  private final Map<UserId, Integer> places = new HashMap<>();
  private final List<Set<ClassId>> classes = new ArrayList<>();
  private final Map<ClassId, BitSet> members = new HashMap<>();
  private final Map<Role, BitSet> roles = new HashMap<>();

  /** Of these people of the school, who are active. */
  Reaches(Roster roster, SchoolId school, List<User> people) {
    this.people = people;
    for (int i = 0; i < people.size(); i++) {
      User user = people.get(i);
      places.put(user.id(), i);
      roles.computeIfAbsent(user.role(), role -> new BitSet()).set(i);
      Set<ClassId> own = roster.classesOf(school, user.id(), user.role());
      classes.add(own);
      for (ClassId id : own) {
        members.computeIfAbsent(id, key -> new BitSet()).set(i);
      }
    }
  }

  /** What each rule that changes means. */
  List<Effect> effects(SchoolRules before, SchoolRules after) {
    boolean grades = !before.grades().equals(after.grades());
    return Pair.ALL.stream()
        .filter(pair -> {
          PairRule was = before.pair(pair.action(), pair.from(), pair.to());
          PairRule is = after.pair(pair.action(), pair.from(), pair.to());
          return !was.equals(is) || (grades && (was.sameGrade() || is.sameGrade()));
        })
        .map(pair -> effect(pair, before, after))
        .filter(effect -> effect.cutOff > 0 || effect.letIn > 0)
        .toList();
  }

  private Effect effect(Pair pair, SchoolRules before, SchoolRules after) {
    var cutOff = new ArrayList<UserId>();
    var letIn = new ArrayList<UserId>();
    long lost = 0;
    long gained = 0;
    BitSet from = roles.getOrDefault(pair.from(), new BitSet());
    for (int i = from.nextSetBit(0); i >= 0; i = from.nextSetBit(i + 1)) {
      BitSet was = reached(before, pair, i);
      BitSet is = reached(after, pair, i);
      long losses = without(was, is);
      long gains = without(is, was);
      lost += losses;
      gained += gains;
      if (losses > 0) {
        cutOff.add(people.get(i).id());
      }
      if (gains > 0) {
        letIn.add(people.get(i).id());
      }
    }
    return new Effect(
        pair.text(),
        cutOff.size(),
        letIn.size(),
        lost,
        gained,
        cutOff.stream().limit(RulesPreview.NAMED).toList(),
        letIn.stream().limit(RulesPreview.NAMED).toList());
  }

  private static long without(BitSet some, BitSet others) {
    var rest = (BitSet) some.clone();
    rest.andNot(others);
    return rest.cardinality();
  }

  /** Whom the person at that place reaches. */
  BitSet reached(SchoolRules rules, Pair pair, int from) {
    PairRule rule = rules.pair(pair.action(), pair.from(), pair.to());
    BitSet reached = near(rule.reach(), from);
    UserId self = people.get(from).id();
    if (!rule.only().isEmpty() && !rule.only().contains(self)) {
      reached.and(bits(rule.only()));
    }
    if (rule.sameGrade()) {
      reached.and(ofGrades(rules, from));
    }
    if (rule.also().contains(self)) {
      reached.set(0, people.size());
    }
    reached.or(bits(rule.also()));
    reached.and(roles.getOrDefault(pair.to(), new BitSet()));
    reached.clear(from);
    return reached;
  }

  private BitSet near(Reach reach, int from) {
    var near = new BitSet();
    switch (reach) {
      case OFF -> {}
      case CLASS ->
          classes.get(from).forEach(id -> near.or(members.getOrDefault(id, new BitSet())));
      case SCHOOL -> near.set(0, people.size());
    }
    return near;
  }

  private BitSet ofGrades(SchoolRules rules, int from) {
    var peers = new BitSet();
    for (Set<ClassId> ofGrade : rules.grades().values()) {
      if (ofGrade.stream().anyMatch(classes.get(from)::contains)) {
        ofGrade.forEach(id -> peers.or(members.getOrDefault(id, new BitSet())));
      }
    }
    return peers;
  }

  private BitSet bits(Set<UserId> users) {
    var bits = new BitSet();
    for (UserId user : users) {
      Integer place = places.get(user);
      if (place != null) {
        bits.set(place);
      }
    }
    return bits;
  }
}
