// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.contracts.Crowd;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.message.Appended;
import homeroom.chat.message.MessageReceipt;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process that ended half-way, or another application, left in the database. */
class HealingTest {

  private MongoServer server;
  private MongoClient client;
  private MongoStores stores;
  private Fixtures school;
  private Conversation group;

  @BeforeEach
  void open() {
    server = new MongoServer(new MemoryBackend());
    String connectionString = server.bindAndGetConnectionString();
    client = MongoClients.create(connectionString);
    stores = MongoStores.open(connectionString, "school", MongoLimits.DEFAULT);
    school = Fixtures.in(stores);
    group = school.group("Maths", school.ada, school.bob);
  }

  @AfterEach
  void close() {
    stores.close();
    client.close();
    server.shutdownNow();
  }

  @Test
  void aConversationThatMissedAMessageLearnsOfItFromTheRepeat() {
    var message = school.newMessage(group, school.ada, "hello");
    stores.messages().append(message);
    Conversation known = conversation();
    forgetMessages();
    assertThat(conversation().lastMessage()).isNull();
    assertThat(stores.messages().append(message)).isInstanceOf(Appended.Repeated.class);
    assertThat(conversation()).isEqualTo(known);
  }

  @Test
  void aConversationThatMissedMessagesLearnsOfThemFromTheNext() {
    school.send(group, school.ada, "one");
    school.send(group, school.ada, "two");
    forgetMessages();
    assertThat(school.send(group, school.ada, "three").rev()).isEqualTo(3);
    assertThat(conversation().rev()).isEqualTo(3);
    assertThat(conversation().lastMessage()).extracting(LastMessage::text).isEqualTo("three");
  }

  @Test
  void aReceiptWhoseAdvanceWasNotNotedHasTheTimeOfTheWatermark() {
    long seq = school.send(group, school.ada, "hello").seq();
    var read =
        new WatermarkAdvance(
            school.schoolId(), group.id(), school.bob.id(), ReceiptKind.READ, 0, seq, Fixtures.NOW);
    stores.receipts().advance(List.of(read));
    collection("advance-batches").deleteMany(new Document());
    assertThat(stores.receipts().receipts(school.schoolId(), group.id(), seq))
        .contains(new MessageReceipt(school.bob.id(), Fixtures.NOW, Fixtures.NOW));
  }

  @Test
  void aListThatLosesARaceLeavesNothingBehind() {
    var wanted = school.newClass("9C");
    List<User> users =
        IntStream.range(0, 8).mapToObj(i -> school.newUser(Role.STUDENT, "S" + i)).toList();
    List<RosterResult> results =
        Crowd.of(
            8,
            i ->
                stores
                    .roster()
                    .apply(
                        List.of(
                            new RosterChange.AddUser(users.get(i), "hash"),
                            new RosterChange.AddClass(wanted))));
    assertThat(results).filteredOn(RosterResult.Applied.class::isInstance).hasSize(1);
    assertThat(users)
        .filteredOn(user -> stores.roster().userById(user.id()).isPresent())
        .hasSize(1);
  }

  @Test
  void whatAnotherApplicationChangesInTheRostersChangesTheirVersion() {
    var users = collection("users");
    long before = stores.roster().version();
    users.updateOne(
        new Document("_id", school.ada.id().value()),
        new Document(
            "$set",
            new Document("active", false)
                .append("updatedAt", Date.from(Fixtures.NOW.plusSeconds(9)))));
    long updated = stores.roster().version();
    collection("class-enrollments").deleteOne(new Document("studentId", school.ada.id().value()));
    long removed = stores.roster().version();
    collection("class-enrollments")
        .insertOne(
            new Document("_id", "zz")
                .append("schoolId", school.schoolId().value())
                .append("classId", school.class7b.id().value())
                .append("studentId", school.cleo.id().value()));
    assertThat(List.of(before, updated, removed, stores.roster().version()))
        .doesNotHaveDuplicates();
    assertThat(stores.roster().members(school.schoolId(), school.class7b.id()).students())
        .containsExactlyInAnyOrder(school.bob.id(), school.cleo.id());
  }

  private Conversation conversation() {
    return stores.conversations().conversation(school.schoolId(), group.id()).orElseThrow();
  }

  /** As if this process had ended after storing the messages. */
  private void forgetMessages() {
    collection("conversations")
        .updateOne(
            new Document("_id", group.id().value()),
            new Document(
                "$set",
                new Document("rev", 0L)
                    .append("seq", 0L)
                    .append("asOf", 0L)
                    .append("lastMessage", null)));
  }

  private MongoCollection<Document> collection(String name) {
    return client.getDatabase("school").getCollection(name);
  }
}
