// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Documents of another application's collection that much depends on, such as its classes: one that
 * cannot be read any more goes on as it was when it could, for as long as this process runs, so
 * that a slip of the pen ends nothing; one that is not there any more is forgotten. Safe for many
 * threads; within calls of the store.
 */
final class LastKnown<T> {

  private final MongoCollection<Document> documents;
  private final OddDocuments odd;
  private final Function<Document, T> reader;

  /** By {@code _id}; nothing of rosters of Homeroom's own, where what cannot be read is a fault. */
  private final Map<Object, T> known = new ConcurrentHashMap<>();

  LastKnown(MongoCollection<Document> documents, OddDocuments odd, Function<Document, T> reader) {
    this.documents = documents;
    this.odd = odd;
    this.reader = reader;
  }

  /** As it is, or was. */
  Optional<T> read(Document document) {
    Object id = document.get("_id");
    @Nullable T last = known.get(id);
    Optional<T> now = odd.read(documents, document, reader, last != null);
    if (odd.areSkipped()) {
      now.ifPresent(value -> known.put(id, value));
    }
    return now.or(() -> Optional.ofNullable(last));
  }

  List<T> readAll(Collection<Document> found) {
    return found.stream().flatMap(each -> read(each).stream()).toList();
  }

  /** The ids of those that were like that when they could be read last. */
  Set<Object> like(Predicate<T> wanted) {
    var ids = new HashSet<Object>();
    known.forEach((id, value) -> {
      if (wanted.test(value)) {
        ids.add(id);
      }
    });
    return ids;
  }

  /** Of these ids only those of {@code found} are there. */
  void keep(Collection<Object> ids, Collection<Document> found) {
    var gone = new HashSet<>(ids);
    found.forEach(each -> gone.remove(each.get("_id")));
    known.keySet().removeAll(gone);
  }
}
