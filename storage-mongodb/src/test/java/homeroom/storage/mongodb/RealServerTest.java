// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans, schemas and concerns: what only a real MongoDB has. */
class RealServerTest {

  private static final List<String> EXPLAINED =
      List.of("find", "aggregate", "update", "delete", "findAndModify");

  /** What a command tells about its session and the driver adds again. */
  private static final List<String> OF_THE_SESSION =
      List.of("$db", "lsid", "$clusterTime", "txnNumber", "writeConcern", "readConcern");

  private final CommandRecorder recorder = new CommandRecorder();
  private final String name = RealServer.freshDatabase();
  private @Nullable MongoClient client;

  @BeforeEach
  void liveADay() {
    MongoClientSettings settings = RealServer.settings().addCommandListener(recorder).build();
    client = MongoClients.create(settings);
    try (var stores = MongoStores.open(settings, name, MongoLimits.DEFAULT)) {
      new Day(stores).live();
      Day.serve(stores);
    }
  }

  @AfterEach
  void drop() {
    if (client != null) {
      client.getDatabase(name).drop();
      client.close();
    }
  }

  @Test
  void noQueryOfADayScansACollection() {
    List<Document> commands =
        EXPLAINED.stream().flatMap(kind -> recorder.commands(kind).stream()).toList();
    assertThat(commands).hasSizeGreaterThan(80);
    for (Document command : commands) {
      assertThat(plan(command)).as(command.toJson()).doesNotContain("COLLSCAN");
    }
  }

  @Test
  void onlyWhatIsListedAsSortedIsSorted() throws IOException {
    Map<String, String> listed = ListedQueries.read();
    for (String kind : List.of("find", "aggregate")) {
      for (Document command : recorder.commands(kind)) {
        var shapes = new QueryShapes();
        shapes.add(kind, command.toBsonDocument());
        boolean isListed =
            shapes.all().stream()
                .anyMatch(shape -> listed.getOrDefault(shape, "").endsWith(ListedQueries.SORTED));
        if (!isListed) {
          assertThat(plan(command)).as(command.toJson()).doesNotContain("\"SORT\"");
        }
      }
    }
  }

  @Test
  void aMessageWithoutItsRevsIsRefusedByTheServer() {
    var crippled = new Document("_id", "m-1").append("conversationId", "c-1").append("seq", 1L);
    assertThatThrownBy(() -> database().getCollection("messages").insertOne(crippled))
        .isInstanceOf(MongoWriteException.class)
        .hasMessageContaining("failed validation");
  }

  @Test
  void everyWriteWaitsForAMajorityAndItsJournal() {
    assertThat(
            Stream.of("insert", "update", "delete", "findAndModify")
                .flatMap(kind -> recorder.commands(kind).stream()))
        .isNotEmpty()
        .allSatisfy(command -> {
          Document concern = command.get("writeConcern", new Document());
          assertThat(concern.get("w")).isEqualTo("majority");
          assertThat(concern.get("j")).isEqualTo(true);
        });
  }

  private String plan(Document command) {
    var explained = new Document(command);
    OF_THE_SESSION.forEach(explained::remove);
    firstOf(explained, "updates");
    firstOf(explained, "deletes");
    return database()
        .runCommand(new Document("explain", explained).append("verbosity", "queryPlanner"))
        .toJson();
  }

  private MongoDatabase database() {
    if (client == null) {
      throw new IllegalStateException("there is no server");
    }
    return client.getDatabase(name);
  }

  /** A plan is made of one statement at a time. */
  private static void firstOf(Document command, String statements) {
    if (command.containsKey(statements)) {
      command.append(statements, command.getList(statements, Document.class).subList(0, 1));
    }
  }
}
