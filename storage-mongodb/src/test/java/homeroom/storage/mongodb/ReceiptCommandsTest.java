// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.MessageReceipt;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How often the database is asked for receipts. */
class ReceiptCommandsTest {

  private static final int MESSAGES = 66;

  @Test
  void thoseWhoWereAwayForLongAreAskedForTogether() {
    var recorder = new CommandRecorder();
    var server = new MongoServer(new MemoryBackend());
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(server.bindAndGetConnectionString()))
            .addCommandListener(recorder)
            .build();
    try (var stores = MongoStores.open(settings, "receipts", MongoLimits.DEFAULT)) {
      Fixtures school = Fixtures.in(stores);
      List<User> away =
          Stream.generate(() -> school.newUser(Role.STUDENT, "Away")).limit(20).toList();
      away.forEach(user -> school.apply(new RosterChange.AddUser(user, "hash")));
      Conversation group = school.group("Maths", school.ada, away.toArray(User[]::new));
      for (int seq = 1; seq <= MESSAGES; seq++) {
        school.send(group, school.ada, "message " + seq);
      }
      assertThat(stores.receipts().advance(away.stream().map(user -> read(group, user)).toList()))
          .hasSize(away.size());
      recorder.forget();
      List<MessageReceipt> receipts = stores.receipts().receipts(school.schoolId(), group.id(), 1);
      assertThat(receipts)
          .hasSize(away.size() + 1)
          .filteredOn(receipt -> !receipt.userId().equals(school.ada.id()))
          .allMatch(receipt -> Fixtures.NOW.equals(receipt.deliveredAt()))
          .allMatch(receipt -> Fixtures.NOW.equals(receipt.readAt()));
      assertThat(recorder.commands("find").size() + recorder.commands("aggregate").size())
          .isEqualTo(4);
    } finally {
      server.shutdownNow();
    }
  }

  private static WatermarkAdvance read(Conversation in, User user) {
    return new WatermarkAdvance(
        in.schoolId(), in.id(), user.id(), ReceiptKind.READ, 0, MESSAGES, Fixtures.NOW);
  }
}
