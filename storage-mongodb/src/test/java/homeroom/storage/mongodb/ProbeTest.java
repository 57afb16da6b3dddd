// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.Stores;
import homeroom.chat.school.StoreUnavailable;
import java.util.HashSet;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;

/** How a server asks whether MongoDB takes its writes. */
class ProbeTest {

  @Test
  void aProbeWritesAsMuchAsALongMessageAndNeverTheSame() {
    var server = new MongoServer(new MemoryBackend());
    var commands = new CommandRecorder();
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(server.bindAndGetConnectionString()))
            .addCommandListener(commands)
            .build();
    try (var stores = MongoStores.open(settings, "school", MongoLimits.DEFAULT)) {
      commands.forget();
      stores.probe();
      stores.probe();
      List<Binary> written = commands.commands("update").stream().map(ProbeTest::text).toList();
      assertThat(written).hasSize(2);
      assertThat(written)
          .allSatisfy(text -> assertThat(text.length()).isEqualTo(Stores.PROBE_BYTES));
      assertThat(new HashSet<>(written)).hasSize(2);
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void aProbeOfAStoreThatTakesNoWritesFails() {
    var server = new MongoServer(new MemoryBackend());
    var stores =
        MongoStores.open(server.bindAndGetConnectionString(), "school", MongoLimits.DEFAULT);
    server.shutdownNow();
    stores.close();
    assertThatThrownBy(stores::probe).isInstanceOf(StoreUnavailable.class);
  }

  private static Binary text(Document command) {
    return command
        .getList("updates", Document.class)
        .getFirst()
        .get("u", Document.class)
        .get("$set", Document.class)
        .get("text", Binary.class);
  }
}
