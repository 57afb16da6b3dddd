// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.cursor.TimeoutMode;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of an application as a school may have them: of two people one, of a class one;
 * what else is called direct or of a class is a group. Read once; for one thread.
 */
final class FeathersChats {

  private final FeathersMapping mapping;
  private final FeathersPeople people;
  private final FeathersLeftOut leftOut;
  private final TreeMap<ConversationId, FeathersChat> chats = new TreeMap<>();
  private final Map<String, FeathersChat> byName = new HashMap<>();
  private final Map<String, FeathersChat> direct = new HashMap<>();
  private final Set<ClassId> classes = new HashSet<>();

  FeathersChats(
      MongoCollection<BsonDocument> documents,
      FeathersMapping mapping,
      FeathersPeople people,
      FeathersLeftOut leftOut) {
    this.mapping = mapping;
    this.people = people;
    this.leftOut = leftOut;
    documents
        .find()
        .timeoutMode(TimeoutMode.ITERATION)
        .batchSize(FeathersSource.BATCH)
        .sort(new BsonDocument("_id", new BsonInt32(1)))
        .forEach(this::add);
  }

  /** By id. */
  NavigableMap<ConversationId, FeathersChat> all() {
    return chats;
  }

  /** The one whose messages name that id; null if it is left out. */
  @Nullable FeathersChat named(@Nullable String id) {
    return id == null ? null : byName.get(id);
  }

  private void add(BsonDocument document) {
    @Nullable String id = FeathersValues.id(document.get("_id"));
    if (id == null) {
      leftOut.add("conversations whose _id is no id", "of " + kind(document.get("_id")));
      return;
    }
    SortedSet<UserId> named = named(document);
    @Nullable SchoolId school = school(document, named);
    if (school == null || !people.has(school)) {
      leftOut.add("conversations of a school that is not there", id);
      return;
    }
    named.removeIf(person -> !people.isIn(school, person));
    @Nullable SchoolClass ofClass = schoolClass(document, school);
    if (ofClass == null && named.isEmpty()) {
      leftOut.add("conversations of nobody who is there", id);
      return;
    }
    String type = mapping.type(FeathersValues.text(field(document, "type")));
    if (type.equals("class") && ofClass != null && classes.add(ofClass.id())) {
      put(ofClass(id, document, ofClass));
    } else if (type.equals("direct") && named.size() == 2) {
      addDirect(id, document, school, named);
    } else if (named.isEmpty()) {
      leftOut.add("conversations of nobody who is there", id);
    } else {
      put(chat(id, document, school, ConversationType.GROUP, named));
    }
  }

  /** Two people have one conversation: another one of theirs is the same. */
  private void addDirect(
      String id, BsonDocument document, SchoolId school, SortedSet<UserId> pair) {
    String key = ConversationDocuments.directKey(school, pair.first(), pair.last());
    @Nullable FeathersChat before = direct.get(key);
    if (before == null) {
      var chat = chat(id, document, school, ConversationType.DIRECT, pair);
      direct.put(key, chat);
      put(chat);
    } else {
      before.names.add(id);
      byName.put(id, before);
      leftOut.add(
          "direct conversations of two people who have one; their messages are in that", id);
    }
  }

  private void put(FeathersChat chat) {
    chats.put(chat.id, chat);
    byName.put(chat.id.value(), chat);
  }

  private SortedSet<UserId> named(BsonDocument document) {
    var named = new TreeSet<UserId>();
    for (BsonValue one : FeathersValues.list(field(document, "participants"))) {
      @Nullable String id =
          FeathersValues.id(one.isDocument() ? one.asDocument().get("userId") : one);
      if (id != null) {
        named.add(new UserId(id));
      }
    }
    return named;
  }

  private @Nullable SchoolId school(BsonDocument document, Collection<UserId> named) {
    @Nullable String only = mapping.rosters().schoolId();
    if (only != null) {
      return new SchoolId(only);
    }
    @Nullable String said = FeathersValues.id(field(document, "schoolId"));
    if (said != null) {
      return new SchoolId(said);
    }
    for (UserId person : named) {
      @Nullable SchoolId school = people.schoolOf(person);
      if (school != null) {
        return school;
      }
    }
    return null;
  }

  private @Nullable SchoolClass schoolClass(BsonDocument document, SchoolId school) {
    @Nullable String id = FeathersValues.id(field(document, "classId"));
    @Nullable SchoolClass found = id == null ? null : people.schoolClass(new ClassId(id));
    return found == null || !found.schoolId().equals(school) ? null : found;
  }

  private FeathersChat ofClass(String id, BsonDocument document, SchoolClass ofClass) {
    Instant made = FeathersValues.madeAt(document, mapping.theirs("conversations.createdAt"));
    return new FeathersChat(
        new ConversationId(id),
        ofClass.schoolId(),
        ConversationType.CLASS,
        ofClass.name(),
        ofClass.id(),
        ofClass.archived(),
        people.members(ofClass.id()),
        null,
        made,
        updatedAt(document, made));
  }

  private FeathersChat chat(
      String id,
      BsonDocument document,
      SchoolId school,
      ConversationType type,
      SortedSet<UserId> members) {
    Instant made = FeathersValues.madeAt(document, mapping.theirs("conversations.createdAt"));
    @Nullable String maker = FeathersValues.id(field(document, "createdBy"));
    String title = FeathersValues.text(field(document, "title")).strip();
    return new FeathersChat(
        new ConversationId(id),
        school,
        type,
        title.isEmpty() || type == ConversationType.DIRECT ? null : title,
        null,
        false,
        members,
        maker != null && people.isIn(school, new UserId(maker))
            ? new UserId(maker)
            : members.first(),
        made,
        updatedAt(document, made));
  }

  private Instant updatedAt(BsonDocument document, Instant made) {
    @Nullable Instant said = FeathersValues.time(field(document, "updatedAt"));
    return said == null || said.isBefore(made) ? made : said;
  }

  private @Nullable BsonValue field(BsonDocument document, String name) {
    return document.get(mapping.theirs("conversations." + name));
  }

  private static String kind(@Nullable BsonValue id) {
    return id == null ? "none" : "the type " + id.getBsonType();
  }
}
