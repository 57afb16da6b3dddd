// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.cursor.TimeoutMode;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.message.Epoch;
import homeroom.chat.message.EpochStore;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import homeroom.chat.transfer.StoreTransfer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The database of an application built on Feathers, as what a store would keep of it: to copy from,
 * in one direction. Nothing is written there. What its people, conversations and messages refer to
 * is kept in memory while it is open, and 8 bytes for each message; the application must not write
 * meanwhile. Blocks; for one thread.
 */
public final class FeathersSource implements StoreTransfer, AutoCloseable {

  /** Conversations whose receipts are read at once, with no more messages than these. */
  private static final int CHATS = 200;

  private static final int MESSAGES_OF_CHATS = 20_000;

  /** Documents that the server sends at once. */
  static final int BATCH = 1_000;

  /** Messages above which a missing index is refused. */
  private static final long SMALL = 20_000;

  private static final BsonDocument BY_ID = new BsonDocument("_id", new BsonInt32(1));

  /** Where the reading of a part is. */
  private record Reading(Part part, Iterator<Item> items, Item last) {}

  private final MongoClient client;
  private final FeathersMapping mapping;
  private final FeathersLeftOut leftOut = new FeathersLeftOut();
  private final FeathersPeople people;
  private final FeathersChats chats;
  private final FeathersNumbers numbers;
  private final MongoCollection<BsonDocument> messages;
  private final OddDocuments odd;
  private final Epoch epoch = new Epoch(UUID.randomUUID().toString(), Instant.EPOCH, false);
  private @Nullable Reading reading;

  private FeathersSource(
      MongoClient client, MongoDatabase database, FeathersMapping mapping, MongoLimits limits) {
    this.client = client;
    this.mapping = mapping;
    this.odd = new OddDocuments(mapping.rosters());
    var rosters =
        new MongoTransfer(
            Collections.of(database, mapping.rosters()), odd, epochs(), new MongoCalls(limits));
    this.messages = collection(database, FeathersMapping.MESSAGES);
    requireIndex();
    this.people = new FeathersPeople(rosters, mapping.rosters(), leftOut);
    this.chats =
        new FeathersChats(
            collection(database, FeathersMapping.CONVERSATIONS), mapping, people, leftOut);
    var all = new ArrayList<FeathersChat>(chats.all().values());
    for (int i = 0; i < all.size(); i++) {
      all.get(i).number = i;
    }
    this.numbers =
        new FeathersNumbers(() -> messages(counting(), leftOut).iterator(), List.copyOf(all));
  }

  /**
   * Connects and reads all but the texts.
   *
   * @param connectionString as MongoDB has it, with the database in it; may have a password in it
   * @throws MongoFault if it cannot be understood, names no database, or has no conversations
   * @throws homeroom.chat.school.StoreUnavailable if no server answers
   */
  public static FeathersSource open(
      String connectionString, FeathersMapping mapping, MongoLimits limits) {
    ConnectionString parsed = MongoStores.parsed(connectionString);
    @Nullable String database = parsed.getDatabase();
    if (database == null) {
      throw new MongoFault("Name the database of the application: mongodb://HOST/DATABASE.");
    }
    MongoClient client =
        MongoClients.create(MongoStores.bounded(MongoStores.settings(parsed), limits));
    boolean opened = false;
    try {
      FeathersSource source =
          translated(() ->
              new FeathersSource(
                  client,
                  MongoStores.patient(client.getDatabase(database), limits),
                  mapping,
                  limits));
      opened = true;
      return source;
    } finally {
      if (!opened) {
        client.close();
      }
    }
  }

  /** Whether both connection strings name a database of the same name on one of the same hosts. */
  public static boolean isSameDatabase(String one, String other) {
    ConnectionString first = MongoStores.parsed(one);
    ConnectionString second = MongoStores.parsed(other);
    String usual = MongoStores.DEFAULT_DATABASE;
    return Objects.requireNonNullElse(first.getDatabase(), usual)
            .equals(Objects.requireNonNullElse(second.getDatabase(), usual))
        && first.getHosts().stream().anyMatch(second.getHosts()::contains);
  }

  /** What is not brought over, and why, in lines for people. */
  public List<String> leftOut() {
    var lines = new ArrayList<>(leftOut.lines());
    if (odd.count() > 0) {
      lines.add("documents of the rosters that cannot be read: " + odd.count());
    }
    return lines;
  }

  @Override
  public EpochStore epochs() {
    return new EpochStore() {
      @Override
      public Epoch epoch() {
        return epoch;
      }

      @Override
      public void replace(Epoch other) {
        throw onlyRead();
      }

      @Override
      public boolean replaceCopied(Epoch other) {
        throw onlyRead();
      }
    };
  }

