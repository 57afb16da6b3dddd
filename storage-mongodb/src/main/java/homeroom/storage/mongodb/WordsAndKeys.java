// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import homeroom.chat.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step to version 2: in rosters of our own names have a key to be put in order by and addresses
 * the key of their one form, and messages are found by the words of {@link Words}.
 */
final class WordsAndKeys {

  private static final Logger LOG = LoggerFactory.getLogger(WordsAndKeys.class);

  /** How many documents are changed by one command. */
  private static final int BATCH = 500;

  private static final Document BY_ID = new Document("_id", 1);

  private static final BulkWriteOptions IN_ANY_ORDER = new BulkWriteOptions().ordered(false);

  private WordsAndKeys() {}

  static void apply(MongoDatabase database, RosterMapping mapping) {
    if (mapping.isOwn()) {
      keyUsers(database.getCollection("users"));
      change(
          database.getCollection("classes"),
          found -> named(new DocumentReader(found).text("name")));
    }
    change(database.getCollection("messages"), WordsAndKeys::words);
  }

  private static @Nullable Document words(Document found) {
    var message = new DocumentReader(found);
    return message.timeOrNull("deletedAt") == null
        ? new Document("words", Words.of(message.text("text")))
        : null;
  }

  private static void keyUsers(MongoCollection<Document> users) {
    Set<String> eldest = eldest(users);
    // A key that one gives up, another may get: those who give one up come first.
    change(
        users,
        found -> {
          String id = new DocumentReader(found).text("_id");
          return eldest.contains(id) ? null : new Document("emailKey", "\n" + id);
        });
    change(users, found -> keys(new DocumentReader(found), eldest));
  }

  /** Of several who have one key, the eldest keeps it; no address has the key of the others. */
  private static Set<String> eldest(MongoCollection<Document> users) {
    var eldest = new HashSet<String>();
    var taken = new HashSet<String>();
    users.find().sort(BY_ID).map(DocumentReader::new).into(new ArrayList<>()).stream()
        .sorted(Comparator.comparing(user -> user.time("createdAt")))
        .forEach(user -> {
          if (taken.add(EmailAddress.key(user.text("email")))) {
            eldest.add(user.text("_id"));
          } else {
            LOG.warn(
                "The user {} has the address of an older account, written otherwise, and cannot"
                    + " sign in with it; give them another.",
                user.text("_id"));
          }
        });
    return eldest;
  }

  private static Document keys(DocumentReader user, Set<String> eldest) {
    Document keys = named(user.text("name"));
    return eldest.contains(user.text("_id"))
        ? keys.append("emailKey", EmailAddress.key(user.text("email")))
        : keys;
  }

  private static Document named(String name) {
    return new Document("nameKey", Name.key(name));
  }

  /**
   * @param fields what a document gets; null if nothing
   */
  private static void change(
      MongoCollection<Document> collection, Function<Document, @Nullable Document> fields) {
    List<WriteModel<Document>> changes = new ArrayList<>();
    collection
        .find()
        .sort(BY_ID)
        .forEach(found -> {
          Document wanted = fields.apply(found);
          if (wanted != null) {
            changes.add(
                new UpdateOneModel<>(
                    new Document("_id", found.get("_id")), new Document("$set", wanted)));
          }
          if (changes.size() == BATCH) {
            collection.bulkWrite(changes, IN_ANY_ORDER);
            changes.clear();
          }
        });
    if (!changes.isEmpty()) {
      collection.bulkWrite(changes, IN_ANY_ORDER);
    }
  }
}
