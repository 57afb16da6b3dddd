// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Runs on the caller's thread; any thread may call.
 *
 * <p>What replaces others is made after all of them, by {@code createdAt} and then by id, and takes
 * away those before it once it is the last. So the last is never taken away, and whoever is not the
 * last sees one that is and becomes later: of many at once, one stays.
 */
final class MongoFactorStore implements FactorStore {

  private static final Document BY_ID = new Document("_id", 1);
  private static final Document LAST_FIRST = new Document("createdAt", -1).append("_id", -1);

  private final MongoCollection<Document> factors;
  private final MongoCalls calls;

  MongoFactorStore(Collections collections, MongoCalls calls) {
    this.factors = collections.factors();
    this.calls = calls;
  }

  @Override
  public boolean add(Factor factor) {
    Document id = new Document("_id", factor.id());
    var fields = document(factor);
    fields.remove("_id");
    return calls.write(() ->
        factors
                .updateOne(
                    id, new Document("$setOnInsert", fields), new UpdateOptions().upsert(true))
                .getUpsertedId()
            != null);
  }

  @Override
  public boolean replace(Factor factor) {
    if (!add(factor)) {
      return false;
    }
    Document all =
        new Document("userId", factor.userId().value()).append("kind", factor.kind().text());
    Document own = new Document("_id", factor.id());
    Document last = last(all);
    Instant position = factor.createdAt();
    while (last != null && !last.getString("_id").equals(factor.id())) {
      Instant before = last.getDate("createdAt").toInstant();
      position = (before.isAfter(position) ? before : position).plusMillis(1);
      var later = new Document("$set", new Document("createdAt", Date.from(position)));
      if (calls.write(() -> factors.updateOne(own, later)).getMatchedCount() == 0) {
        return true; // one that came after it took it away
      }
      last = last(all);
    }
    var before = new Document(all).append("$or", before(Date.from(position), factor.id()));
    calls.write(() -> factors.deleteMany(before));
    return true;
  }

  private @Nullable Document last(Document of) {
    return calls.run(() -> factors.find(of).sort(LAST_FIRST).first());
  }

  private static List<Document> before(Date position, String id) {
    return List.of(
        new Document("createdAt", new Document("$lt", position)),
        new Document("createdAt", position).append("_id", new Document("$lt", id)));
  }

  @Override
  public Optional<Factor> find(FactorKind kind, String key) {
    Document id = new Document("_id", Factor.id(kind, key));
    return calls
        .run(() -> Optional.ofNullable(factors.find(id).first()))
        .map(found -> factor(new DocumentReader(found)));
  }

  @Override
  public List<Factor> of(UserId user) {
    return calls.run(() ->
        factors
            .find(new Document("userId", user.value()))
            .sort(BY_ID)
            .map(found -> factor(new DocumentReader(found)))
            .into(new ArrayList<>()));
  }

  @Override
  public boolean remove(FactorKind kind, String key) {
    Document id = new Document("_id", Factor.id(kind, key));
    return calls.write(() -> factors.deleteOne(id).getDeletedCount() > 0);
  }

  @Override
  public void removeAll(UserId user, Set<FactorKind> kinds) {
    List<String> words = kinds.stream().map(FactorKind::text).toList();
    Document all = new Document("userId", user.value()).append("kind", new Document("$in", words));
    calls.write(() -> factors.deleteMany(all));
  }

  @Override
  public void purge(Instant now) {
    calls.write(
        () -> factors.deleteMany(new Document("expiresAt", new Document("$lte", Date.from(now)))));
  }

  static Document document(Factor factor) {
    var document =
        new Document("_id", factor.id())
            .append("kind", factor.kind().text())
            .append("key", factor.key())
            .append("schoolId", factor.schoolId().value())
            .append("userId", factor.userId().value())
            .append("value", factor.value())
            .append("createdAt", Date.from(factor.createdAt()));
    return factor.expiresAt() == null
        ? document
        : document.append("expiresAt", Date.from(factor.expiresAt()));
  }

  static Factor factor(DocumentReader found) {
    String kind = found.text("kind");
    return new Factor(
        Arrays.stream(FactorKind.values())
            .filter(each -> each.text().equals(kind))
            .findFirst()
            .orElseThrow(() -> new MongoFault("There is no kind of factor '" + kind + "'.")),
        found.text("key"),
        new SchoolId(found.text("schoolId")),
        new UserId(found.text("userId")),
        found.text("value"),
        found.time("createdAt"),
        found.timeOrNull("expiresAt"));
  }
}
