// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import homeroom.chat.roster.AdminGuard;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One document for each school, in which whoever begins to leave has a place until that ended. The
 * server puts one after the other, and each is answered with the document before: of two at once
 * the second knows of the first. A place that nobody gave back counts for a minute, which no change
 * takes, by the clock of the server. Runs on the caller's thread; any thread may call.
 */
final class MongoAdminGuard implements AdminGuard {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(MongoAdminGuard.class);
  private static final String LEAVING = "leaving";
  private static final FindOneAndUpdateOptions AS_BEFORE =
      new FindOneAndUpdateOptions()
          .upsert(true)
          .returnDocument(ReturnDocument.BEFORE)
          .projection(new Document(LEAVING, 1));

  private final MongoCollection<Document> guards;
  private final MongoCalls calls;

  MongoAdminGuard(Collections collections, MongoCalls calls) {
    this.guards = collections.counters();
    this.calls = calls;
  }

  @Override
  public Set<UserId> beginToLeave(SchoolId school, Set<UserId> admins) {
    var before = new HashSet<UserId>();
    for (UserId admin : admins) {
      String place = new ObjectId().toHexString();
      before.addAll(calls.write(() -> begin(guard(school), place, admin, new Document())));
    }
    before.removeAll(admins);
    return before;
  }

  private static Document guard(SchoolId school) {
    return new Document("_id", "admins " + school.value());
  }

  @Override
  public <T> T leave(SchoolId school, UserId admin, Function<Set<UserId>, T> change) {
    Document guard = guard(school);
    String place = new ObjectId().toHexString();
    var given = new Document();
    Set<UserId> before = calls.write(() -> begin(guard, place, admin, given));
    T result = change.apply(before);
    try {
      var _ = calls.write(() -> guards.updateOne(guard, new Document("$unset", given)));
    } catch (StoreUnavailable | MongoFault e) {
      LOG.info("An admin counts as leaving for a minute more ({}).", e.getMessage());
    }
    return result;
  }

  /**
   * @param given is to have the places that are to be given back, over ones too
   */
  private Set<UserId> begin(Document guard, String place, UserId admin, Document given) {
    Document leaving = enter(guard, place, admin);
    given.append(path(place), "");
    var others = new HashSet<UserId>();
    if (!leaving.isEmpty()) {
      Instant over = new DatabaseClock(guards).now().minus(LONGEST);
      for (Map.Entry<String, Object> each : leaving.entrySet()) {
        var other = new DocumentReader((Document) each.getValue());
        if (other.time("at").isBefore(over)) {
          given.append(path(each.getKey()), "");
        } else if (!each.getKey().equals(place)) {
          others.add(new UserId(other.text("user")));
        }
      }
    }
    return others;
  }

  /** Who was leaving before. */
  private Document enter(Document guard, String place, UserId admin) {
    var entering =
        new Document("$currentDate", new Document(path(place) + ".at", true))
            .append("$set", new Document(path(place) + ".user", admin.value()));
    Attempts attempts = calls.attempts();
    while (true) {
      try {
        @Nullable Document before = guards.findOneAndUpdate(guard, entering, AS_BEFORE);
        @Nullable Document leaving = before == null ? null : before.get(LEAVING, Document.class);
        return leaving == null ? new Document() : leaving;
      } catch (MongoException e) {
        if (!MongoErrors.isDuplicate(e)) {
          throw e;
        }
        attempts.again();
      }
    }
  }

  private static String path(String place) {
    return LEAVING + "." + place;
  }
}
