// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.conversation.NewConversation.Direct;
import homeroom.chat.conversation.NewConversation.Group;
import homeroom.chat.conversation.NewConversation.OfClass;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Runs on the caller's thread; any thread may call. */
final class MongoConversationStore implements ConversationStore {

  private final MongoCollection<Document> conversations;
  private final MongoCollection<Document> classes;
  private final ConversationWrites writes;
  private final OddDocuments odd;
  private final MongoCalls calls;

  MongoConversationStore(
      Collections collections, Activity activity, OddDocuments odd, MongoCalls calls) {
    this.odd = odd;
    this.conversations = collections.conversations();
    this.classes = collections.classes();
    this.writes = new ConversationWrites(collections, activity, calls);
    this.calls = calls;
  }

  @Override
  public Optional<Conversation> conversation(SchoolId school, ConversationId id) {
    return calls.run(() -> one(new Document("_id", id.value()).append("schoolId", school.value())));
  }

  @Override
  public Optional<Conversation> direct(SchoolId school, UserId one, UserId other) {
    return calls.run(
        () -> one(new Document("directKey", ConversationDocuments.directKey(school, one, other))));
  }

  @Override
  public Optional<Conversation> ofClass(SchoolId school, ClassId classId) {
    return calls.run(
        () -> one(new Document("classId", classId.value()).append("schoolId", school.value())));
  }

  @Override
  public Conversation create(NewConversation conversation) {
    return calls.write(() -> {
      Attempts attempts = calls.attempts();
      while (true) {
        Optional<Conversation> there =
            there(conversation)
                .or(() -> writes.create(conversation).map(made -> all(List.of(made)).getFirst()));
        if (there.isPresent()) {
          return there.get();
        }
        attempts.again();
      }
    });
  }

  /** What the pair or the class has already. */
  private Optional<Conversation> there(NewConversation conversation) {
    return switch (conversation) {
      case Direct direct ->
          one(
              new Document(
                  "directKey",
                  ConversationDocuments.directKey(
                      direct.schoolId(), direct.createdBy(), direct.other())));
      case OfClass ofClass ->
          one(
              new Document("classId", ofClass.classId().value())
                  .append("schoolId", ofClass.schoolId().value()));
      case Group group -> Optional.empty();
    };
  }

  @Override
  public Page<Conversation> find(
      SchoolId school, UserId member, Collection<ClassId> classes, Query query) {
    return calls.run(() ->
        ConversationDocuments.FIELDS.page(
            conversations,
            of(school, member, classes),
            query,
            ConversationDocuments.ALL_FIELDS,
            calls.limits().readTime(),
            this::all));
  }

  @Override
  public List<Conversation> all(SchoolId school, UserId member, Collection<ClassId> classes) {
    return calls.run(() ->
        all(
            conversations
                .find(of(school, member, classes))
                .sort(new Document("_id", 1))
                .projection(ConversationDocuments.ALL_FIELDS)
                .into(new ArrayList<>())));
  }

  /** One query for each way of taking part, since each has an index that gives the order. */
  @Override
  public List<Conversation> page(
      SchoolId school,
      UserId member,
      Collection<ClassId> classes,
      @Nullable ConversationId after,
      int limit) {
    return calls.run(() -> {
      var found = new TreeMap<String, Document>();
      for (Document where : ways(school, member, classes)) {
        if (after != null) {
          where.append("_id", new Document("$gt", after.value()));
        }
        conversations
            .find(where)
            .sort(new Document("_id", 1))
            .limit(limit)
            .projection(ConversationDocuments.ALL_FIELDS)
            .forEach(each -> found.put(new DocumentReader(each).text("_id"), each));
      }
      return all(found.values().stream().limit(limit).toList());
    });
  }

  @Override
  public Set<ConversationId> ids(SchoolId school, UserId member, Collection<ClassId> classes) {
    return calls.run(() -> {
      var found = new HashSet<ConversationId>();
      for (Document where : ways(school, member, classes)) {
        conversations
            .find(where)
            .projection(new Document("_id", 1))
            .map(each -> new ConversationId(new DocumentReader(each).text("_id")))
            .into(found);
      }
      return Set.copyOf(found);
    });
  }

  /** As a participant, as a supervisor, in a class. */
  private static List<Document> ways(SchoolId school, UserId member, Collection<ClassId> classes) {
    var ways = new ArrayList<Document>();
    ways.add(new Document("participants", member.value()));
    ways.add(new Document("supervisors", member.value()));
    if (!classes.isEmpty()) {
      ways.add(new Document("classId", new Document("$in", values(classes))));
    }
    ways.forEach(way -> way.append("schoolId", school.value()).append("archived", false));
    return ways;
  }

  private static List<String> values(Collection<ClassId> classes) {
    return classes.stream().map(ClassId::value).toList();
  }

