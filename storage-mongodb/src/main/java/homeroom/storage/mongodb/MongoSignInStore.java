// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.school.UserId;
import homeroom.chat.session.SignIn;
import homeroom.chat.session.SignInStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** Runs on the caller's thread; any thread may call. */
final class MongoSignInStore implements SignInStore {

  private static final Document NEWEST_FIRST = new Document("at", -1).append("_id", -1);

  private final MongoCollection<Document> signIns;
  private final MongoCalls calls;

  MongoSignInStore(Collections collections, MongoCalls calls) {
    this.signIns = collections.signIns();
    this.calls = calls;
  }

  @Override
  public void add(SignIn signIn, int most) {
    var fields =
        new Document("userId", signIn.userId().value())
            .append("key", signIn.key())
            .append("at", Date.from(signIn.at()))
            .append("expiresAt", Date.from(signIn.expiresAt()))
            .append("network", signIn.network())
            .append("device", signIn.device());
    calls.write(() ->
        signIns.updateOne(
            new Document("_id", signIn.id()),
            new Document("$setOnInsert", fields),
            new UpdateOptions().upsert(true)));
    List<String> old = of(signIn.userId()).stream().skip(most).map(SignIn::id).toList();
    if (!old.isEmpty()) {
      calls.write(() -> signIns.deleteMany(new Document("_id", new Document("$in", old))));
    }
  }

  @Override
  public List<SignIn> of(UserId user) {
    return calls.run(() ->
        signIns
            .find(new Document("userId", user.value()))
            .sort(NEWEST_FIRST)
            .map(found -> signIn(new DocumentReader(found)))
            .into(new ArrayList<>()));
  }

  @Override
  public Optional<SignIn> signIn(String id) {
    return calls
        .run(() -> Optional.ofNullable(signIns.find(new Document("_id", id)).first()))
        .map(found -> signIn(new DocumentReader(found)));
  }

  @Override
  public void purge(Instant now) {
    calls.write(
        () -> signIns.deleteMany(new Document("expiresAt", new Document("$lte", Date.from(now)))));
  }

  private static SignIn signIn(DocumentReader found) {
    return new SignIn(
        found.text("_id"),
        new UserId(found.text("userId")),
        found.text("key"),
        found.time("at"),
        found.time("expiresAt"),
        found.text("network"),
        found.text("device"));
  }
}
