// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.message.Message;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A conversation with all that was written in it and how far its members have come. */
final class StoredConversation {

  final StoredMessages messages = new StoredMessages();
  final Watermarks watermarks = new Watermarks(messages);
  final Set<UserId> participants = new TreeSet<>();
  final Set<UserId> supervisors = new TreeSet<>();
  final ConversationType type;
  final @Nullable ClassId classId;

  private boolean deleted;

  private final NewConversation made;
  private final Activity activity;
  private final @Nullable UserId createdBy;
  private @Nullable String title;
  private boolean archived;
  private Instant updatedAt;

  StoredConversation(NewConversation made, Activity activity) {
    this.made = made;
    this.activity = activity;
    this.updatedAt = activity.next(made.schoolId(), made.at());
    switch (made) {
      case NewConversation.Direct direct -> {
        type = ConversationType.DIRECT;
        classId = null;
        createdBy = direct.createdBy();
        join(List.of(direct.createdBy(), direct.other()));
      }
      case NewConversation.Group group -> {
        type = ConversationType.GROUP;
        classId = null;
        createdBy = group.createdBy();
        title = group.title();
        join(group.participants());
      }
      case NewConversation.OfClass ofClass -> {
        type = ConversationType.CLASS;
        classId = ofClass.classId();
        createdBy = null;
        title = ofClass.title();
        watermarks.join(ofClass.members());
      }
    }
  }

  ConversationId id() {
    return made.id();
  }

  /** Leaves its messages alone; returns whether it was there. */
  boolean delete() {
    boolean was = !deleted;
    deleted = true;
    return was;
  }

  boolean isDeleted() {
    return deleted;
  }

  boolean isOf(SchoolId school) {
    return made.schoolId().equals(school);
  }

  boolean isGroup() {
    return type == ConversationType.GROUP;
  }

  boolean isOfAClass() {
    return type == ConversationType.CLASS;
  }

  boolean isOfPair(UserId one, UserId other) {
    return type == ConversationType.DIRECT
        && participants.equals(new TreeSet<>(List.of(one, other)));
  }

  boolean isOfClass(ClassId id) {
    return id.equals(classId);
  }

  /** Whether it is the member's, who is in these classes. */
  boolean concerns(UserId member, Collection<ClassId> classes) {
    return !archived
        && (participants.contains(member)
            || supervisors.contains(member)
            || (classId != null && classes.contains(classId)));
  }

  void rename(@Nullable String newTitle, Instant at) {
    title = newTitle;
    touch(at);
  }

  void change(Set<UserId> add, Set<UserId> remove, Instant at) {
    participants.removeAll(remove);
    watermarks.leave(remove);
    join(add);
    touch(at);
  }

  void supervise(Set<UserId> users, Instant at) {
    supervisors.clear();
    supervisors.addAll(users);
    touch(at);
  }

  void archive(boolean newArchived, Instant at) {
    if (archived != newArchived) {
      archived = newArchived;
      touch(at);
    }
  }

  /** Its time is later than that of whatever changed before. */
  void touch(Instant at) {
    updatedAt = activity.next(made.schoolId(), at);
  }

  Conversation shown(RosterTables roster) {
    SchoolClass schoolClass = classId == null ? null : roster.classes.get(classId);
    return new Conversation(
        made.id(),
        made.schoolId(),
        type,
        schoolClass == null ? title : schoolClass.name(),
        classId,
        List.copyOf(participants),
        List.copyOf(supervisors),
        createdBy,
        archived,
        messages.head(),
        messages.newestThatStands().map(StoredConversation::last).orElse(null),
        made.at(),
        updatedAt);
  }

  private void join(Collection<UserId> users) {
    participants.addAll(users);
    watermarks.join(users);
  }

  private static LastMessage last(Message message) {
    return new LastMessage(
        message.id(), message.senderId(), message.seq(), message.text(), message.createdAt());
  }
}
