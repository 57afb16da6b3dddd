// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where conversations are kept. Every call blocks, is safe for many threads and names the school;
 * what is another school's is not there.
 *
 * <p>{@code updatedAt} is the moment that a change is given, but never an earlier one than that of
 * any change before it in the school: where the clock was set back, the next change is a
 * millisecond after the newest. So the order by it is that of the changes.
 *
 * <p>The store does not know who may do what: use cases ask {@link ConversationPolicy} first.
 */
public interface ConversationStore {

  /** The conversation, archived or not. */
  Optional<Conversation> conversation(SchoolId school, ConversationId id);

  /** The direct conversation of these two, in either order. */
  Optional<Conversation> direct(SchoolId school, UserId one, UserId other);

  /** The conversation of the class, archived or not. */
  Optional<Conversation> ofClass(SchoolId school, ClassId classId);

  /**
   * Makes the conversation, with a watermark for each first member at 0, or finds the one that its
   * pair or class has already. Durable when it returns.
   *
   * @return what is stored now; its id differs from {@code conversation.id()} if it was there
   */
  Conversation create(NewConversation conversation);

  /**
   * The conversations, not archived, that {@code member} takes part in: the direct ones and groups
   * that list them, also as a supervisor, and those of {@code classes}. Fields: {@code _id type
   * classId participants createdAt updatedAt}, where a condition on {@code participants} holds if
   * any one meets it.
   */
  Page<Conversation> find(SchoolId school, UserId member, Collection<ClassId> classes, Query query);

  /** The same conversations, all of them, ordered by {@code _id}. */
  List<Conversation> all(SchoolId school, UserId member, Collection<ClassId> classes);

  /**
   * The first of the same conversations behind an id, ordered by {@code _id}; of the others nothing
   * but what it takes to find these is read.
   *
   * @param after the id that they come after; null for the first
   */
  List<Conversation> page(
      SchoolId school,
      UserId member,
      Collection<ClassId> classes,
      @Nullable ConversationId after,
      int limit);

  /** The ids of all of the same conversations. */
  Set<ConversationId> ids(SchoolId school, UserId member, Collection<ClassId> classes);

  /**
   * The direct conversations and groups of the school, not archived, by id.
   *
   * @param after the id that they come after; null for the first
   */
  List<Conversation> page(SchoolId school, @Nullable ConversationId after, int limit);

  /** In how many groups, not archived, each of these users is; none where it is none. */
  Map<UserId, Integer> groupsOf(SchoolId school, Set<UserId> users);

  /** How many groups the user made since then. */
  int groupsMade(SchoolId school, UserId user, Instant since);

  /** The classes of the school, not archived, that have no conversation yet. */
  Set<ClassId> classesWithout(SchoolId school);

  /**
   * Sets the title of a group.
   *
   * @return the conversation as stored now; empty if there is no such group
   */
  Optional<Conversation> rename(
      SchoolId school, ConversationId id, @Nullable String title, Instant at);

  /**
   * Adds and removes participants of a group, in one step. Each who is new gets a watermark at the
   * newest seq; the watermark of each who leaves is dropped.
   *
   * @return the conversation as stored now; empty if there is no such group
   */
  Optional<Conversation> changeParticipants(
      SchoolId school, ConversationId id, Set<UserId> add, Set<UserId> remove, Instant at);

  /**
   * Has these users, and no others, supervise a direct conversation or a group.
   *
   * @return the conversation as stored now; empty if there is none
   */
  Optional<Conversation> supervise(
      SchoolId school, ConversationId id, Set<UserId> supervisors, Instant at);

  /**
   * Archives a group, for good.
   *
   * @return the conversation as stored now; empty if there is no such group
   */
  Optional<Conversation> archiveGroup(SchoolId school, ConversationId id, Instant at);

  /** Archives the conversation of the class, or takes it back from the archive. */
  void archive(SchoolId school, ClassId classId, boolean archived, Instant at);
}
