// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterStreamTest {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

  private final AtomicLong now = new AtomicLong();

  private ScriptedServer answers;
  private MongoServer server;
  private MongoClient client;
  private MongoCollection<Document> users;
  private RosterStream stream;

  @BeforeEach
  void open() {
    answers = new ScriptedServer();
    server = new MongoServer(answers);
    client = MongoClients.create(server.bindAndGetConnectionString());
    users = client.getDatabase("school").getCollection("users");
    users.insertOne(new Document("_id", "ada"));
    stream = new RosterStream(users, now::get);
  }

  @AfterEach
  void close() {
    client.close();
    server.shutdownNow();
  }

  @Test
  void whatChangesIsCountedAndNothingElse() {
    long before = stream.count();
    assertThat(stream.count()).isEqualTo(before);
    users.insertOne(new Document("_id", "bob"));
    assertThat(stream.count()).isEqualTo(before + 1);
    assertThat(stream.count()).isEqualTo(before + 1);
  }

  @Test
  void aCollectionThatWasDroppedAndMadeAnewIsFollowed() {
    long before = stream.count();
    answers.endStreamOf("users");
    long dropped = stream.count();
    assertThat(dropped).isGreaterThan(before);
    assertThat(stream.count()).isEqualTo(dropped);
    users.updateOne(
        new Document("_id", "ada"), new Document("$set", new Document("active", false)));
    assertThat(stream.count()).isGreaterThan(dropped);
  }

  /** The driver resumes a stream once by itself; here that meets an error too, and its repeat. */
  @ParameterizedTest
  @ValueSource(ints = {6, 89, 91, 133, 134, 189, 262, 10107, 11600, 11602, 13436})
  void aPassingErrorEndsNoFollowingAndWhatChangedMeanwhileIsCounted(int code) {
    stream.count();
    users.insertOne(new Document("_id", "bob"));
    long before = stream.count();
    answers.fail("getMore", 11602).fail("aggregate", code).fail("aggregate", code);
    assertThat(stream.count()).isEqualTo(RosterStream.NONE);
    users.insertOne(new Document("_id", "cleo"));
    long back = RosterStream.NONE;
    for (int tries = 0; tries < 2 && back == RosterStream.NONE; tries++) {
      pass(LONGEST_PAUSE);
      back = stream.count();
    }
    assertThat(back).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 260, 280, 286, 40615})
  void aStreamThatCannotGoOnFromWhereItWasBeginsAnewAndThatCountsAsAChange(int code) {
    long before = stream.count();
    answers.fail("getMore", code);
    assertThat(stream.count()).isEqualTo(RosterStream.NONE);
    pass(LONGEST_PAUSE);
    long anew = stream.count();
    assertThat(anew).isGreaterThan(before);
    users.insertOne(new Document("_id", "bob"));
    assertThat(stream.count()).isEqualTo(anew + 1);
  }

  @Test
  void aStreamThatCannotBeOpenedIsTriedAfterPausesThatDoubleUpToHalfAMinute() {
    long aggregates = 0;
    for (long pause : new long[] {1, 2, 4, 8, 16, 32, 32}) {
      answers.fail("aggregate", 13);
      assertThat(stream.count()).isEqualTo(RosterStream.NONE);
      aggregates++;
      pass(Duration.ofSeconds(pause).minusNanos(1));
      assertThat(stream.count()).isEqualTo(RosterStream.NONE);
      assertThat(answers.asked("aggregate")).isEqualTo(aggregates);
      pass(Duration.ofNanos(1));
    }
    assertThat(stream.count()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {59, 115, 166, 40324, 40573})
  void whereThereAreNoStreamsOrTheCollectionIsAViewItIsAskedOnce(int code) {
    answers.fail("aggregate", code);
    assertThat(stream.count()).isEqualTo(RosterStream.NONE);
    pass(LONGEST_PAUSE);
    assertThat(stream.count()).isEqualTo(RosterStream.NONE);
    assertThat(answers.asked("aggregate")).isEqualTo(1);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
