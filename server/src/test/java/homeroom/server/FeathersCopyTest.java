// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.Stores;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageReceipt;
import homeroom.chat.message.Revision;
import homeroom.chat.message.Watermark;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.transfer.Part;
import homeroom.chat.transfer.StoreTransfer;
import homeroom.storage.mongodb.FeathersMapping;
import homeroom.storage.mongodb.FeathersSource;
import homeroom.storage.mongodb.MongoLimits;
import homeroom.storage.mongodb.RosterMapping;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A school moves over from a Node application that was built on Feathers. */
class FeathersCopyTest {

  private static final SchoolId HILL = new SchoolId("hill");

  @TempDir Path directory;

  private final StringWriter said = new StringWriter();
  private MongoServer server;
  private FeathersDatabase theirs;

  @BeforeEach
  void fill() {
    server = new MongoServer(new MemoryBackend());
    theirs = new FeathersDatabase(server.bindAndGetConnectionString() + "/school");
  }

  @AfterEach
  void stop() {
    theirs.close();
    server.shutdownNow();
  }

  @Test
  void everythingArrivesInEitherStore() throws IOException {
    for (StoreAddress target : targets()) {
      assertThat(copy(Map.of(), target)).as(said.toString()).isTrue();
      try (OpenStores opened = target.open()) {
        conversationsArrived(opened.stores());
        messagesArrived(opened.stores());
        receiptsArrived(opened.stores());
      }
    }
    assertThat(said.toString()).contains("The copy is complete.", "messages");
  }

  private void conversationsArrived(Stores stores) {
    Conversation direct = conversation(stores, theirs.direct);
    assertThat(direct.type()).isEqualTo(ConversationType.DIRECT);
    assertThat(direct.participants()).containsExactlyInAnyOrder(id(theirs.ada), id(theirs.tom));
    assertThat(direct.createdBy()).isEqualTo(id(theirs.tom));
    assertThat(Objects.requireNonNull(direct.lastMessage()).text()).isEqualTo("Thank you!");
    Conversation group = conversation(stores, theirs.group);
    assertThat(group.title()).isEqualTo("Chess club");
    assertThat(group.createdAt()).isEqualTo(FeathersDatabase.at(10));
    Conversation ofClass = conversation(stores, theirs.ofClass);
    assertThat(ofClass.type()).isEqualTo(ConversationType.CLASS);
    assertThat(ofClass.classId()).isEqualTo(new ClassId(theirs.class7b.toHexString()));
    assertThat(stores.roster().credentials("ada@hill.example").orElseThrow().passwordHash())
        .isEqualTo(FeathersDatabase.BCRYPT);
  }

  private void messagesArrived(Stores stores) {
    List<Message> all = messages(stores, theirs.direct);
    assertThat(all)
        .extracting(Message::text)
        .containsExactly("Homework is due on Friday", "", "Thank you!");
    Message edited = all.getFirst();
    assertThat(edited.seq()).isEqualTo(1);
    assertThat(edited.rev()).isEqualTo(2);
    assertThat(edited.editedAt()).isEqualTo(FeathersDatabase.at(2));
    assertThat(stores.messages().history(HILL, edited.id()))
        .containsExactly(
            new Revision(
                2, "Homework is due on Fryday", id(theirs.tom), FeathersDatabase.at(2), false));
    Message deleted = all.get(1);
    assertThat(deleted.deletedAt()).isEqualTo(FeathersDatabase.at(4));
    assertThat(stores.messages().history(HILL, deleted.id()))
        .extracting(Revision::text)
        .containsExactly("oops");
    assertThat(all.getLast().seq()).isEqualTo(5);
    assertThat(stores.messages().changedSince(HILL, edited.conversationId(), 0, 10)).hasSize(3);
    assertThat(
            stores
                .messages()
                .search(HILL, List.of(edited.conversationId()), "homew", Query.where(Filter.ALL))
                .data())
        .hasSize(1);
  }

