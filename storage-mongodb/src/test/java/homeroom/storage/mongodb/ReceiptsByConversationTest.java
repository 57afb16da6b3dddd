// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.contracts.KeptAnswers;
import java.util.ArrayList;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a store that has a document for each member of each conversation. */
class ReceiptsByConversationTest {

  private MongoServer server;
  private String connectionString;
  private MongoClient client;
  private MongoDatabase database;

  @BeforeEach
  void keptStore() throws Exception {
    server = new MongoServer(new MemoryBackend());
    connectionString = server.bindAndGetConnectionString();
    client = MongoClients.create(connectionString);
    database = client.getDatabase("school");
    KeptStore.of("0.1.0", database);
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdownNow();
  }

  @Test
  void whatAnInterruptedStepLeftIsMadeAnew() {
    Document receipt = Objects.requireNonNull(database.getCollection("receipts").find().first());
    database
        .getCollection("watermarks")
        .insertOne(
            new Document("_id", receipt.getString("conversationId"))
                .append("schoolId", receipt.getString("schoolId"))
                .append("members", new Document("stranger", new Document("joinSeq", 1L))));
    assertThat(KeptStore.answers(connectionString, "school", Migrations.OF_THIS_PROGRAM))
        .isEqualTo(KeptAnswers.kept("0.1.0"));
  }

  @Test
  void thoseOfBeforeAreGoneOnceAllAreThere() {
    long conversations =
        database
            .getCollection("receipts")
            .distinct("conversationId", String.class)
            .into(new ArrayList<>())
            .size();
    KeptStore.answers(connectionString, "school", Migrations.OF_THIS_PROGRAM);
    assertThat(database.listCollectionNames()).doesNotContain("receipts");
    assertThat(database.getCollection("watermarks").countDocuments()).isEqualTo(conversations);
  }

  @Test
  void receiptsOfAnotherApplicationStay() {
    var theirs = new Document("_id", "theirs").append("paid", 12);
    database.getCollection("receipts").insertOne(theirs);
    assertThat(KeptStore.answers(connectionString, "school", Migrations.OF_THIS_PROGRAM))
        .isEqualTo(KeptAnswers.kept("0.1.0"));
    assertThat(database.getCollection("receipts").find()).containsExactly(theirs);
  }
}
