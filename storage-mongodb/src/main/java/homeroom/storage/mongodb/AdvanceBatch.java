// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The members and conversations that a batch of advances concerns, read with one query for the
 * watermarks and one for the conversations. For one thread.
 */
final class AdvanceBatch {

  /** Of a few members only their own fields are read, of more the whole documents. */
  private static final int FEW = 32;

  /** Messages are looked for with {@code after < seq <= upTo}. */
  private record Range(ConversationId conversation, long after, long upTo) {}

  /** A conversation of the batch. */
  record Place(SchoolId school, ConversationId id, Map<UserId, Standing> standings) {

    List<Standing> changed() {
      return standings.values().stream().filter(Standing::hasChanged).toList();
    }

    /** Whether this, read later, has come as far with those who are still there, if any is. */
    boolean hasReached(Place other) {
      List<Standing> there =
          other.standings.entrySet().stream()
              .filter(each -> each.getValue().hasChanged())
              .filter(each -> standings.containsKey(each.getKey()))
              .map(Map.Entry::getValue)
              .toList();
      return !there.isEmpty()
          && other.standings.entrySet().stream()
              .filter(each -> each.getValue().hasChanged())
              .allMatch(each -> {
                Standing now = standings.get(each.getKey());
                return now == null || now.hasReached(each.getValue());
              });
    }
  }

  private final MongoCollection<Document> messages;
  private final Map<ConversationId, Place> places = new LinkedHashMap<>();
  private final Map<String, Long> remembered = new HashMap<>();
  private final Map<ConversationId, Long> newest = new HashMap<>();
  private final Map<Range, Boolean> occupied = new HashMap<>();

  AdvanceBatch(Collections collections, List<WatermarkAdvance> advances) {
    this.messages = collections.messages();
    List<String> ids =
        advances.stream().map(each -> each.conversationId().value()).distinct().toList();
    Set<UserId> users =
        advances.stream().map(WatermarkAdvance::userId).collect(Collectors.toUnmodifiableSet());
    FindIterable<Document> watermarks = collections.watermarks().find(among(ids));
    if (users.size() <= FEW) {
      var fields = new Document("schoolId", 1);
      users.forEach(user -> fields.append(Watermarks.path(user), 1));
      watermarks = watermarks.projection(fields);
    }
    watermarks.map(DocumentReader::new).forEach(this::add);
    collections
        .conversations()
        .find(among(ids))
        .projection(new Document("seq", 1))
        .map(DocumentReader::new)
        .forEach(found -> remembered.put(found.text("_id"), found.number("seq")));
  }

  private void add(DocumentReader found) {
    var place =
        new Place(
            new SchoolId(found.text("schoolId")),
            new ConversationId(found.text("_id")),
            new LinkedHashMap<>());
    Watermarks.read(found)
        .forEach(mark -> place.standings().put(mark.userId(), new Standing(mark)));
    places.put(place.id(), place);
  }

  /** What moved in memory; null if nothing. */
  @Nullable WatermarkMove advance(WatermarkAdvance asked) {
    Place place = places.get(asked.conversationId());
    Standing standing =
        place == null || !place.school().equals(asked.schoolId())
            ? null
            : place.standings().get(asked.userId());
    if (standing == null || !standing.isBehind(asked)) {
      return null;
    }
    WatermarkAdvance advance = asked.upTo(newest(asked));
    return standing.isBehind(advance) && !leavesHole(standing, advance)
        ? standing.move(advance)
        : null;
  }

  /** The conversations of which something moved. */
  List<Place> changed() {
    return places.values().stream().filter(place -> !place.changed().isEmpty()).toList();
  }

  /** Whether it has come as far as the other, which was read before and was to be written. */
  boolean hasReached(Place other) {
    Place place = places.get(other.id());
    return place != null && place.hasReached(other);
  }

  /** The conversation remembers a newest seq that may be behind, never ahead. */
  private long newest(WatermarkAdvance advance) {
    long known = remembered.getOrDefault(advance.conversationId().value(), 0L);
    return advance.seq() <= known
        ? known
        : newest.computeIfAbsent(
            advance.conversationId(), id -> Watermarks.newestSeq(messages, id));
  }

  private boolean leavesHole(Standing standing, WatermarkAdvance advance) {
    return advance.after() > standing.delivered()
        && Objects.requireNonNull(
            occupied.computeIfAbsent(
                new Range(advance.conversationId(), standing.delivered(), advance.after()),
                this::isOccupied));
  }

  private boolean isOccupied(Range range) {
    var between =
        new Document("conversationId", range.conversation().value())
            .append("seq", new Document("$gt", range.after()).append("$lte", range.upTo()));
    return messages.find(between).projection(new Document("_id", 1)).first() != null;
  }

  private static Document among(List<String> ids) {
    return new Document("_id", new Document("$in", ids));
  }
}
