// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Who is in a conversation: the one place that decides what a caller may see, for pushes, history,
 * search, receipts and typing alike. Members are active users of the school: those listed by a
 * direct conversation or a group, those of the class by the roster.
 *
 * <p>Safe for many threads; blocks on the store for what it does not remember.
 */
public final class Membership {

  private final Roster roster;
  private final ConversationStore store;
  private final ConversationCache memory;
  private final boolean shared;

  /** Of the only node on the store. */
  public Membership(Roster roster, ConversationStore store) {
    this(roster, store, false);
  }

  /**
   * @param shared whether other nodes change conversations too
   */
  public Membership(Roster roster, ConversationStore store, boolean shared) {
    this.shared = shared;
    this.roster = roster;
    this.store = store;
    this.memory = new ConversationCache();
  }

  /**
   * The conversation if the caller is a member of it, or supervises it. Its members, title and kind
   * are as stored now; its {@code rev} and {@code lastMessage} may be older: ask the store for
   * those.
   */
  public Optional<Conversation> conversation(Caller caller, ConversationId id) {
    return conversation(caller.schoolId(), id)
        .filter(conversation ->
            isMember(conversation, caller.userId())
                || supervisors(conversation).contains(caller.userId()));
  }

  /** The same, or the refusal that there is none for the caller. */
  public Outcome<Conversation> find(Caller caller, ConversationId id) {
    return Outcome.found(
        conversation(caller, id),
        () -> Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, id.value()));
  }

  public boolean isMember(Conversation conversation, UserId user) {
    return members(conversation).contains(user);
  }

  /** The active members; nobody once the conversation is archived. */
  public Set<UserId> members(Conversation conversation) {
    if (conversation.archived()) {
      return Set.of();
    }
    return memory.members(conversation, roster.version(conversation.schoolId()), this::readMembers);
  }

  /** The supervisors who are active and of the staff; they read it, and are no members. */
  public Set<UserId> supervisors(Conversation conversation) {
    return conversation.supervisors().isEmpty() || conversation.archived()
        ? Set.of()
        : conversation.supervisors().stream()
            .filter(id ->
                roster
                    .user(conversation.schoolId(), id)
                    .filter(user -> user.active() && user.role().isStaff())
                    .isPresent())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Everybody who is told what happens in it: its members, and who supervises it. */
  public Set<UserId> audience(Conversation conversation) {
    Set<UserId> members = members(conversation);
    Set<UserId> supervisors = supervisors(conversation);
    if (supervisors.isEmpty()) {
      return members;
    }
    var both = new HashSet<>(members);
    both.addAll(supervisors);
    return Collections.unmodifiableSet(both);
  }

  /**
   * Makes a change of the conversation's participants, title or archive; what was remembered of it
   * is forgotten whatever became of it.
   */
  <T> T changing(ConversationId id, Supplier<T> change) {
    try {
      return change.get();
    } finally {
      changed(id);
    }
  }

  /** Forgets what is remembered of a conversation that may have been changed. */
  void changed(ConversationId id) {
    memory.forget(id);
  }

  /** Forgets what is remembered of a conversation that another node may have changed. */
  void forgetIfShared(ConversationId id) {
    if (shared) {
      changed(id);
    }
  }

  /** The conversation as it was read last, if it is remembered. */
  Optional<Conversation> remembered(ConversationId id) {
    return memory.remembered(id);
  }

  /**
   * The conversation whoever asks: for those who moderate the school, and for pushes that ask for
   * its members.
   */
  public Optional<Conversation> conversation(SchoolId school, ConversationId id) {
    return memory
        .conversation(id, roster.version(school), () -> store.conversation(school, id))
        .filter(conversation -> conversation.schoolId().equals(school));
  }

  private Set<UserId> readMembers(Conversation conversation) {
    return switch (conversation.type()) {
      case DIRECT, GROUP -> active(conversation.schoolId(), conversation.participants());
      case CLASS ->
          conversation.classId() == null
              ? Set.of()
              : roster.members(conversation.schoolId(), conversation.classId()).all();
    };
  }

  private Set<UserId> active(SchoolId school, Collection<UserId> users) {
    return users.stream()
        .filter(id -> roster.user(school, id).filter(User::active).isPresent())
        .collect(Collectors.toUnmodifiableSet());
  }
}