  private static Document of(SchoolId school, UserId member, Collection<ClassId> classes) {
    return new Document(
            "$or",
            List.of(
                new Document("participants", member.value()),
                new Document("supervisors", member.value()),
                new Document("classId", new Document("$in", values(classes)))))
        .append("schoolId", school.value())
        .append("archived", false);
  }

  @Override
  public List<Conversation> page(SchoolId school, @Nullable ConversationId after, int limit) {
    var where = new Document("schoolId", school.value()).append("archived", false);
    if (after != null) {
      where.append("_id", new Document("$gt", after.value()));
    }
    where.append("type", new Document("$in", List.of("direct", "group")));
    return calls.run(() ->
        all(
            conversations
                .find(where)
                .sort(new Document("_id", 1))
                .limit(limit)
                .projection(ConversationDocuments.ALL_FIELDS)
                .into(new ArrayList<>())));
  }

  @Override
  public Map<UserId, Integer> groupsOf(SchoolId school, Set<UserId> users) {
    var where =
        new Document(
                "participants", new Document("$in", users.stream().map(UserId::value).toList()))
            .append("schoolId", school.value())
            .append("archived", false)
            .append("type", "group");
    var groups = new HashMap<UserId, Integer>();
    calls.run(() -> {
      for (Document found : conversations.find(where).projection(new Document("participants", 1))) {
        new DocumentReader(found)
            .texts("participants").stream()
                .map(UserId::new)
                .filter(users::contains)
                .forEach(user -> groups.merge(user, 1, Integer::sum));
      }
      return groups.size();
    });
    return groups;
  }

  @Override
  public int groupsMade(SchoolId school, UserId user, Instant since) {
    var where =
        new Document("createdBy", user.value())
            .append("createdAt", new Document("$gte", Date.from(since)))
            .append("type", "group")
            .append("schoolId", school.value());
    return Math.toIntExact(calls.run(() -> conversations.countDocuments(where)));
  }

  @Override
  public Optional<Conversation> supervise(
      SchoolId school, ConversationId id, Set<UserId> supervisors, Instant at) {
    return calls.write(() -> writes.supervise(school, id, supervisors, at).map(this::conversation));
  }

  @Override
  public Set<ClassId> classesWithout(SchoolId school) {
    var open = new Document("schoolId", school.value()).append("archived", false);
    return calls.run(() -> {
      Set<ClassId> without = ids(classes, open, "_id");
      List<String> texts = without.stream().map(ClassId::value).toList();
      var theirs = new Document("classId", new Document("$in", texts));
      without.removeAll(ids(conversations, theirs, "classId"));
      return Set.copyOf(without);
    });
  }

  private Set<ClassId> ids(MongoCollection<Document> from, Document where, String field) {
    List<Document> found =
        from.find(where).projection(new Document(field, 1)).into(new ArrayList<>());
    return new HashSet<>(
        odd.readAll(from, found, each -> new ClassId(new DocumentReader(each).text(field))));
  }

  @Override
  public Optional<Conversation> rename(
      SchoolId school, ConversationId id, @Nullable String title, Instant at) {
    return calls.write(() -> writes.rename(school, id, title, at).map(this::conversation));
  }

  @Override
  public Optional<Conversation> changeParticipants(
      SchoolId school, ConversationId id, Set<UserId> add, Set<UserId> remove, Instant at) {
    return calls.write(
        () -> writes.changeParticipants(school, id, add, remove, at).map(this::conversation));
  }

  @Override
  public Optional<Conversation> archiveGroup(SchoolId school, ConversationId id, Instant at) {
    return calls.write(() -> writes.archiveGroup(school, id, at).map(this::conversation));
  }

  @Override
  public void archive(SchoolId school, ClassId classId, boolean archived, Instant at) {
    calls.write(() -> {
      writes.archive(school, classId, archived, at);
      return true;
    });
  }

  private Optional<Conversation> one(Document where) {
    return Optional.ofNullable(
            conversations.find(where).projection(ConversationDocuments.ALL_FIELDS).first())
        .map(this::conversation);
  }

  private Conversation conversation(Document document) {
    return all(List.of(document)).getFirst();
  }

  /** With the names that their classes have now. */
  private List<Conversation> all(List<Document> documents) {
    List<String> ids =
        documents.stream()
            .map(document -> new DocumentReader(document).textOrNull("classId"))
            .filter(id -> id != null)
            .toList();
    Map<String, String> names = new HashMap<>();
    if (!ids.isEmpty()) {
      classes
          .find(new Document("_id", new Document("$in", ids)))
          .projection(new Document("name", 1))
          .map(DocumentReader::new)
          .forEach(found -> names.put(found.text("_id"), found.text("name")));
    }
    return documents.stream()
        .map(document -> ConversationDocuments.conversation(document, names))
        .toList();
  }
}
