// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.roster.AdminGuard;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
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
 * takes, by the clock of the server; one of an import for as long as that is staged or current.
 * Runs on the caller's thread; any thread may call.
 */
final class MongoAdminGuard implements AdminGuard {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(MongoAdminGuard.class);
  private static final String LEAVING = "leaving";
  private static final String IMPORT = "import";
  private static final FindOneAndUpdateOptions AS_BEFORE =
      new FindOneAndUpdateOptions()
          .upsert(true)
          .returnDocument(ReturnDocument.BEFORE)
          .projection(new Document(LEAVING, 1));

  private final MongoCollection<Document> guards;
  private final RosterImportStore imports;
  private final MongoCalls calls;

  MongoAdminGuard(Collections collections, RosterImportStore imports, MongoCalls calls) {
    this.guards = collections.counters();
    this.imports = imports;
    this.calls = calls;
  }

  @Override
  public Set<UserId> beginToLeave(SchoolId school, String importId, Set<UserId> admins) {
    var ended = new Document();
    Document place = place(admins).append(IMPORT, importId);
    Set<UserId> before = begin(school, newPlace(), place, ended);
    giveBack(guard(school), ended);
    before.removeAll(admins);
    return before;
  }

  @Override
  public <T> T leave(SchoolId school, UserId admin, Function<Set<UserId>, T> change) {
    String place = newPlace();
    Document given = new Document(path(place), "");
    Set<UserId> before = begin(school, place, place(Set.of(admin)), given);
    T result = change.apply(before);
    giveBack(guard(school), given);
    return result;
  }

  /**
   * Gives back the places that an import took when it was tried before. Not to be called while it
   * is current.
   *
   * @param guards as {@link Collections#counters} has them
   */
  static void forgetEarlierTry(
      MongoCollection<Document> guards, MongoCalls calls, SchoolId school, String importId) {
    @Nullable Document found = calls.run(() -> guards.find(guard(school)).first());
    @Nullable Document leaving = found == null ? null : found.get(LEAVING, Document.class);
    if (leaving == null) {
      return;
    }
    var given = new Document();
    leaving.forEach((place, fields) -> {
      if (importId.equals(((Document) fields).getString(IMPORT))) {
        given.append(path(place), "");
      }
    });
    if (!given.isEmpty()) {
      var _ = calls.write(() -> guards.updateOne(guard(school), new Document("$unset", given)));
    }
  }

  private void giveBack(Document guard, Document given) {
    if (given.isEmpty()) {
      return;
    }
    try {
      var _ = calls.write(() -> guards.updateOne(guard, new Document("$unset", given)));
    } catch (StoreUnavailable | MongoFault e) {
      LOG.info("An admin counts as leaving for a minute more ({}).", e.getMessage());
    }
  }

  private static Document guard(SchoolId school) {
    return new Document("_id", "admins " + school.value());
  }

  private static String newPlace() {
    return new ObjectId().toHexString();
  }

  private static Document place(Set<UserId> admins) {
    return new Document("users", admins.stream().map(UserId::value).toList());
  }

  /**
   * Takes a place.
   *
   * @param ended gets the places that do not count any more and are to be given back
   * @return who was leaving before
   */
  private Set<UserId> begin(SchoolId school, String place, Document fields, Document ended) {
    Document leaving = calls.write(() -> enter(guard(school), place, fields));
    leaving.remove(place);
    var others = new HashSet<UserId>();
    if (!leaving.isEmpty()) {
      Instant over = calls.write(() -> new DatabaseClock(guards).now()).minus(LONGEST);
      for (Map.Entry<String, Object> each : leaving.entrySet()) {
        var other = new DocumentReader((Document) each.getValue());
        boolean earlierTry =
            fields.containsKey(IMPORT) && fields.get(IMPORT).equals(other.textOrNull(IMPORT));
        if (!earlierTry && counts(school, other, other.time("at").isBefore(over))) {
          other.texts("users").forEach(user -> others.add(new UserId(user)));
          // As nodes of an earlier build take one.
          Optional.ofNullable(other.textOrNull("user")).map(UserId::new).ifPresent(others::add);
        } else {
          ended.append(path(each.getKey()), "");
        }
      }
    }
    return others;
  }

  /**
   * Whether somebody's place does.
   *
   * @param old whether it was taken more than a minute ago
   */
  private boolean counts(SchoolId school, DocumentReader place, boolean old) {
    @Nullable String importId = place.textOrNull(IMPORT);
    if (importId == null) {
      return !old;
    }
    if (old) {
      imports.drop(importId); // If it is current by now it stays.
    }
    return imports
        .find(school, importId)
        .filter(found -> found.state() != RosterImport.State.DONE)
        .isPresent();
  }

  /** Who was leaving before. */
  private Document enter(Document guard, String place, Document fields) {
    var set = new Document();
    fields.forEach((name, value) -> set.append(path(place) + "." + name, value));
    var entering =
        new Document("$currentDate", new Document(path(place) + ".at", true)).append("$set", set);
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
