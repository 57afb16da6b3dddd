// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * That an index begins with what a query asks for, read off the commands themselves, since the
 * server in this process plans nothing.
 */
class IndexTest {

  private static final CommandRecorder RECORDER = new CommandRecorder();
  private static final Map<String, List<List<String>>> INDEXES = new HashMap<>();

  @BeforeAll
  static void liveADay() {
    var server = new MongoServer(new MemoryBackend());
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(server.bindAndGetConnectionString()))
            .addCommandListener(RECORDER)
            .build();
    try (var stores = MongoStores.open(settings, "indexes", MongoLimits.DEFAULT);
        var another = MongoStores.open(settings, "indexes", MongoLimits.DEFAULT);
        var client = MongoClients.create(settings)) {
      RECORDER.forget(); // the steps of the migrations read all there is
      new Day(stores).live();
      Day.serve(another);
      client
          .getDatabase("indexes")
          .listCollectionNames()
          .forEach(name ->
              INDEXES.put(
                  name,
                  client
                      .getDatabase("indexes")
                      .getCollection(name)
                      .listIndexes()
                      .map(index -> List.copyOf(index.get("key", Document.class).keySet()))
                      .into(new ArrayList<>())));
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void everyFilterOfADayMeetsAnIndex() {
    var filters = new ArrayList<Map.Entry<String, Document>>();
    RECORDER
        .commands("find")
        .forEach(command ->
            filters.add(Map.entry(command.getString("find"), command.get("filter", EMPTY))));
    addAll(filters, "update", "updates");
    addAll(filters, "delete", "deletes");
    RECORDER
        .commands("findAndModify")
        .forEach(command ->
            filters.add(
                Map.entry(command.getString("findAndModify"), command.get("query", EMPTY))));
    RECORDER
        .commands("aggregate")
        .forEach(command ->
            filters.add(
                Map.entry(
                    command.getString("aggregate"),
                    command.getList("pipeline", Document.class).getFirst().get("$match", EMPTY))));
    assertThat(filters).hasSizeGreaterThan(80);
    assertThat(filters)
        .filteredOn(filter -> !filter.getValue().isEmpty())
        .allSatisfy(filter ->
            assertThat(isServed(filter.getKey(), filter.getValue())).as("%s", filter).isTrue());
  }

  @Test
  void aSearchForEverythingAsksForAFewInTheOrderOfAnIndex() {
    assertThat(RECORDER.commands("find"))
        .filteredOn(command -> command.get("filter", EMPTY).isEmpty())
        .isNotEmpty()
        .allSatisfy(command -> {
          assertThat(command.getInteger("limit")).isPositive();
          // A collection that nothing was written to will have this one.
          assertThat(INDEXES.getOrDefault(command.getString("find"), List.of(List.of("_id"))))
              .contains(List.copyOf(command.get("sort", EMPTY).keySet()));
        });
  }

  @Test
  void messagesAreReadInTheOrderOfAnIndex() {
    List<Document> ordered =
        RECORDER.commands("find").stream()
            .filter(command -> "messages".equals(command.getString("find")))
            .filter(command -> command.containsKey("sort"))
            .filter(command -> !command.get("filter", EMPTY).containsKey("words"))
            .filter(command -> !command.get("sort", EMPTY).containsKey("_id"))
            .toList();
    assertThat(ordered).hasSizeGreaterThan(10);
    assertThat(ordered)
        .allSatisfy(command -> {
          String sort = command.get("sort", EMPTY).keySet().iterator().next();
          assertThat(command.get("filter", EMPTY)).containsKey("conversationId");
          assertThat(INDEXES.get("messages")).contains(List.of("conversationId", sort));
        });
  }

  @Test
  void countingTheUnreadLooksAtABoundedNumberOfMessages() {
    List<List<Document>> counted =
        RECORDER.commands("aggregate").stream()
            .filter(command -> "messages".equals(command.getString("aggregate")))
            .map(command -> command.getList("pipeline", Document.class))
            .filter(stages -> stages.get(1).containsKey("$sort"))
            .toList();
    assertThat(counted)
        .isNotEmpty()
        .allSatisfy(stages -> assertThat(stages.get(2)).containsEntry("$limit", 10_000));
    assertThat(RECORDER.commands("find"))
        .filteredOn(command -> "messages".equals(command.getString("find")))
        .filteredOn(command -> !command.get("filter", EMPTY).containsKey("_id"))
        .filteredOn(command -> command.containsKey("sort"))
        .allSatisfy(command -> assertThat(command.getInteger("limit")).isPositive());
  }

  @Test
  void everyIndexIsThere() {
    assertThat(INDEXES.get("messages")).hasSize(9);
    assertThat(new HashSet<>(INDEXES.keySet()))
        .containsAll(
            Set.of(
                "users",
                "class-teachers",
                "class-enrollments",
                "conversations",
                "advance-batches"));
  }

  private static final Document EMPTY = new Document();

  private static void addAll(
      List<Map.Entry<String, Document>> filters, String kind, String statements) {
    RECORDER
        .commands(kind)
        .forEach(command ->
            command
                .getList(statements, Document.class)
                .forEach(
                    each -> filters.add(Map.entry(command.getString(kind), each.get("q", EMPTY)))));
  }

  private static boolean isServed(String collection, Document filter) {
    boolean first =
        INDEXES.getOrDefault(collection, List.of()).stream()
            .anyMatch(index -> filter.containsKey(index.getFirst()));
    return first
        || (filter.containsKey("$or")
            && filter.getList("$or", Document.class).stream()
                .allMatch(branch -> isServed(collection, branch)));
  }
}
