// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes and finds conversations on behalf of a caller. Safe for many threads; blocks on the store.
 */
public final class Conversations {

  private final ConversationStore store;
  private final Membership membership;
  private final ConversationPolicy policy;
  private final Roster roster;
  private final ConversationCreation creation;
  private final IdSource ids;
  private final Clock clock;

  public Conversations(
      ConversationStore store,
      Membership membership,
      ConversationPolicy policy,
      Roster roster,
      ConversationCreation creation,
      IdSource ids,
      Clock clock) {
    this.store = store;
    this.membership = membership;
    this.policy = policy;
    this.roster = roster;
    this.creation = creation;
    this.ids = ids;
    this.clock = clock;
  }

  /** The caller's conversation with that id, as stored now. */
  public Optional<Conversation> get(Caller caller, ConversationId id) {
    return membership
        .conversation(caller, id)
        .flatMap(known -> store.conversation(caller.schoolId(), id));
  }

  public Page<Conversation> find(Caller caller, Query query) {
    return store.find(caller.schoolId(), caller.userId(), roster.classesOf(caller), query);
  }

  /** The first of the caller's conversations behind that id, or of all of them, by id. */
  public List<Conversation> page(Caller caller, @Nullable ConversationId after, int limit) {
    return store.page(caller.schoolId(), caller.userId(), roster.classesOf(caller), after, limit);
  }

  /** The ids of all of the caller's conversations. */
  public Set<ConversationId> ids(Caller caller) {
    return store.ids(caller.schoolId(), caller.userId(), roster.classesOf(caller));
  }

  /** All of the caller's conversations, by id. */
  public List<Conversation> all(Caller caller) {
    return store.all(caller.schoolId(), caller.userId(), roster.classesOf(caller));
  }

  /**
   * The direct conversation of the caller and {@code to}, made if there is none yet. The rules are
   * those of starting one; an existing one is found whatever they say now.
   */
  public Outcome<Conversation> directWith(Caller caller, UserId to) {
    return directWith(caller, to, ConversationPolicy.Writing.NEW);
  }

  /** The same, to write in it so. */
  public Outcome<Conversation> directWith(
      Caller caller, UserId to, ConversationPolicy.Writing how) {
    return direct(caller, to)
        .map(Outcome::done)
        .orElseGet(
            () -> policy.directWith(caller, to, how).map(allowed -> startDirect(caller, to)));
  }

  /** The direct conversation of the caller and {@code to}, if there is one. */
  public Optional<Conversation> direct(Caller caller, UserId to) {
    return store.direct(caller.schoolId(), caller.userId(), to);
  }

  /**
   * The direct conversation of the caller and {@code to}, made if there is none yet; the rules were
   * asked before.
   */
  public Conversation startDirect(Caller caller, UserId to) {
    var wanted =
        new NewConversation.Direct(
            new ConversationId(ids.next()),
            caller.schoolId(),
            caller.userId(),
            to,
            clock.instant());
    return creation.make(wanted, null);
  }

  /**
   * Gives every class of the school that has no conversation its own, in the order of their ids.
   */
  public void openClassConversations(SchoolId school) {
    for (ClassId id : new TreeSet<>(store.classesWithout(school))) {
      roster.schoolClass(school, id).ifPresent(this::open);
    }
  }

  /** The conversation of the class as stored now, archived or not. */
  public Optional<Conversation> ofClass(SchoolId school, ClassId classId) {
    return store.ofClass(school, classId);
  }

  /**
   * The conversations of the user that are others once the user is active or is not: the direct
   * ones, which can be written or not, and the groups they made, which they manage or not.
   */
  public List<Conversation> thatDependOn(SchoolId school, UserId user) {
    return store.all(school, user, Set.of()).stream()
        .filter(conversation ->
            conversation.type() == ConversationType.DIRECT || user.equals(conversation.createdBy()))
        .toList();
  }

  /** Archives the conversation of a class, or takes it back from the archive. */
  public void archive(Conversation conversation, ClassId classId, boolean archived) {
    var _ =
        membership.changing(
            conversation.id(),
            () -> {
              store.archive(conversation.schoolId(), classId, archived, clock.instant());
              return archived;
            });
  }

  private void open(SchoolClass schoolClass) {
    SchoolId school = schoolClass.schoolId();
    store.create(
        new NewConversation.OfClass(
            new ConversationId(ids.next()),
            school,
            schoolClass.id(),
            schoolClass.name(),
            roster.members(school, schoolClass.id()).all(),
            clock.instant()));
  }
}