  private void receiptsArrived(Stores stores) {
    var direct = new ConversationId(theirs.direct.toHexString());
    assertThat(stores.receipts().watermarks(HILL, direct))
        .contains(
            new Watermark(id(theirs.ada), 0, 1, FeathersDatabase.at(2), 1, FeathersDatabase.at(3)))
        .contains(
            new Watermark(id(theirs.tom), 0, 5, FeathersDatabase.at(6), 5, FeathersDatabase.at(6)));
    assertThat(stores.receipts().receipts(HILL, direct, 1))
        .contains(
            new MessageReceipt(id(theirs.ada), FeathersDatabase.at(2), FeathersDatabase.at(3)));
    var group = new ConversationId(theirs.group.toHexString());
    assertThat(stores.receipts().watermarksOf(HILL, id(theirs.bob), Set.of(group)).get(group))
        .extracting(Watermark::readSeq)
        .isEqualTo(2L);
  }

  @Test
  void messagesStandInTheOrderInWhichTheyWereSentWhateverTheirIds() throws IOException {
    theirs.say(new ObjectId("000000010000000000000000"), theirs.group, theirs.bob, "third", 30);
    theirs.say("a-text-as-an-id", theirs.group, theirs.bob, "fourth", 40);
    assertThat(copy(Map.of(), sqlite())).isTrue();
    try (OpenStores opened = sqlite().open()) {
      assertThat(messages(opened.stores(), theirs.group))
          .extracting(Message::text)
          .containsExactly("Who plays?", "I do", "third", "fourth");
    }
  }

  @Test
  void twoConversationsOfTheSamePairBecomeOne() throws IOException {
    ObjectId again = theirs.conversation("direct", 50, theirs.ada, theirs.tom);
    theirs.say(new ObjectId(), again, theirs.ada, "Are you there?", 51);
    for (StoreAddress target : targets()) {
      assertThat(copy(Map.of(), target)).as(said.toString()).isTrue();
      try (OpenStores opened = target.open()) {
        assertThat(messages(opened.stores(), theirs.direct))
            .extracting(Message::text)
            .endsWith("Are you there?");
      }
    }
    assertThat(said.toString()).contains(again.toHexString());
  }

  @Test
  void whatRefersToNobodyIsLeftOutAndSaid() throws IOException {
    var stranger = new ObjectId();
    theirs.say(new ObjectId(), theirs.group, stranger, "from nowhere", 60);
    theirs.say(new ObjectId(), new ObjectId(), theirs.ada, "to nowhere", 61);
    ObjectId alone = theirs.conversation("direct", 62, theirs.ada, stranger);
    theirs.say(new ObjectId(), alone, theirs.ada, "Where did you go?", 63);
    theirs.conversation("group", 64, stranger);
    theirs.person("ADA@hill.example", "student");
    for (StoreAddress target : targets()) {
      said.getBuffer().setLength(0);
      assertThat(copy(Map.of(), target)).as(said.toString()).isTrue();
      assertThat(said.toString())
          .contains(
              "messages of people who are not there: 1",
              "messages of a conversation that is not there: 1",
              "conversations of nobody who is there: 1",
              "users whose address another one has, too: 1");
      try (OpenStores opened = target.open()) {
        assertThat(conversation(opened.stores(), alone).type()).isEqualTo(ConversationType.GROUP);
        assertThat(messages(opened.stores(), alone)).hasSize(1);
      }
    }
  }

  @Test
  void namesAreThoseOfTheSettings() throws IOException {
    theirs.rename(
        "messages", Map.of("conversationId", "room", "senderId", "author", "readBy", "seen"));
    theirs.rename("conversations", Map.of("participants", "people", "type", "kind"));
    Map<String, String> settings =
        Map.of(
            "messages.conversationId", "room",
            "messages.senderId", "author",
            "messages.readBy", "seen",
            "conversations.participants", "people",
            "conversations.type", "kind");
    assertThat(copy(settings, sqlite())).as(said.toString()).isTrue();
    try (OpenStores opened = sqlite().open()) {
      conversationsArrived(opened.stores());
      messagesArrived(opened.stores());
      receiptsArrived(opened.stores());
    }
    assertThat(RosterMapping.of(settings)).isEqualTo(RosterMapping.OWN);
    assertThatThrownBy(() -> FeathersMapping.of(Map.of("messages.sendr", "author")))
        .hasMessage("There is no setting mongodb.messages.sendr.");
  }

