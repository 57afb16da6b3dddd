// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one collection that a list of changes concerns: as stored at first, then as the
 * changes tried so far leave them. For one thread.
 */
final class RosterTable {

  private final MongoCollection<Document> collection;
  private final List<String> key;
  private final @Nullable String otherKey;
  private final Set<String> otherValues = new HashSet<>();
  private final Map<String, String> byOtherKey = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final List<Set<String>> keyValues = new ArrayList<>();
  private final Map<String, Document> byId = new HashMap<>();
  private final Map<List<String>, String> byKey = new HashMap<>();

  /**
   * @param key the fields that are unique together, beside the id; empty if there are none
   */
  RosterTable(MongoCollection<Document> collection, List<String> key) {
    this(collection, key, null);
  }

  /**
   * @param otherKey one more field that is unique where it is there; null if there is none
   */
  RosterTable(MongoCollection<Document> collection, List<String> key, @Nullable String otherKey) {
    this.collection = collection;
    this.key = key;
    this.otherKey = otherKey;
    key.forEach(field -> keyValues.add(new HashSet<>()));
  }

  /** The document with that id is asked for later; and, if given, the one with that key. */
  void concerns(String id, String... keyParts) {
    ids.add(id);
    for (int i = 0; i < keyParts.length; i++) {
      keyValues.get(i).add(keyParts[i]);
    }
  }

  /** The one with that other key is asked for later. */
  void concernsOther(String value) {
    otherValues.add(value);
  }

  void read() {
    if (ids.isEmpty()) {
      return;
    }
    collection.find(new Document("_id", in(ids))).forEach(this::put);
    if (keyValues.stream().noneMatch(Set::isEmpty) && !key.isEmpty()) {
      var anyOfThem = new Document();
      for (int i = 0; i < key.size(); i++) {
        anyOfThem.append(key.get(i), in(keyValues.get(i)));
      }
      collection.find(anyOfThem).forEach(this::put);
    }
    if (otherKey != null && !otherValues.isEmpty()) {
      collection.find(new Document(otherKey, in(otherValues))).forEach(this::put);
    }
  }

  /** What has that id now; null if nothing. */
  @Nullable Document byId(String id) {
    return byId.get(id);
  }

  /** What has that id now in the school; null if nothing. */
  @Nullable Document ofSchool(String school, String id) {
    Document found = byId.get(id);
    return found != null && school.equals(found.get("schoolId")) ? found : null;
  }

  /** The id of what has that key now; null if nothing. */
  @Nullable String idOf(String... keyParts) {
    return byKey.get(List.of(keyParts));
  }

  /** The id of what has that other key now; null if nothing. */
  @Nullable String idOfOther(String value) {
    return byOtherKey.get(value);
  }

  RosterStep insert(Document document) {
    put(document);
    return RosterStep.insert(collection, document);
  }

  RosterStep delete(Document document) {
    byId.remove(idOf(document));
    byKey.remove(keyOf(document));
    forgetOther(document);
    return RosterStep.delete(collection, document);
  }

  RosterStep update(Document before, Document fields) {
    replace(before, fields);
    return RosterStep.update(collection, before, fields);
  }

  /** The same only while nothing of it is another but a password. */
  RosterStep updateIfSame(Document before, Document fields) {
    replace(before, fields);
    return RosterStep.updateIfSame(collection, before, fields);
  }

  private void replace(Document before, Document fields) {
    var after = new Document(before);
    after.putAll(fields);
    byKey.remove(keyOf(before));
    forgetOther(before);
    put(after);
  }

  private void put(Document document) {
    byId.put(idOf(document), document);
    if (!key.isEmpty()) {
      byKey.put(keyOf(document), idOf(document));
    }
    @Nullable String other = otherOf(document);
    if (other != null) {
      byOtherKey.put(other, idOf(document));
    }
  }

  private void forgetOther(Document document) {
    @Nullable String other = otherOf(document);
    if (other != null) {
      byOtherKey.remove(other);
    }
  }

  private @Nullable String otherOf(Document document) {
    return otherKey == null ? null : document.getString(otherKey);
  }

  private List<String> keyOf(Document document) {
    return key.stream().map(field -> String.valueOf(document.get(field))).toList();
  }

  /** Of a document of another application, whatever it is. */
  private static String idOf(Document document) {
    return String.valueOf(document.get("_id"));
  }

  private static Document in(Set<String> values) {
    return new Document("$in", List.copyOf(values));
  }
}
