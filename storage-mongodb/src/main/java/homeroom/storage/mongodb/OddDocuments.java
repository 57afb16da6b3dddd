// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import homeroom.chat.school.IdFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents in rosters of another application that cannot be read, such as one whose {@code
 * _id} is no id of Homeroom's. They are left out, as if they were not there, so that one of them
 * hides nobody else, or go on as they were ({@link LastKnown}); each is named in the log once,
 * without what is in it, and counted. One in a roster of Homeroom's own is a fault. Safe for many
 * threads.
 */
final class OddDocuments {

  private static final Logger LOG = LoggerFactory.getLogger(OddDocuments.class);

  /** Documents of one collection that are told apart. */
  private static final int MAX_KNOWN = 10_000;

  /** Documents of one collection that have a line in the log. */
  private static final int MAX_NAMED = 20;

  private final boolean areSkipped;
  private final Map<String, Set<Object>> leftOut = new ConcurrentHashMap<>();
  private final Map<String, Set<Object>> ever = new ConcurrentHashMap<>();

  OddDocuments(RosterMapping mapping) {
    this.areSkipped = !mapping.isOwn();
  }

  /**
   * What {@code reader} makes of the document; empty if it is odd.
   *
   * @throws MongoFault if the roster is Homeroom's own
   */
  <T> Optional<T> read(
      MongoCollection<Document> from, Document document, Function<Document, T> reader) {
    return read(from, document, reader, false);
  }

  /**
   * The same.
   *
   * @param goesOn whether an odd one goes on as it was, instead of being left out
   */
  <T> Optional<T> read(
      MongoCollection<Document> from,
      Document document,
      Function<Document, T> reader,
      boolean goesOn) {
    try {
      return Optional.of(reader.apply(document));
    } catch (MongoFault | IllegalArgumentException e) {
      if (!areSkipped) {
        throw e;
      }
      String becomes = goesOn ? "goes on as it was before" : "is left out";
      note(from.getNamespace().getCollectionName(), document.get("_id"), becomes, e);
      return Optional.empty();
    }
  }

  /** The same for several, of which the odd ones are missing. */
  <T> List<T> readAll(
      MongoCollection<Document> from, List<Document> documents, Function<Document, T> reader) {
    return documents.stream().flatMap(each -> read(from, each, reader).stream()).toList();
  }

  /** The source of a page without the documents that were odd so far. */
  Document without(MongoCollection<Document> from, Document source) {
    Set<Object> odd = leftOut.getOrDefault(from.getNamespace().getCollectionName(), Set.of());
    return odd.isEmpty()
        ? source
        : new Document(source).append("_id", new Document("$nin", List.copyOf(odd)));
  }

  /** How many of that collection are left out of pages. */
  int known(MongoCollection<Document> from) {
    return leftOut.getOrDefault(from.getNamespace().getCollectionName(), Set.of()).size();
  }

  /** The rosters changed: what was odd may have been mended. */
  void lookAgain() {
    leftOut.clear();
  }

  /** Whether what is odd is no fault. */
  boolean areSkipped() {
    return areSkipped;
  }

  /** How many documents were odd since the start, each once. */
  long count() {
    return ever.values().stream().mapToLong(Set::size).sum();
  }

  private void note(String collection, @Nullable Object id, String becomes, RuntimeException why) {
    Object odd = id == null ? "" : id;
    add(leftOut, collection, odd);
    if (add(ever, collection, odd) && ever.getOrDefault(collection, Set.of()).size() <= MAX_NAMED) {
      LOG.warn(
          "A document of the collection {} {}, since it cannot be read ({}); its _id is {}.",
          collection,
          becomes,
          why.getMessage(),
          named(odd));
    }
  }

  private static boolean add(Map<String, Set<Object>> to, String collection, Object id) {
    Set<Object> ids = to.computeIfAbsent(collection, name -> ConcurrentHashMap.newKeySet());
    return ids.size() < MAX_KNOWN && ids.add(id);
  }

  /** An id that might be an address, or anything else but an id, is not quoted. */
  private static String named(Object id) {
    if (id instanceof String text) {
      return IdFormat.matches(text) && text.indexOf('@') < 0
          ? text
          : "a text of %d characters that is no id".formatted(text.length());
    }
    return id instanceof ObjectId object
        ? object.toHexString()
        : "of the type " + id.getClass().getSimpleName();
  }
}
