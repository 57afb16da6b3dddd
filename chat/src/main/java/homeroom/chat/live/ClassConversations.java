// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationNotifier;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.message.Watermark;
import homeroom.chat.presence.VisibilityListener;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the conversations of classes as the roster has them. What is told of a conversation is told
 * in the order of its messages, and is what holds at that moment. Safe for many threads; blocks on
 * the store.
 */
public final class ClassConversations implements VisibilityListener {

  private final Roster roster;
  private final Conversations conversations;
  private final Membership membership;
  private final ReceiptStore receipts;
  private final Sequencer sequencer;
  private final ConversationNotifier notifier;

  public ClassConversations(
      Roster roster,
      Conversations conversations,
      Membership membership,
      ReceiptStore receipts,
      Sequencer sequencer,
      ConversationNotifier notifier) {
    this.roster = roster;
    this.conversations = conversations;
    this.membership = membership;
    this.receipts = receipts;
    this.sequencer = sequencer;
    this.notifier = notifier;
  }

  /** Gives each class of the school that has none its conversation. */
  void open(SchoolId school) {
    conversations.openClassConversations(school);
  }

  /**
   * Archives the conversation with its class, and sets the watermarks of its members: who is new
   * has read everything, who left begins anew on coming back. Who was deactivated keeps theirs.
   */
  void settle(SchoolClass schoolClass, ClassMembers members) {
    conversations
        .ofClass(schoolClass.schoolId(), schoolClass.id())
        .ifPresent(conversation -> {
          if (conversation.archived() != schoolClass.archived()) {
            conversations.archive(conversation, schoolClass.id(), schoolClass.archived());
          }
          if (!schoolClass.archived()) {
            sequencer.inOrder(conversation.id(), () -> setWatermarks(conversation, members.all()));
          }
        });
  }

  private boolean setWatermarks(Conversation conversation, Set<UserId> members) {
    var joined = new HashSet<>(members);
    var left = new HashSet<UserId>();
    for (Watermark mark : receipts.watermarks(conversation.schoolId(), conversation.id())) {
      if (!joined.remove(mark.userId()) && hasLeft(conversation, mark.userId())) {
        left.add(mark.userId());
      }
    }
    if (!joined.isEmpty()) {
      receipts.join(conversation.schoolId(), conversation.id(), joined);
    }
    if (!left.isEmpty()) {
      receipts.leave(conversation.schoolId(), conversation.id(), left);
    }
    return true;
  }

  /** Of somebody who is no member: gone from the class, and not only deactivated. */
  private boolean hasLeft(Conversation conversation, UserId id) {
    Optional<User> inactive =
        roster.user(conversation.schoolId(), id).filter(user -> !user.active());
    return inactive
        .map(user -> roster.classesOf(user.schoolId(), id, user.role()))
        .filter(classes -> classes.contains(Objects.requireNonNull(conversation.classId())))
        .isEmpty();
  }

  /** Tells somebody online of the conversations of classes that they came into or left. */
  @Override
  public void changed(SchoolId school, UserId user, Set<ClassId> classIds) {
    classIds.forEach(id -> tell(school, id, user));
  }

  /** Tells somebody online whether they are in the conversation of the class now. */
  private void tell(SchoolId school, ClassId classId, UserId user) {
    conversations
        .ofClass(school, classId)
        .ifPresent(conversation ->
            sequencer.inOrder(
                conversation.id(),
                () -> {
                  boolean member = membership.isMember(conversation, user);
                  if (member) {
                    joinIfNew(conversation, user);
                    notifier.added(conversation, List.of(user), null);
                  } else {
                    notifier.removed(conversation.id(), List.of(user), null);
                  }
                  return member;
                }));
  }

  /** Who is online may hear of the class before a look at it gave its members their watermarks. */
  private void joinIfNew(Conversation conversation, UserId user) {
    SchoolId school = conversation.schoolId();
    if (receipts.watermarksOf(school, user, List.of(conversation.id())).isEmpty()) {
      receipts.join(school, conversation.id(), Set.of(user));
    }
  }

  /** Tells the members that their class has another name. */
  void tellRenamed(SchoolClass schoolClass) {
    conversations
        .ofClass(schoolClass.schoolId(), schoolClass.id())
        .ifPresent(
            conversation -> notifier.updated(conversation, membership.members(conversation), null));
  }

  /**
   * Tells those who have a conversation with the user that it can be written or not, or whose it
   * is.
   *
   * @param everywhere whether they are told on other nodes too
   */
  void tellPartners(SchoolId school, UserId user, boolean everywhere) {
    for (Conversation conversation : conversations.thatDependOn(school, user)) {
      Set<UserId> others = new HashSet<>(membership.members(conversation));
      others.remove(user);
      if (everywhere) {
        notifier.updatedEverywhere(conversation, others);
      } else {
        notifier.updated(conversation, others, null);
      }
    }
  }
}
