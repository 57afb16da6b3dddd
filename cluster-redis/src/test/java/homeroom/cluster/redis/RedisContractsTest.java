// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import homeroom.chat.bus.Bus;
import homeroom.chat.bus.NodeId;
import homeroom.chat.contracts.BusContract;
import homeroom.chat.contracts.RedisProcess;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ConversationId;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On two servers, among which the schools of the tests are spread. */
class RedisContractsTest implements BusContract {

  @TempDir private static Path folder = Path.of("");

  private static final Buses BUSES = new Buses();
  private static @Nullable RedisProcess one;
  private static @Nullable RedisProcess other;
  private static List<RedisServer> servers = List.of();

  @BeforeAll
  static void start() {
    RedisProcess.demand();
    var first = new RedisProcess(folder);
    var second = new RedisProcess(folder);
    one = first;
    other = second;
    servers = List.of(Buses.at(first.port()), Buses.at(second.port()));
  }

  @AfterAll
  static void stop() {
    BUSES.close();
    if (one != null) {
      one.close();
    }
    if (other != null) {
      other.close();
    }
  }

  @Override
  public Bus bus(NodeId node) {
    return BUSES.open(new RedisBusSettings(servers, null, Buses.STORE, Buses.PATIENT), node);
  }

  @Override
  public ChatEvent event(ConversationId conversation, long rev) {
    return new Buses.Happened(conversation, rev);
  }
}
