// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.query.Fields;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Conversations in memory. */
record InMemoryConversationStore(View view) implements ConversationStore {

  private static final Fields<Conversation> FIELDS =
      Fields.<Conversation>byId(one -> one.id().value())
          .with("type", one -> one.type().name().toLowerCase(Locale.ROOT))
          .with("classId", one -> one.classId() == null ? null : one.classId().value())
          .with("participants", one -> one.participants().stream().map(UserId::value).toList())
          .with("createdAt", Conversation::createdAt)
          .with("updatedAt", Conversation::updatedAt);

  @Override
  public Optional<Conversation> conversation(SchoolId school, ConversationId id) {
    return view.in(memory ->
        memory.conversation(school, id).filter(one -> !one.isDeleted()).map(memory::shown));
  }

  @Override
  public Optional<Conversation> direct(SchoolId school, UserId one, UserId other) {
    return view.in(
        memory -> stored(memory, school, stored -> stored.isOfPair(one, other)).map(memory::shown));
  }

  @Override
  public Optional<Conversation> ofClass(SchoolId school, ClassId classId) {
    return view.in(
        memory -> stored(memory, school, stored -> stored.isOfClass(classId)).map(memory::shown));
  }

  @Override
  public Conversation create(NewConversation made) {
    return view.in(memory -> {
      Optional<StoredConversation> there =
          switch (made) {
            case NewConversation.Direct direct ->
                stored(
                    memory,
                    made.schoolId(),
                    stored -> stored.isOfPair(direct.createdBy(), direct.other()));
            case NewConversation.OfClass ofClass ->
                stored(memory, made.schoolId(), stored -> stored.isOfClass(ofClass.classId()));
            case NewConversation.Group group -> Optional.empty();
          };
      return memory.shown(
          there.orElseGet(() -> {
            var added = new StoredConversation(made, memory.activity());
            memory.add(added);
            return added;
          }));
    });
  }

  @Override
  public Page<Conversation> find(
      SchoolId school, UserId member, Collection<ClassId> classes, Query query) {
    return view.in(memory -> FIELDS.page(concerning(memory, school, member, classes), query));
  }

  @Override
  public List<Conversation> all(SchoolId school, UserId member, Collection<ClassId> classes) {
    return view.in(memory -> concerning(memory, school, member, classes).toList());
  }

  @Override
  public List<Conversation> page(
      SchoolId school,
      UserId member,
      Collection<ClassId> classes,
      @Nullable ConversationId after,
      int limit) {
    return view.in(memory ->
        concerning(memory, school, member, classes)
            .filter(one -> after == null || one.id().compareTo(after) > 0)
            .limit(limit)
            .toList());
  }

  @Override
  public Set<ConversationId> ids(SchoolId school, UserId member, Collection<ClassId> classes) {
    return view.in(memory ->
        concerning(memory, school, member, classes)
            .map(Conversation::id)
            .collect(Collectors.toSet()));
  }

  @Override
  public List<Conversation> page(SchoolId school, @Nullable ConversationId after, int limit) {
    return view.in(memory ->
        memory.conversations().stream()
            .filter(stored -> stored.isOf(school) && !stored.isOfAClass())
            .filter(stored -> after == null || stored.id().compareTo(after) > 0)
            .map(memory::shown)
            .filter(one -> !one.archived())
            .limit(limit)
            .toList());
  }

  @Override
  public Map<UserId, Integer> groupsOf(SchoolId school, Set<UserId> users) {
    return view.in(memory -> {
      var groups = new HashMap<UserId, Integer>();
      memory.conversations().stream()
          .filter(stored -> stored.isOf(school) && stored.isGroup())
          .map(memory::shown)
          .filter(one -> !one.archived())
          .flatMap(one -> one.participants().stream())
          .filter(users::contains)
          .forEach(user -> groups.merge(user, 1, Integer::sum));
      return groups;
    });
  }

  @Override
  public int groupsMade(SchoolId school, UserId user, Instant since) {
    return view.in(memory ->
        (int)
            memory.conversations().stream()
                .filter(stored -> stored.isOf(school) && stored.isGroup())
                .map(memory::shown)
                .filter(one -> user.equals(one.createdBy()) && !one.createdAt().isBefore(since))
                .count());
  }

  @Override
  public Optional<Conversation> supervise(
      SchoolId school, ConversationId id, Set<UserId> supervisors, Instant at) {
    return view.in(memory -> {
      var found = memory.conversation(school, id).filter(stored -> !stored.isOfAClass());
      found.ifPresent(stored -> stored.supervise(supervisors, at));
      return found.map(memory::shown);
    });
  }

  @Override
  public Set<ClassId> classesWithout(SchoolId school) {
    return view.in(memory ->
        memory.roster().classes.values().stream()
            .filter(one -> one.schoolId().equals(school) && !one.archived())
            .map(SchoolClass::id)
            .filter(id -> stored(memory, school, stored -> stored.isOfClass(id)).isEmpty())
            .collect(Collectors.toSet()));
  }

  @Override
  public Optional<Conversation> rename(
      SchoolId school, ConversationId id, @Nullable String title, Instant at) {
    return changeGroup(school, id, group -> group.rename(title, at));
  }

  @Override
  public Optional<Conversation> changeParticipants(
      SchoolId school, ConversationId id, Set<UserId> add, Set<UserId> remove, Instant at) {
    return changeGroup(school, id, group -> group.change(add, remove, at));
  }

  @Override
  public Optional<Conversation> archiveGroup(SchoolId school, ConversationId id, Instant at) {
    return changeGroup(school, id, group -> group.archive(true, at));
  }

  @Override
  public void archive(SchoolId school, ClassId classId, boolean archived, Instant at) {
    view.in(memory -> {
      var found = stored(memory, school, stored -> stored.isOfClass(classId));
      found.ifPresent(stored -> stored.archive(archived, at));
      return found;
    });
  }

  private Optional<Conversation> changeGroup(
      SchoolId school, ConversationId id, Consumer<StoredConversation> change) {
    return view.in(memory -> {
      var group = memory.conversation(school, id).filter(StoredConversation::isGroup);
      group.ifPresent(change);
      return group.map(memory::shown);
    });
  }

  private static Stream<Conversation> concerning(
      Memory memory, SchoolId school, UserId member, Collection<ClassId> classes) {
    return memory.conversations().stream()
        .filter(stored -> stored.isOf(school) && stored.concerns(member, classes))
        .map(memory::shown);
  }

  private static Optional<StoredConversation> stored(
      Memory memory, SchoolId school, Predicate<StoredConversation> which) {
    return memory.conversations().stream()
        .filter(stored -> stored.isOf(school) && which.test(stored))
        .findFirst();
  }
}
