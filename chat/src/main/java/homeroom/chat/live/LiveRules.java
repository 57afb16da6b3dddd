// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationNotifier;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Supervisors;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.policy.Rules;
import homeroom.chat.policy.Rules.Current;
import homeroom.chat.policy.SchoolRules;
import homeroom.chat.policy.Settings;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings the running chat in line with the rules of schools: conversations get and lose
 * supervisors, and whoever can write in one no more, or again, is told. Nothing vanishes. Safe for
 * many threads, which go one after another; blocks on the store.
 */
public final class LiveRules implements Settings.Follower {

  /** Conversations read in one query. */
  private static final int PAGE = 500;

  private final Rules rules;
  private final Roster roster;
  private final ConversationPolicy policy;
  private final ConversationStore store;
  private final Conversations conversations;
  private final Membership membership;
  private final Supervisors supervisors;
  private final ConversationNotifier notifier;
  private final Fanout fanout;
  private final ReentrantLock pass = new ReentrantLock();
  private final Map<SchoolId, Current> seen = new HashMap<>();

  /** Of what was followed last: a look at it asks the store for two numbers. */
  private long seenRules;

  private @Nullable RosterVersions seenRosters;

  public LiveRules(
      Rules rules,
      Roster roster,
      ConversationPolicy policy,
      ConversationStore store,
      Conversations conversations,
      Membership membership,
      Supervisors supervisors,
      ConversationNotifier notifier,
      Fanout fanout) {
    this.rules = rules;
    this.roster = roster;
    this.policy = policy;
    this.store = store;
    this.conversations = conversations;
    this.membership = membership;
    this.supervisors = supervisors;
    this.notifier = notifier;
    this.fanout = fanout;
  }

  /** Follows what was decided since the last time, here or by another process. */
  @Override
  public void catchUp() {
    pass.lock();
    try {
      rules.refresh();
      long ofRules = rules.version();
      RosterVersions ofRosters = roster.versions();
      @Nullable RosterVersions before = seenRosters;
      seenRosters = null;
      if (before == null || ofRules != seenRules || ofRosters.concernAllSince(before)) {
        roster.schools().forEach(school -> look(school.id()));
      } else {
        ofRosters.changedSince(before).stream()
            .filter(school -> roster.school(school).isPresent())
            .forEach(this::look);
      }
      seenRules = ofRules;
      seenRosters = ofRosters;
    } finally {
      pass.unlock();
    }
  }

  private void look(SchoolId school) {
    Current now = rules.of(school);
    @Nullable Current before = seen.get(school);
    if (before != null && !before.equals(now)) {
      follow(school, before, now);
    }
    seen.put(school, now);
    if (before != null && before.version() != now.version()) {
      tellAdmins(school, now);
    }
  }

  private void tellAdmins(SchoolId school, Current now) {
    var shown = new Settings.Shown(school, now, rules.versions(school, 1).stream().findFirst());
    fanout.deliver(new SettingsEvent(shown), roster.admins(school), null);
  }

  private void follow(SchoolId school, Current before, Current now) {
    if (concernPeople(before.rules(), now.rules())) {
      followPeople(school, before, now);
    }
    followClasses(school, before, now);
  }

  private static boolean concernPeople(SchoolRules before, SchoolRules now) {
    return !before.pairs().equals(now.pairs())
        || !before.supervision().equals(now.supervision())
        || !before.grades().equals(now.grades());
  }

  private void followPeople(SchoolId school, Current before, Current now) {
    @Nullable ConversationId after = null;
    List<Conversation> page;
    do {
      page = store.page(school, after, PAGE);
      page.forEach(one -> tell(before, one, now, supervisors.settle(one)));
      after = page.isEmpty() ? after : page.getLast().id();
    } while (page.size() == PAGE);
  }

  private void followClasses(SchoolId school, Current before, Current now) {
    boolean all = before.rules().studentsPost() != now.rules().studentsPost();
    Set<ClassId> changed = new HashSet<>(before.closed());
    changed.addAll(now.closed());
    changed.removeIf(id -> before.closed().contains(id) == now.closed().contains(id));
    if (all) {
      roster.classes(school).stream()
          .filter(one -> !one.archived())
          .map(SchoolClass::id)
          .forEach(changed::add);
    }
    for (ClassId id : changed) {
      conversations.ofClass(school, id).ifPresent(one -> tell(before, one, now, one));
    }
  }

  /** Tells those for whom it can be written no more, or again. */
  private void tell(Current before, Conversation was, Current now, Conversation is) {
    Set<UserId> concerned =
        membership.audience(is).stream()
            .filter(user -> was.supervisors().contains(user) || !is.supervisors().contains(user))
            .filter(user -> policy.readsOnly(before, user, was) != policy.readsOnly(now, user, is))
            .collect(Collectors.toSet());
    if (!concerned.isEmpty()) {
      notifier.updated(is, concerned, null);
    }
  }
}
