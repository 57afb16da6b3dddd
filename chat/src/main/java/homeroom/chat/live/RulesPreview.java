// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.policy.RuleText;
import homeroom.chat.policy.Rules;
import homeroom.chat.policy.Rules.Current;
import homeroom.chat.policy.SchoolRules;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the rules would mean, before it is made: who could write to whom no more, or for
 * the first time, and which conversations could be read only, or be written again. Changes nothing;
 * blocks on the store; safe for many threads.
 */
public final class RulesPreview {

  /** Conversations, and ids of people, that are named; the numbers are of all. */
  static final int NAMED = 100;

  private static final int PAGE = 500;

  /**
   * What would be different.
   *
   * @param changes the names of the rules that change, with what they would be
   * @param people what the rules about two people would mean
   * @param readOnly conversations that some of their members could write in no more
   * @param writable conversations that some of their members could write in again
   */
  public record Effects(
      Map<String, String> changes, List<Reaches.Effect> people, Some readOnly, Some writable) {
    public Effects {
      changes = Map.copyOf(changes);
      people = List.copyOf(people);
    }
  }

  /** How many conversations, and the ids of the first. */
  public record Some(int count, List<ConversationId> first) {
    public Some {
      first = List.copyOf(first);
    }
  }

  private final Rules rules;
  private final Roster roster;
  private final ConversationPolicy policy;
  private final ConversationStore store;

  public RulesPreview(
      Rules rules, Roster roster, ConversationPolicy policy, ConversationStore store) {
    this.rules = rules;
    this.roster = roster;
    this.policy = policy;
    this.store = store;
  }

  /** What the rules of the admin's school would mean if they were these. */
  public Effects of(Caller admin, SchoolRules proposed) {
    SchoolId school = admin.schoolId();
    Current before = rules.of(school);
    Current after = Current.of(proposed, before.version() + 1, before.closed());
    var effects = new Counting(before, after);
    effects.count(school);
    return new Effects(
        RuleText.difference(before.rules(), proposed),
        new Reaches(roster, school, people(school)).effects(before.rules(), proposed),
        new Some(effects.readOnly, effects.firstReadOnly),
        new Some(effects.writable, effects.firstWritable));
  }

  /** Who is active, by id. */
  private List<User> people(SchoolId school) {
    return roster.people(school).stream()
        .filter(User::active)
        .sorted(Comparator.comparing(User::id))
        .toList();
  }

  /** Counts conversations. For one thread. */
  private final class Counting {

    private final Current before;
    private final Current after;
    private final List<ConversationId> firstReadOnly = new ArrayList<>();
    private final List<ConversationId> firstWritable = new ArrayList<>();
    private int readOnly;
    private int writable;

    Counting(Current before, Current after) {
      this.before = before;
      this.after = after;
    }

    void count(SchoolId school) {
      @Nullable ConversationId last = null;
      List<Conversation> page;
      do {
        page = store.page(school, last, PAGE);
        page.forEach(this::look);
        last = page.isEmpty() ? last : page.getLast().id();
      } while (page.size() == PAGE);
      roster.classes(school).stream()
          .filter(one -> !one.archived())
          .forEach(one -> store.ofClass(school, one.id()).ifPresent(this::look));
    }

    private void look(Conversation one) {
      Conversation then = policy.asSupervised(after, one);
      boolean loses = false;
      boolean gains = false;
      for (UserId user : members(one)) {
        boolean readsNow = policy.readsOnly(before, user, one);
        boolean readsThen = policy.readsOnly(after, user, then);
        loses |= !readsNow && readsThen;
        gains |= readsNow && !readsThen;
      }
      readOnly += note(loses, one, firstReadOnly);
      writable += note(gains, one, firstWritable);
    }

    private Set<UserId> members(Conversation one) {
      return one.classId() == null
          ? Set.copyOf(one.participants())
          : roster.members(one.schoolId(), one.classId()).all();
    }

    private static int note(boolean happens, Conversation one, List<ConversationId> first) {
      if (happens && first.size() < NAMED) {
        first.add(one.id());
      }
      return happens ? 1 : 0;
    }
  }
}