  @Test
  void anInterruptedCopyGoesOn() throws IOException {
    for (int i = 0; i < 2_500; i++) {
      theirs.say(new ObjectId(), theirs.group, i % 2 == 0 ? theirs.bob : theirs.ada, "no " + i, i);
    }
    for (StoreAddress target : targets()) {
      for (int pages : new int[] {1, 3, 2, 1}) {
        try (FeathersSource from = source(Map.of());
            OpenStores to = target.openAlone()) {
          assertThatThrownBy(() -> run(from, new FailingTransfer(pages, to.transfer())))
              .hasMessage("the plug was pulled");
          assertThatThrownBy(to::whole).isInstanceOf(IOException.class);
        }
      }
      assertThat(copy(Map.of(), target)).as(said.toString()).isTrue();
      try (OpenStores opened = target.open()) {
        assertThat(opened.whole().transfer().count(Part.MESSAGES)).isEqualTo(2_505);
      }
    }
    assertThat(said.toString()).contains("going on after");
  }

  @Test
  void theCommandSaysWhatItDoesAndWritesNothingThere() throws Exception {
    Path settings = directory.resolve("homeroom.properties");
    Files.writeString(settings, "mongodb.school=hill\nmongodb.school.name=Hill School\n");
    Set<String> before = theirs.collections();
    String[] copy = {
      "copy",
      "--from",
      theirs.address(),
      "--from-format",
      "feathers",
      "--config",
      settings.toString(),
      "--to"
    };
    assertThat(command(copy, "sqlite:" + directory.resolve("it/homeroom.db"))).isZero();
    assertThat(said.toString()).contains("The copy is complete.");
    assertThat(theirs.collections()).isEqualTo(before);
    try (OpenStores opened = new SqliteAddress(directory.resolve("it/homeroom.db")).open()) {
      assertThat(opened.stores().roster().schools())
          .extracting(school -> school.name())
          .containsExactly("Hill School");
      assertThat(opened.stores().audit().newest(HILL, 1)).hasSize(1);
    }
    assertThat(command(copy, theirs.address() + "?appName=other")).isNotZero();
    assertThat(said.toString()).contains("name another one on that server");
    assertThat(theirs.collections()).isEqualTo(before);
  }

  private int command(String[] arguments, String last) {
    var commands = new CommandLine(new HomeroomCommand(), new CommandFactory(Clock.systemUTC()));
    var out = new PrintWriter(said, true);
    return commands
        .setOut(out)
        .setErr(out)
        .execute(Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new));
  }

  private List<StoreAddress> targets() {
    return List.of(
        sqlite(),
        StoreAddress.of(theirs.address().replace("/school", "/homeroom"), new Properties()));
  }

  private SqliteAddress sqlite() {
    return new SqliteAddress(directory.resolve("moved").resolve("homeroom.db"));
  }

  private FeathersSource source(Map<String, String> settings) {
    return FeathersSource.open(theirs.address(), FeathersMapping.of(settings), MongoLimits.DEFAULT);
  }

  private boolean copy(Map<String, String> settings, StoreAddress to) throws IOException {
    try (FeathersSource source = source(settings);
        OpenStores target = to.openAlone()) {
      boolean same = run(source, target.transfer());
      source.leftOut().forEach(line -> said.write(line + "\n"));
      return same;
    }
  }

  private boolean run(StoreTransfer from, StoreTransfer to) throws IOException {
    return new StoreCopy(from, to, new PrintWriter(said)).run();
  }

  private static UserId id(ObjectId user) {
    return new UserId(user.toHexString());
  }

  private static Conversation conversation(Stores stores, ObjectId id) {
    return stores
        .conversations()
        .conversation(HILL, new ConversationId(id.toHexString()))
        .orElseThrow();
  }

  private static List<Message> messages(Stores stores, ObjectId conversation) {
    return stores
        .messages()
        .find(HILL, new ConversationId(conversation.toHexString()), Query.where(Filter.ALL))
        .data();
  }
}