  @Override
  public long count(Part part) {
    return switch (part) {
      case SCHOOLS, USERS, CLASSES, CLASS_TEACHERS, CLASS_ENROLLMENTS -> people.count(part);
      case CONVERSATIONS -> chats.all().size();
      case MESSAGES -> numbers.count();
      case RECEIPTS -> chats.all().values().stream().mapToLong(chat -> chat.members.size()).sum();
      // How many there are shows when they are read.
      case ADVANCES, AUDIT, ENDED_TOKENS, FACTORS, SETTINGS, CLOSED_CLASSES, ROSTER_ENTRIES -> 0;
    };
  }

  @Override
  public List<Item> next(Part part, @Nullable Item last, int limit) {
    return translated(() ->
        switch (part) {
          case SCHOOLS, USERS, CLASSES, CLASS_TEACHERS, CLASS_ENROLLMENTS ->
              people.next(part, last, limit);
          case CONVERSATIONS -> conversations((Item.OfConversation) last, limit);
          case MESSAGES, RECEIPTS, ADVANCES -> goOn(part, last, limit);
          case AUDIT, ENDED_TOKENS, FACTORS, SETTINGS, CLOSED_CLASSES, ROSTER_ENTRIES -> List.of();
        });
  }

  private List<Item> goOn(Part part, @Nullable Item last, int limit) {
    @Nullable Reading before = reading;
    Iterator<Item> items =
        before != null && before.part() == part && before.last().equals(last)
            ? before.items()
            : begin(part, last);
    var page = new ArrayList<Item>();
    while (page.size() < limit && items.hasNext()) {
      page.add(items.next());
    }
    reading = page.isEmpty() ? null : new Reading(part, items, page.getLast());
    return page;
  }

  private Iterator<Item> begin(Part part, @Nullable Item last) {
    return switch (part) {
      case MESSAGES -> messageItems((Item.OfMessage) last);
      case RECEIPTS -> {
        Item.@Nullable OfReceipt of = (Item.OfReceipt) last;
        yield receipts(part, of == null ? null : of.conversationId(), last);
      }
      default -> {
        Item.@Nullable OfAdvance of = (Item.OfAdvance) last;
        yield receipts(part, of == null ? null : of.conversationId(), null);
      }
    };
  }

  private List<Item> conversations(Item.@Nullable OfConversation last, int limit) {
    NavigableMap<ConversationId, FeathersChat> rest =
        last == null ? chats.all() : chats.all().tailMap(last.conversation().id(), false);
    List<FeathersChat> page = rest.values().stream().limit(limit).toList();
    Map<BsonValue, BsonDocument> newest = documents(page);
    return page.stream()
        .<Item>map(chat ->
            new Item.OfConversation(
                conversation(chat, chat.last == null ? null : newest.get(chat.last))))
        .toList();
  }

  private Map<BsonValue, BsonDocument> documents(List<FeathersChat> of) {
    List<BsonValue> ids =
        of.stream().<@Nullable BsonValue>map(chat -> chat.last).filter(Objects::nonNull).toList();
    var found = new HashMap<BsonValue, BsonDocument>();
    among("_id", ids).forEach(document -> found.put(document.get("_id"), document));
    return found;
  }

  private Conversation conversation(FeathersChat chat, @Nullable BsonDocument newest) {
    @Nullable FeathersMessage last = newest == null ? null : message(newest, new FeathersLeftOut());
    return new Conversation(
        chat.id,
        chat.school,
        chat.type,
        chat.title,
        chat.classId,
        chat.participants(),
        List.of(),
        chat.type == ConversationType.CLASS ? null : chat.createdBy,
        chat.archived,
        chat.rev,
        last == null
            ? null
            : new LastMessage(
                new MessageId(last.id().value()),
                last.sender(),
                chat.lastSeq,
                FeathersValues.text(last.field("text")),
                last.createdAt()),
        chat.createdAt,
        chat.changedAt);
  }

  /** All after {@code last}, whose place is found by reading the ids before it. */
  private Iterator<Item> messageItems(Item.@Nullable OfMessage last) {
    int skipped = 0;
    int place = 0;
    if (last != null) {
      for (BsonDocument document : counting()) {
        skipped++;
        @Nullable FeathersMessage message = message(document, new FeathersLeftOut());
        place += message == null ? 0 : 1;
        if (message != null && message.id().equals(last.message().id())) {
          break;
        }
      }
    }
    Iterator<FeathersMessage> rest =
        messages(inOrder().skip(skipped), new FeathersLeftOut()).iterator();
    int first = place;
    return new Iterator<>() {
      private int next = first;

      @Override
      public boolean hasNext() {
        return next < numbers.count() && rest.hasNext();
      }

      @Override
      public Item next() {
        FeathersMessage message = rest.next();
        return message.item(numbers.seq(next++, message));
      }
    };
  }

