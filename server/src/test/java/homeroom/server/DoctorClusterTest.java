// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.bus.NodeId;
import homeroom.cluster.redis.RedisCheck;
import homeroom.cluster.redis.RedisServer;
import homeroom.storage.mongodb.MongoLimits;
import homeroom.storage.mongodb.MongoStores;
import homeroom.storage.mongodb.RosterMapping;
import homeroom.storage.mongodb.ServerLease;
import homeroom.storage.mongodb.ServerLease.Answer.Granted;
import homeroom.storage.mongodb.ServingCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of a node that is one of several. */
class DoctorClusterTest {

  /** Nothing listens there. */
  private static final RedisServer NOWHERE = RedisServer.parse("redis://:open-sesame@127.0.0.1:1");

  @TempDir private Path folder = Path.of("");

  private MongoServer server;
  private MongoAddress address;
  private Path secret = Path.of("");

  @SuppressWarnings("NullAway.Init")
  DoctorClusterTest() {}

  @BeforeEach
  void start() throws IOException {
    secret = folder.resolve("secret");
    server = new MongoServer(new MemoryBackend());
    address = new MongoAddress(server.bindAndGetConnectionString() + "/school", RosterMapping.OWN);
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private DoctorCluster doctor(@Nullable MongoAddress store, @Nullable String name) {
    return new DoctorCluster(
        new DoctorCluster.Parts(List.of(NOWHERE), null, store, name, secret), Clock.systemUTC());
  }

  private String said(String name) {
    return text(doctor(address, name).findings());
  }

  private static String text(List<Finding> findings) {
    return findings.stream().map(Finding::text).collect(Collectors.joining("\n"));
  }

  private MongoStores open() {
    return MongoStores.open(address.connectionString(), "school", MongoLimits.DEFAULT);
  }

  private ServerLease node(MongoStores stores, String name, String holder) throws IOException {
    return ((Granted)
            stores.claim(
                new NodeId(name, "1"),
                SecretFile.readOrMake(secret),
                holder,
                Duration.ofMinutes(10)))
        .lease();
  }

  @Test
  void aRedisThatIsNotThereIsBrokenAndItsPasswordIsNotSaid() {
    assertThat(said("a"))
        .contains(
            "broken   redis://127.0.0.1:1/0 cannot be reached",
            "run: redis-cli -h 127.0.0.1 -p 1 ping")
        .doesNotContain("open-sesame");
  }

  @Test
  void theFirstNodeHasNothingToFear() {
    assertThat(said("a"))
        .contains(
            "No node lives yet", "the first one makes the secret", "No other node is called a");
    assertThat(secret).doesNotExist();
  }

  @Test
  void theOneThatRunsHereIsNoFaultAndOneOfItsNameElsewhereIs() throws Exception {
    try (MongoStores first = open();
        MongoStores second = open();
        ServerLease _ = node(first, "a", MongoAddress.holder());
        ServerLease _ = node(second, "b", "process 7 on attic")) {
      DoctorCluster doctor = doctor(address, "a");
      assertThat(text(doctor.findings()))
          .contains(
              "Of the nodes live a, b, with the secret",
              "ok       Node a lives: " + MongoAddress.holder());
      assertThat(doctor.isServedHere()).isTrue();
      doctor = doctor(address, "b");
      assertThat(text(doctor.findings()))
          .contains("broken   Node b lives: process 7 on attic, since ", "serve --node OTHER");
      assertThat(doctor.isServedHere()).isFalse();
    }
  }

  @Test
  void anotherSecretThanThatOfTheNodesThatLiveIsBroken() throws Exception {
    try (MongoStores first = open();
        ServerLease _ = node(first, "a", "process 7 on attic")) {
      Files.delete(secret);
      assertThat(said("b"))
          .contains("broken   There is no secret in " + secret, "nodes that live (a)", "run: scp ");
      assertThat(secret).doesNotExist();
      assertThat(SecretFile.readOrMake(secret)).isNotEmpty();
      assertThat(said("b")).contains("broken   The secret in " + secret + " is another");
    }
  }

  @Test
  void nodesThatEndedAMomentAgoAreNotNamed() {
    assertThat(saidOfNone(ServingCheck.Server.NODES))
        .contains("ok       Nodes with the secret of this one ended a moment ago; none lives now.");
    assertThat(saidOfNone(ServingCheck.Server.NODES_WITH_ANOTHER_SECRET))
        .contains("is another than that of the nodes that ended a moment ago; none lives now.");
  }

  private String saidOfNone(ServingCheck.Server server) {
    var check = new ServingCheck(server, "node a (process 7 on attic)", List.of(), Duration.ZERO);
    return text(doctor(address, "a").nodes(check, true));
  }

  @Test
  void aSecretThatOthersCanReadIsBroken() throws Exception {
    assertThat(SecretFile.readOrMake(secret)).isNotEmpty();
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(said("a")).contains("broken   Every user of this machine can read");
  }

  @Test
  void aServerThatIsNoNodeIsBroken() {
    try (MongoStores stores = open();
        ServerLease _ = ((Granted) stores.claim("attic", Duration.ofMinutes(10))).lease()) {
      assertThat(said("a")).contains("broken   A server without --cluster runs on the database");
    }
  }

  @Test
  void aStoreInAFileIsNoneForSeveralNodes() {
    assertThat(text(doctor(null, "a").findings()))
        .contains("broken   Several nodes need one MongoDB");
  }

  @Test
  void whatIsSaidOfARedisThatAnswers() {
    assertThat(redis("7.0.15", 0, "allkeys-lru", false, Duration.ofSeconds(9)))
        .isEqualTo("ok       redis://127.0.0.1:1/0, Redis 7.0.15, answers within 1.0 ms.");
    assertThat(redis("5.0.7", 1L << 30, "allkeys-lru", true, Duration.ofSeconds(-11)))
        .contains(
            "broken   redis://127.0.0.1:1/0 is older than Redis 6.2",
            "warning  redis://127.0.0.1:1/0 forgets what it has no room for (allkeys-lru)",
            "run: redis-cli -h 127.0.0.1 -p 1 config set maxmemory-policy noeviction",
            "writes to its disk what nobody needs",
            "broken   This machine's clock is 11 seconds ahead of that of redis://127.0.0.1:1/0");
  }

  @Test
  void aRedisThatHasNoRoomIsBroken() {
    var full =
        new RedisCheck(
            Duration.ofMillis(1), "7.0.15", 1000, 1001, RedisCheck.NOTHING, false, Duration.ZERO);
    assertThat(text(DoctorCluster.bus(NOWHERE, full)))
        .contains(
            "broken   redis://127.0.0.1:1/0 has no room: it has taken 1001 bytes of 1000",
            "run: redis-cli -h 127.0.0.1 -p 1 config set maxmemory 2000");
  }

  private static String redis(
      String version, long memory, String eviction, boolean keepsLog, Duration behind) {
    return text(
        DoctorCluster.bus(
            NOWHERE,
            new RedisCheck(Duration.ofMillis(1), version, memory, 0, eviction, keepsLog, behind)));
  }
}
