// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import homeroom.chat.text.Unicode;
import java.time.Clock;
import java.util.Collections;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Groups: made, renamed, joined and left. The creator and staff among the members manage a group;
 * where there are none, the admins of the school do, as far as finding it somebody who does or
 * closing it. A change has its place among the messages of the group: who has left hears none of a
 * later one. Safe for many threads; blocks on the store.
 */
public final class Groups {

  /** The most participants of a group. */
  public static final int MAX_PARTICIPANTS = 500;

  /** The longest title, in code points. */
  public static final int MAX_TITLE = 200;

  private final ConversationStore store;
  private final ConversationCreation creation;
  private final Membership membership;
  private final ConversationPolicy policy;
  private final Supervisors supervisors;
  private final Sequencer sequencer;
  private final ConversationNotifier notifier;
  private final GroupRate rate;
  private final GroupCount count;
  private final Audit audit;
  private final IdSource ids;
  private final Clock clock;

  public Groups(
      ConversationStore store,
      ConversationCreation creation,
      Membership membership,
      ConversationPolicy policy,
      Supervisors supervisors,
      Sequencer sequencer,
      ConversationNotifier notifier,
      GroupRate rate,
      Audit audit,
      IdSource ids,
      Clock clock) {
    this.store = store;
    this.creation = creation;
    this.membership = membership;
    this.policy = policy;
    this.supervisors = supervisors;
    this.count = new GroupCount(store, policy);
    this.sequencer = sequencer;
    this.notifier = notifier;
    this.rate = rate;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /** Makes a group of the caller and the others. */
  public Outcome<Conversation> create(Caller caller, @Nullable String title, Set<UserId> others) {
    var participants = new HashSet<>(others);
    participants.add(caller.userId());
    return checkTitle(caller, title)
        .andThen(() -> checkSize(caller, participants))
        .andThen(() -> policy.groupWith(caller, others))
        .andThen(() -> count.make(policy.rulesOf(caller), caller, clock.instant()).outcome())
        .andThen(() -> count.join(policy.rulesOf(caller), caller, participants).outcome())
        .andThen(() ->
            rate.make(caller, participants.size() - 1, () -> make(caller, title, participants)));
  }

  private Conversation make(Caller caller, @Nullable String title, Set<UserId> participants) {
    return creation.make(
        new NewConversation.Group(
            new ConversationId(ids.next()),
            caller.schoolId(),
            caller.userId(),
            title,
            participants,
            clock.instant()),
        caller.connection());
  }

  /** What a group is to become; null and empty leave as it is. */
  public record Change(@Nullable String title, Set<UserId> add, Set<UserId> remove) {
    public Change {
      add = Set.copyOf(add);
      remove = Set.copyOf(remove);
    }
  }

  /** Changes the title and the participants of a group. */
  public Outcome<Conversation> change(Caller caller, ConversationId id, Change change) {
    return sequencer.inOrder(id, () -> changeNow(caller, id, change));
  }

  /** What is remembered of it may be older than what another node made of it. */
  private Outcome<Conversation> changeNow(Caller caller, ConversationId id, Change change) {
    membership.forgetIfShared(id);
    Optional<Conversation> orphan = managedFromOutside(caller, id);
    return orphan.isPresent()
        ? addFromOutside(caller, orphan.get(), change)
        : changeAsMember(caller, id, change);
  }

  private Outcome<Conversation> changeAsMember(Caller caller, ConversationId id, Change change) {
    return membership
        .find(caller, id)
        .flatMap(group ->
            policy
                .manage(caller, group)
                .andThen(() -> checkTitle(caller, change.title()))
                .andThen(() -> checkPeople(change))
                .andThen(() -> checkSize(caller, after(group, change)))
                .andThen(() -> policy.groupWith(caller, joining(group, change)))
                .andThen(() ->
                    count.join(policy.rulesOf(caller), caller, joining(group, change)).outcome())
                .andThen(() ->
                    rate.add(
                        caller,
                        joining(group, change).size(),
                        () -> apply(caller, group, change))));
  }

  /** A group that nobody in it manages, which the caller does without being in it. */
  private Optional<Conversation> managedFromOutside(Caller caller, ConversationId id) {
    return policy.moderates(caller)
        ? membership
            .conversation(caller.schoolId(), id)
            .filter(group -> policy.managesFromOutside(caller, group))
        : Optional.empty();
  }

  private Outcome<Conversation> addFromOutside(Caller caller, Conversation group, Change change) {
    return policy
        .addFromOutside(caller, change)
        .andThen(() -> checkSize(caller, after(group, change)))
        .ifDone(allowed -> writeDown(caller, group, joining(group, change)))
        .map(allowed -> apply(caller, group, change));
  }

  private void writeDown(Caller caller, Conversation group, Set<UserId> staff) {
    if (!staff.isEmpty()) {
      audit.record(
          caller,
          AuditAction.GROUP_STAFF_ADDED,
          group.id().value(),
          staff.stream().map(UserId::value).sorted().collect(Collectors.joining(" ")));
    }
  }

  /** Leaves a group, or closes one that nobody in it manages. */
  public Outcome<Conversation> leave(Caller caller, ConversationId id) {
    return sequencer.inOrder(id, () -> leaveNow(caller, id));
  }

  private Outcome<Conversation> leaveNow(Caller caller, ConversationId id) {
    membership.forgetIfShared(id);
    Optional<Conversation> orphan = managedFromOutside(caller, id);
    return orphan.isPresent()
        ? Outcome.done(archive(caller, orphan.get()))
        : leaveAsMember(caller, id);
  }

  private Outcome<Conversation> leaveAsMember(Caller caller, ConversationId id) {
    return membership
        .find(caller, id)
        .flatMap(group ->
            policy
                .leave(caller, group)
                .map(allowed ->
                    apply(caller, group, new Change(null, Set.of(), Set.of(caller.userId())))));
  }

  private Conversation archive(Caller caller, Conversation group) {
    audit.record(caller, AuditAction.GROUP_ARCHIVED, group.id().value());
    return sequencer.whole(
        group.id(),
        () -> tellIfArchived(group),
        () -> {
          Conversation now = membership.changing(group.id(), () -> archiveNow(group));
          notifier.archived(now, ConversationNotifier.people(now), caller.connection());
          return now;
        });
  }

  private Conversation archiveNow(Conversation group) {
    return store.archiveGroup(group.schoolId(), group.id(), clock.instant()).orElse(group);
  }

  private boolean tellIfArchived(Conversation group) {
    membership.changed(group.id());
    Conversation now = store.conversation(group.schoolId(), group.id()).orElseThrow();
    if (now.archived()) {
      notifier.archived(now, ConversationNotifier.people(now), null);
    }
    return now.archived();
  }

  /** Whatever fails, those concerned are told of what is stored in the end. */
  private Conversation apply(Caller caller, Conversation before, Change change) {
    return sequencer.whole(
        before.id(),
        () -> tellOfChange(before),
        () -> {
          Conversation now = membership.changing(before.id(), () -> store(before, change));
          notifier.changed(before, now, membership.audience(now), caller.connection());
          return now;
        });
  }

  private Conversation store(Conversation before, Change change) {
    Set<UserId> joining = joining(before, change);
    Conversation now = before;
    if (change.title() != null) {
      now =
          store.rename(before.schoolId(), before.id(), change.title(), clock.instant()).orElse(now);
    }
    if (!joining.isEmpty() || !change.remove().isEmpty()) {
      now =
          store
              .changeParticipants(
                  before.schoolId(), before.id(), joining, change.remove(), clock.instant())
              .orElse(now);
      membership.changed(before.id());
      now = supervisors.assign(now);
    }
    return now;
  }

  /** Whether the group was found changed. */
  private boolean tellOfChange(Conversation before) {
    membership.changed(before.id());
    Conversation now =
        supervisors.assign(store.conversation(before.schoolId(), before.id()).orElseThrow());
    boolean changed =
        !now.participants().equals(before.participants())
            || !Objects.equals(now.title(), before.title());
    if (changed) {
      notifier.changed(before, now, membership.audience(now), null);
    }
    return changed;
  }

  private static Set<UserId> joining(Conversation group, Change change) {
    var joining = new HashSet<>(change.add());
    group.participants().forEach(joining::remove);
    return joining;
  }

  private static Set<UserId> after(Conversation group, Change change) {
    var after = new HashSet<>(group.participants());
    after.addAll(change.add());
    after.removeAll(change.remove());
    return after;
  }

  private Outcome<Outcome.Nothing> checkSize(Caller caller, Set<UserId> participants) {
    int most = policy.rulesOf(caller).rules().limits().groupSize();
    return Outcome.check(
        participants.size() <= most,
        () ->
            Refusal.of(
                RefusalCode.GROUP_TOO_LARGE,
                "A group has at most " + most + " participants.",
                "participants",
                "are too many"));
  }

  private static Outcome<Outcome.Nothing> checkPeople(Change change) {
    return Outcome.check(
        Collections.disjoint(change.add(), change.remove()),
        () ->
            Refusal.of(
                RefusalCode.PARTICIPANTS_CONTRADICTORY,
                "Nobody can be added and removed at once; name each person in one list.",
                "participants",
                "names somebody in both lists"));
  }

  private Outcome<Outcome.Nothing> checkTitle(Caller caller, @Nullable String title) {
    if (title == null) {
      return Outcome.done();
    }
    int most = policy.rulesOf(caller).rules().limits().title();
    int length = Unicode.length(Unicode.trim(title));
    return Outcome.check(
        !Unicode.isInvisible(title)
            && length <= most
            && Unicode.isWhole(title)
            && !Unicode.overridesDirection(title),
        () ->
            Refusal.of(
                RefusalCode.TITLE_INVALID,
                "A title has 1 to "
                    + most
                    + " characters of Unicode, and leaves the direction of its letters to them.",
                "title",
                "is empty, too long, not Unicode or turned around"));
  }
}