  /** All of the conversation that {@code from} names and of those after it, but what is done. */
  private Iterator<Item> receipts(Part part, @Nullable ConversationId from, @Nullable Item done) {
    Collection<FeathersChat> rest =
        (from == null ? chats.all() : chats.all().tailMap(from, true)).values();
    var left = new ArrayList<FeathersChat>(rest);
    var items =
        StreamSupport.stream(pages(left).spliterator(), false)
            .flatMap(page -> receipts(page).stream())
            .flatMap(of -> (part == Part.RECEIPTS ? of.watermarks() : of.advances()).stream());
    return (done == null
            ? items
            : items.dropWhile(item -> !item.equals(done)).filter(item -> !item.equals(done)))
        .iterator();
  }

  /** A conversation that is larger is one by itself. */
  private static List<List<FeathersChat>> pages(List<FeathersChat> all) {
    var pages = new ArrayList<List<FeathersChat>>();
    int from = 0;
    while (from < all.size()) {
      int to = from + 1;
      int size = all.get(from).size;
      while (to < all.size() && to - from < CHATS && size + all.get(to).size <= MESSAGES_OF_CHATS) {
        size += all.get(to).size;
        to++;
      }
      pages.add(all.subList(from, to));
      from = to;
    }
    return pages;
  }

  private List<FeathersReceipts> receipts(List<FeathersChat> page) {
    List<BsonValue> names =
        page.stream()
            .flatMap(chat -> chat.names.stream())
            .flatMap(name -> FeathersValues.writings(name).stream())
            .toList();
    var found = new HashMap<FeathersChat, List<FeathersMessage>>();
    BsonDocument fields =
        FeathersNumbers.projection(mapping)
            .append(mapping.theirs("messages.status"), new BsonInt32(1))
            .append(mapping.theirs("messages.deliveredTo"), new BsonInt32(1))
            .append(mapping.theirs("messages.readBy"), new BsonInt32(1));
    for (FeathersMessage message :
        messages(
            among(mapping.theirs("messages.conversationId"), names).projection(fields),
            new FeathersLeftOut())) {
      found.computeIfAbsent(message.chat(), any -> new ArrayList<>()).add(message);
    }
    return page.stream()
        .map(chat -> new FeathersReceipts(chat, found.getOrDefault(chat, List.of())))
        .toList();
  }

  /** Those that can be brought over, read as they are asked for. */
  private Iterable<FeathersMessage> messages(
      FindIterable<BsonDocument> documents, FeathersLeftOut tally) {
    return () ->
        StreamSupport.stream(documents.spliterator(), false)
            .<@Nullable FeathersMessage>map(document -> message(document, tally))
            .filter(Objects::nonNull)
            .<FeathersMessage>map(Objects::requireNonNull)
            .iterator();
  }

  private @Nullable FeathersMessage message(BsonDocument document, FeathersLeftOut tally) {
    return FeathersMessage.of(document, mapping, chats, people, tally);
  }

  private FindIterable<BsonDocument> counting() {
    return inOrder().projection(FeathersNumbers.projection(mapping));
  }

  private FindIterable<BsonDocument> inOrder() {
    return messages.find().sort(BY_ID).timeoutMode(TimeoutMode.ITERATION).batchSize(BATCH);
  }

  private FindIterable<BsonDocument> among(String field, List<BsonValue> values) {
    return messages
        .find(new BsonDocument(field, new BsonDocument("$in", new BsonArray(values))))
        .timeoutMode(TimeoutMode.ITERATION)
        .batchSize(BATCH);
  }

  private MongoCollection<BsonDocument> collection(MongoDatabase database, String name) {
    return database.getCollection(mapping.theirs(name), BsonDocument.class);
  }

  /** Without one, the receipts of each conversation would read all messages. */
  private void requireIndex() {
    String field = mapping.theirs("messages.conversationId");
    for (BsonDocument index : messages.listIndexes(BsonDocument.class)) {
      if (index.getDocument("key").getFirstKey().equals(field)) {
        return;
      }
    }
    if (messages.estimatedDocumentCount() > SMALL) {
      throw new MongoFault(
          "The messages have no index by their conversation; make one first:"
              + " db.%s.createIndex({ %s: 1 })".formatted(mapping.theirs("messages"), field));
    }
  }

  private static <T> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (MongoException e) {
      throw MongoErrors.translate(e);
    }
  }

  @Override
  public @Nullable Item last(Part part) {
    throw onlyRead();
  }

  @Override
  public void put(Part part, List<Item> items) {
    throw onlyRead();
  }

  @Override
  public boolean isBegun() {
    return false;
  }

  @Override
  public void begin(boolean begun) {
    throw onlyRead();
  }

  private static UnsupportedOperationException onlyRead() {
    return new UnsupportedOperationException("it is only read");
  }

  @Override
  public void close() {
    client.close();
  }
}
