// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups: made, renamed, joined and left. The creator and staff among the members manage a group. A
 * change has its place among the messages of the group: who has left hears none of a later one.
 * Safe for many threads; blocks on the store.
 */
public final class Groups {

  /** The most participants of a group. */
  public static final int MAX_PARTICIPANTS = 500;

  /** The longest title, in code points. */
  public static final int MAX_TITLE = 200;

  private final ConversationStore store;
  private final Membership membership;
  private final ConversationPolicy policy;
  private final Sequencer sequencer;
  private final ConversationNotifier notifier;
  private final GroupRate rate;
  private final IdSource ids;
  private final Clock clock;

  public Groups(
      ConversationStore store,
      Membership membership,
      ConversationPolicy policy,
      Sequencer sequencer,
      ConversationNotifier notifier,
      GroupRate rate,
      IdSource ids,
      Clock clock) {
    this.store = store;
    this.membership = membership;
    this.policy = policy;
    this.sequencer = sequencer;
    this.notifier = notifier;
    this.rate = rate;
    this.ids = ids;
    this.clock = clock;
  }

  /** Makes a group of the caller and the others. */
  public Outcome<Conversation> create(Caller caller, @Nullable String title, Set<UserId> others) {
    var participants = new HashSet<>(others);
    participants.add(caller.userId());
    return checkTitle(title)
        .andThen(() -> checkSize(participants))
        .andThen(() -> policy.groupWith(caller, others))
        .andThen(() -> rate.make(caller, participants.size() - 1))
        .map(allowed -> make(caller, title, participants));
  }

  private Conversation make(Caller caller, @Nullable String title, Set<UserId> participants) {
    Conversation made =
        store.create(
            new NewConversation.Group(
                new ConversationId(ids.next()),
                caller.schoolId(),
                caller.userId(),
                title,
                participants,
                clock.instant()));
    notifier.added(made, membership.members(made), caller.connection());
    return made;
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

  private Outcome<Conversation> changeNow(Caller caller, ConversationId id, Change change) {
    return membership
        .find(caller, id)
        .flatMap(group ->
            policy
                .manage(caller, group)
                .andThen(() -> checkTitle(change.title()))
                .andThen(() -> checkPeople(change))
                .andThen(() -> checkSize(after(group, change)))
                .andThen(() -> policy.groupWith(caller, joining(group, change)))
                .andThen(() -> rate.add(caller, joining(group, change).size()))
                .map(allowed -> apply(caller, group, change)));
  }

  /** Leaves a group. */
  public Outcome<Conversation> leave(Caller caller, ConversationId id) {
    return sequencer.inOrder(id, () -> leaveNow(caller, id));
  }

  private Outcome<Conversation> leaveNow(Caller caller, ConversationId id) {
    return membership
        .find(caller, id)
        .flatMap(group ->
            Outcome.check(
                    group.type() == ConversationType.GROUP,
                    () ->
                        Refusal.of(
                            RefusalCode.NOT_A_GROUP,
                            "Only a group can be left; this conversation is none."))
                .map(allowed ->
                    apply(caller, group, new Change(null, Set.of(), Set.of(caller.userId())))));
  }

  private Conversation apply(Caller caller, Conversation before, Change change) {
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
    }
    membership.changed(before.id());
    tell(caller, before, now, joining);
    return now;
  }

  private void tell(Caller caller, Conversation before, Conversation now, Set<UserId> joining) {
    var gone = new HashSet<>(before.participants());
    now.participants().forEach(gone::remove);
    var stayed = new HashSet<>(membership.members(now));
    stayed.removeAll(joining);
    notifier.removed(now.id(), gone, caller.connection());
    notifier.updated(now, stayed, caller.connection());
    notifier.added(now, joining, caller.connection());
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

  private static Outcome<Outcome.Nothing> checkSize(Set<UserId> participants) {
    return Outcome.check(
        participants.size() <= MAX_PARTICIPANTS,
        () ->
            Refusal.of(
                RefusalCode.GROUP_TOO_LARGE,
                "A group has at most " + MAX_PARTICIPANTS + " participants.",
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

  private static Outcome<Outcome.Nothing> checkTitle(@Nullable String title) {
    if (title == null) {
      return Outcome.done();
    }
    int length = Unicode.length(Unicode.trim(title));
    return Outcome.check(
        !Unicode.isInvisible(title)
            && length <= MAX_TITLE
            && Unicode.isWhole(title)
            && !Unicode.overridesDirection(title),
        () ->
            Refusal.of(
                RefusalCode.TITLE_INVALID,
                "A title has 1 to "
                    + MAX_TITLE
                    + " characters of Unicode, and leaves the direction of its letters to them.",
                "title",
                "is empty, too long, not Unicode or turned around"));
  }
}
