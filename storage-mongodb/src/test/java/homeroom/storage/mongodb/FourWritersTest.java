// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.school.MessageId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Several processes write one conversation of one database while somebody reads along. */
class FourWritersTest {

  private static final int WRITERS = 4;
  private static final int OPERATIONS = 150;

  @Test
  void revsHaveNoGapAndNoChangeShowsLate() throws Exception {
    var server = new MongoServer(new MemoryBackend());
    String connectionString = server.bindAndGetConnectionString();
    try (var stores = MongoStores.open(connectionString, "writers", MongoLimits.DEFAULT)) {
      Fixtures school = Fixtures.in(stores);
      Conversation group = school.group("Maths", school.ada, school.bob);
      List<Process> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(
            start(
                connectionString,
                "writer" + i,
                school.schoolId().value(),
                group.id().value(),
                school.ada.id().value(),
                String.valueOf(OPERATIONS)));
      }
      var seen = new HashMap<MessageId, Message>();
      long last = 0;
      while (writers.stream().anyMatch(Process::isAlive)) {
        last = readOn(stores, school, group, last, seen);
      }
      last = readOn(stores, school, group, last, seen);
      long changes = 0;
      for (Process writer : writers) {
        String told = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(writer.exitValue()).as(told).isZero();
        changes += Long.parseLong(told.strip());
      }
      assertThat(last).isEqualTo(changes);
      assertThat(everyRev(connectionString, group))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, changes).boxed().toList());
      assertThat(seen.values())
          .containsExactlyInAnyOrderElementsOf(
              stores.messages().changedSince(school.schoolId(), group.id(), 0, Integer.MAX_VALUE));
    } finally {
      server.shutdownNow();
    }
  }

  /** As a client syncs; the rev it has seen by then. */
  private static long readOn(
      MongoStores stores,
      Fixtures school,
      Conversation group,
      long last,
      Map<MessageId, Message> seen) {
    long rev = last;
    for (Message message :
        stores.messages().changedSince(school.schoolId(), group.id(), last, 1_000)) {
      assertThat(message.rev()).isGreaterThan(rev);
      rev = message.rev();
      seen.put(message.id(), message);
    }
    return rev;
  }

  private static List<Long> everyRev(String connectionString, Conversation group) {
    try (var client = MongoClients.create(connectionString)) {
      return client
          .getDatabase("writers")
          .getCollection("messages")
          .find(new Document("conversationId", group.id().value()))
          .into(new ArrayList<>())
          .stream()
          .flatMap(message -> message.getList("revs", Long.class).stream())
          .sorted()
          .toList();
    }
  }

  private static Process start(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                WriterProcess.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
