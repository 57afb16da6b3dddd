// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.contracts.Interruptible;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular about a server whose store is a database of MongoDB. */
class MongoServerTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path directory;

  private MongoServer mongo;
  private String store;

  @BeforeEach
  void startStore() {
    mongo = new MongoServer(new MemoryBackend());
    store = mongo.bindAndGetConnectionString() + "/school";
  }

  @AfterEach
  void stopStore() {
    mongo.shutdownNow();
  }

  private ServerProcess serve() throws Exception {
    return serve(store);
  }

  private ServerProcess serve(String store) throws Exception {
    return ServerProcess.demo(
        directory, "--store", store, "--message-rate", "0", "--call-rate", "0");
  }

  @Test
  void aSecondServerOnTheDatabaseSaysWhoRunsThere() throws Exception {
    try (ServerProcess server = serve()) {
      assertThat(server.url()).isNotEmpty();
      ServerProcess.Finished second =
          ServerProcess.run(
              List.of(
                  "serve",
                  "--port",
                  "0",
                  "--data",
                  directory.resolve("other").toString(),
                  "--store",
                  store));
      assertThat(second.exitCode()).isNotZero();
      assertThat(second.output())
          .contains("Another Homeroom server runs on this database: process ", "since 20");
    }
  }

  @Test
  void theDatabaseComesFromTheEnvironmentAndItsPasswordIsToldToNobody() throws Exception {
    ServerProcess.Finished finished =
        ServerProcess.run(
            List.of("token", "nobody@demo.school", "--data", directory.toString()),
            "HOMEROOM_STORE",
            store.replace("mongodb://", "mongodb://tina:pass-7b@") + "?authMechanism=PLAIN");
    assertThat(finished.exitCode()).isNotZero();
    assertThat(finished.output()).doesNotContain("pass-7b", "tina");
    Path config = Files.writeString(directory.resolve("config"), "store=" + store + "\n");
    assertThat(
            ServerProcess.run(List.of("token", "nobody@demo.school", "--config", config.toString()))
                .output())
        .contains("no active user nobody@demo.school");
  }

  @Test
  void whatTheSchoolsApplicationWritesReachesPeople() throws Exception {
    try (ServerProcess server = serve();
        MongoClient client = MongoClients.create(store)) {
      MongoDatabase school = client.getDatabase("school");
      Person student = Person.signedIn(server, "student1");
      Document one =
          Objects.requireNonNull(
              school
                  .getCollection("class-enrollments")
                  .findOneAndDelete(new Document("studentId", student.id())));
      String ofClass = "/conversations?classId=" + one.getString("classId");
      await()
          .atMost(PATIENCE)
          .until(() -> student.rest().get(ofClass).body().get("total").intValue() == 0);
      school.getCollection("class-enrollments").insertOne(one.append("_id", "zz-again"));
      await()
          .atMost(PATIENCE)
          .until(() -> student.rest().get(ofClass).body().get("total").intValue() == 1);
    }
  }

  @Test
  void whileTheStoreIsAwayTheServerSaysSoAndAfterwardsARepeatIsStoredOnce() throws Exception {
    try (var line = new Interruptible(mongo.getLocalAddress().getPort());
        ServerProcess server = serve("mongodb://127.0.0.1:" + line.port() + "/school")) {
      Person teacher = Person.signedIn(server, "teacher1");
      String conversation =
          teacher
              .rest()
              .get("/conversations?$limit=1")
              .body()
              .get("data")
              .get(0)
              .get("_id")
              .stringValue();
      Map<String, String> message =
          Map.of("conversationId", conversation, "text", "during", "clientId", "c-1");
      try (ChatClient connected = teacher.connect()) {
        line.cut();
        assertThat(connected.refused("message:send", message).get("name").stringValue())
            .isEqualTo("Unavailable");
        Rest.Answer refused = teacher.rest().post("/messages", message);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body().get("name").stringValue()).isEqualTo("Unavailable");
        assertThat(refused.body().get("data").get("retryAfterMs").intValue()).isPositive();
        assertThat(ready(server)).startsWith("503").contains("the store does not answer");
        line.heal();
        await().atMost(PATIENCE).until(() -> ready(server).startsWith("200"));
        await()
            .atMost(PATIENCE)
            .until(() -> teacher.rest().post("/messages", message).status() < 300);
        assertThat(teacher.rest().post("/messages", message).status()).isEqualTo(200);
        assertThat(connected.done("message:send", message).get("duplicate").booleanValue())
            .isTrue();
      }
    }
  }

  private static String ready(ServerProcess server) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create(server.url() + "/health/ready")).build(),
              BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }
}
