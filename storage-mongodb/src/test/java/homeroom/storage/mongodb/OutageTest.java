// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.contracts.Crowd;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.contracts.Interruptible;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.NewMessage;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that goes away or falls silent, and comes back. */
class OutageTest {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(1);

  /** One command may take twice what a caller of these tests waits for a server. */
  private static final MongoLimits IMPATIENT =
      new MongoLimits(8, 4, 64, SHORT, SHORT, SHORT, SHORT, SHORT.multipliedBy(2), LONG, LONG);

  private MongoServer server;
  private Interruptible line;
  private MongoStores stores;
  private Fixtures school;
  private Conversation group;

  @BeforeEach
  void open() {
    server = new MongoServer(new MemoryBackend());
    line = new Interruptible(server.bind().getPort());
    stores = MongoStores.open("mongodb://127.0.0.1:" + line.port(), "school", IMPATIENT);
    school = Fixtures.in(stores);
    group = school.group("Maths", school.ada, school.bob);
  }

  @AfterEach
  void close() {
    line.heal();
    stores.close();
    line.close();
    server.shutdownNow();
  }

  @Test
  void whileTheServerIsAwaySendsAreRefusedWithAdviceAndAfterwardsNothingIsMissingOrTwice() {
    comesBackAfter(line::cut);
  }

  @Test
  void aServerThatFallsSilentIsAsOneThatIsAway() {
    comesBackAfter(line::stall);
  }

  private void comesBackAfter(Runnable trouble) {
    var acked = new ArrayList<>(List.of(school.send(group, school.ada, "before")));
    NewMessage message = school.newMessage(group, school.ada, "during");
    trouble.run();
    List<StoreUnavailable> refusals =
        Crowd.of(
            40,
            i -> {
              try {
                stores.messages().append(message);
                throw new AssertionError("there is no server");
              } catch (StoreUnavailable e) {
                return e;
              }
            });
    assertThat(refusals).allSatisfy(refusal -> assertThat(refusal.retryAfterMillis()).isPositive());
    assertThatThrownBy(() -> stores.roster().version()).isInstanceOf(StoreUnavailable.class);
    line.heal();
    acked.add(repeated(message));
    acked.add(repeated(school.newMessage(group, school.bob, "after")));
    List<Message> there = stores.messages().changedSince(school.schoolId(), group.id(), 0, 100);
    assertThat(there)
        .extracting(Message::id)
        .containsExactlyElementsOf(acked.stream().map(Message::id).toList());
    assertThat(there)
        .extracting(Message::rev)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 3).mapToObj(Long::valueOf).toList());
  }

  /** As a client does that is told to try again. */
  private Message repeated(NewMessage message) {
    while (true) {
      try {
        return switch (stores.messages().append(message)) {
          case Appended.Stored(Message stored) -> stored;
          case Appended.Repeated(Message before) -> before;
        };
      } catch (StoreUnavailable e) {
        Thread.onSpinWait();
      }
    }
  }
}
