// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.session.EndedToken;
import homeroom.chat.session.EndedTokenStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** Runs on the caller's thread; any thread may call. */
final class MongoEndedTokenStore implements EndedTokenStore {

  private final MongoCollection<Document> tokens;
  private final MongoCalls calls;

  MongoEndedTokenStore(Collections collections, MongoCalls calls) {
    this.tokens = collections.endedTokens();
    this.calls = calls;
  }

  @Override
  public void add(EndedToken token) {
    var fields =
        new Document("endedAt", Date.from(token.endedAt()))
            .append("expiresAt", Date.from(token.expiresAt()));
    calls.write(() ->
        tokens.updateOne(
            new Document("_id", token.key()),
            new Document("$setOnInsert", fields),
            new UpdateOptions().upsert(true)));
  }

  @Override
  public List<EndedToken> endedSince(Instant from) {
    return find(new Document("endedAt", new Document("$gte", Date.from(from))));
  }

  @Override
  public List<EndedToken> beginningWith(String prefix) {
    var range = new Document("$gte", prefix).append("$lt", prefix + Character.MAX_VALUE);
    return find(new Document("_id", range));
  }

  private List<EndedToken> find(Document which) {
    return calls.run(() ->
        tokens.find(which).map(found -> token(new DocumentReader(found))).into(new ArrayList<>()));
  }

  @Override
  public void purge(Instant now) {
    calls.write(
        () -> tokens.deleteMany(new Document("expiresAt", new Document("$lte", Date.from(now)))));
  }

  static EndedToken token(DocumentReader found) {
    return new EndedToken(found.text("_id"), found.time("endedAt"), found.time("expiresAt"));
  }
}
