// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static homeroom.cluster.redis.Buses.aNode;
import static homeroom.cluster.redis.Buses.aSchool;
import static homeroom.cluster.redis.Buses.change;
import static homeroom.cluster.redis.Buses.whenThere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import homeroom.chat.bus.Bus;
import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.bus.EntryTooLarge;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Position;
import homeroom.chat.contracts.BusContract.Ear;
import homeroom.chat.contracts.CuttingProxy;
import homeroom.chat.contracts.RedisProcess;
import homeroom.chat.school.SchoolId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the bus does when Redis, or the network before it, fails. */
class RedisFaultsTest {

  @TempDir private static Path folder = Path.of("");

  private final SchoolId school = aSchool();
  private final Ear ear = new Ear();
  private final Buses buses = new Buses();
  private RedisProcess redis;

  @BeforeAll
  static void demand() {
    RedisProcess.demand();
  }

  @BeforeEach
  void start() {
    redis = new RedisProcess(folder);
  }

  @AfterEach
  void stop() {
    buses.close();
    redis.close();
  }

  @Test
  void aRestartEndsSubscriptionsAndBeginsAnotherLog() {
    RedisBus bus = buses.open(Buses.at(redis.port()));
    bus.subscribe(school, ear);
    Position before = bus.append(school, change(1));
    redis.stop();
    ear.awaitLoss();
    assertThatExceptionOfType(BusUnavailable.class)
        .isThrownBy(() -> bus.append(school, change(2)))
        .withMessageContaining(Buses.at(redis.port()).toString());
    assertThat(bus.away()).containsExactly(Buses.at(redis.port()).toString());
    redis.startAgain();
    var again = new Ear();
    Bus.Subscription _ = whenThere(() -> bus.subscribe(school, again));
    Position after = whenThere(() -> bus.append(school, change(2)));
    assertThat(after.offset()).isEqualTo(1);
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
    assertThat(again.next(1).getFirst().position()).isEqualTo(after);
    assertThat(bus.after(school, before)).isEqualTo(new Bus.Reading(false, List.of(), after));
    assertThat(bus.away()).isEmpty();
  }

  @Test
  void whatIsFlushedGoesOnAsAnotherLogForThoseWhoHear() {
    RedisBus bus = buses.open(Buses.at(redis.port()));
    bus.subscribe(school, ear);
    Position before = bus.append(school, change(1));
    redis.ask("FLUSHALL");
    bus.beat(Set.of(school));
    Position empty = ear.head();
    assertThat(empty.epoch()).isNotEqualTo(before.epoch());
    assertThat(empty.offset()).isZero();
    Position after = bus.append(school, change(2));
    assertThat(after).isEqualTo(new Position(empty.epoch(), 1));
    assertThat(ear.next(2).getLast().position()).isEqualTo(after);
    assertThat(bus.after(school, before).whole()).isFalse();
  }

  /** As a server that kept something has it after a restart: some of what it had is missing. */
  @Test
  void aLogOfAnotherRunOfTheServerIsNotGoneOnWith() {
    RedisBus bus = buses.open(Buses.at(redis.port()));
    Position before = bus.append(school, change(1));
    redis.ask("HSET hr:test:{" + school + "}:m run another");
    Position after = bus.append(school, change(2));
    assertThat(after.offset()).isEqualTo(1);
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
    assertThat(redis.ask("XLEN hr:test:{" + school + "}:l")).isEqualTo("1");
  }

  @Test
  void whoseSubscriptionsAreKilledIsToldAndHearsAgain() {
    RedisBus bus = buses.open(Buses.at(redis.port()));
    bus.subscribe(school, ear);
    redis.ask("CLIENT KILL TYPE pubsub");
    ear.awaitLoss();
    var again = new Ear();
    Bus.Subscription _ = whenThere(() -> bus.subscribe(school, again));
    Position last = bus.append(school, change(1));
    assertThat(again.next(1).getFirst().position()).isEqualTo(last);
  }

  @ParameterizedTest
  @EnumSource
  void whoIsCutOffKnowsNothingAndGoesOnWhenThatIsMended(CuttingProxy.Cut cut) {
    try (var network = new CuttingProxy(redis.port())) {
      RedisBus bus =
          buses.open(
              new RedisBusSettings(
                  List.of(Buses.at(network.port())), null, Buses.STORE, RedisBusLimits.DEFAULT),
              aNode());
      Bus.Subscription _ = whenThere(() -> bus.subscribe(school, ear));
      Position _ = whenThere(() -> bus.append(school, change(1)));
      network.cut(cut);
      assertThatExceptionOfType(BusUnavailable.class)
          .isThrownBy(() -> bus.append(school, change(2)));
      assertThatExceptionOfType(BusUnavailable.class)
          .isThrownBy(() -> bus.subscribe(aSchool(), new Ear()));
      ear.awaitLoss();
      network.mend();
      var again = new Ear();
      Bus.Subscription _ = whenThere(() -> bus.subscribe(school, again));
      Position last = whenThere(() -> bus.append(school, change(3)));
      await().until(() -> again.next(1).getFirst().position().equals(last));
    }
  }

  @Test
  void aConnectionThatCarriesNothingIsGivenUpAfterSomeBeats() {
    try (var network = new CuttingProxy(redis.port())) {
      RedisBus bus = buses.open(Buses.at(network.port()));
      bus.head(school);
      bus.subscribe(school, ear);
      bus.beat(Set.of(school));
      assertThat(ear.head()).isEqualTo(bus.head(school));
      network.mute(1);
      for (int i = 0; i <= RedisBusLimits.DEFAULT.beatsUnheard(); i++) {
        bus.beat(Set.of(school));
      }
      ear.awaitLoss();
      var again = new Ear();
      bus.subscribe(school, again);
      Position last = bus.append(school, change(1));
      assertThat(again.next(1).getFirst().position()).isEqualTo(last);
    }
  }

  @Test
  void aServerThatForgotTheScriptsIsToldThemAgain() {
    RedisBus bus = buses.open(Buses.at(redis.port()));
    Position first = bus.append(school, change(1));
    redis.ask("SCRIPT FLUSH");
    assertThat(bus.append(school, change(2)))
        .isEqualTo(new Position(first.epoch(), first.offset() + 1));
  }

  @Test
  void aServerWithoutMemoryRefusesAndGoesOnOnTheSameConnections() {
    RedisBus bus = buses.open(Buses.at(redis.port()));
    bus.subscribe(school, ear);
    Position before = bus.append(school, change(1));
    redis.ask("CONFIG SET maxmemory 1");
    assertThatExceptionOfType(BusUnavailable.class)
        .isThrownBy(() -> bus.append(school, change(2)))
        .withMessage(Buses.at(redis.port()) + " refuses: OOM");
    assertThat(bus.away()).containsExactly(Buses.at(redis.port()).toString());
    redis.ask("CONFIG SET maxmemory 0");
    Position after = bus.append(school, change(3));
    assertThat(bus.away()).isEmpty();
    assertThat(after).isEqualTo(new Position(before.epoch(), 2));
    assertThat(ear.next(2).getLast().position()).isEqualTo(after);
  }

  @Test
  void whatIsNotOfThisVersionIsAsIfItHadBeenLost() {
    RedisBus bus = buses.open(Buses.at(redis.port()));
    bus.subscribe(school, ear);
    Position first = bus.append(school, change(1));
    String key = "hr:test:{" + school + "}";
    redis.ask("PUBLISH " + key + ":c \"2 " + first.epoch() + " 1 strange\"");
    redis.ask("PUBLISH " + key + ":c strange");
    redis.ask("PUBLISH " + key + ":c -");
    redis.ask("XADD " + key + ":l 2-0 e \"2 " + first.epoch() + " 1 strange\"");
    redis.ask("HSET " + key + ":m offset 2");
    Position third = bus.append(school, change(3));
    assertThat(third.offset()).isEqualTo(3);
    assertThat(ear.next(2).getLast().position()).isEqualTo(third);
    assertThat(bus.after(school, first)).isEqualTo(new Bus.Reading(false, List.of(), third));
  }

  @Test
  void entriesAreKeptForSomeTimeAlsoWhereMoreWouldHaveRoom() {
    RedisBusLimits limits =
        Buses.PATIENT.with(Duration.ofSeconds(20), Duration.ofMillis(100), Duration.ofSeconds(10));
    RedisBus bus =
        buses.open(
            new RedisBusSettings(List.of(Buses.at(redis.port())), null, Buses.STORE, limits),
            aNode());
    Position first = bus.append(school, change(1));
    await()
        .until(() -> {
          Position last = bus.append(school, change(2));
          return last.offset() > 20 && !bus.after(school, first).whole();
        });
    await().until(() -> redis.ask("EXISTS hr:test:{" + school + "}:l").equals("0"));
    Position last = bus.head(school);
    assertThat(bus.append(school, change(3)))
        .isEqualTo(new Position(last.epoch(), last.offset() + 1));
  }

  @Test
  void anEntryThatIsTooLongIsNotSent() {
    RedisBus bus = buses.open(Buses.at(redis.port()));
    assertThatExceptionOfType(EntryTooLarge.class)
        .isThrownBy(() -> bus.append(school, Collections.nCopies(100_000, change(1).getFirst())));
    assertThat(bus.head(school).offset()).isZero();
  }

  @Test
  void nodesOfAnotherStoreOnTheSameServerAreNotHeard() {
    RedisBus bus = buses.open(Buses.at(redis.port()));
    RedisBus others =
        buses.open(
            new RedisBusSettings(List.of(Buses.at(redis.port())), null, "another", Buses.PATIENT),
            aNode());
    bus.subscribe(school, ear);
    others.append(school, change(7));
    Position first = bus.append(school, change(1));
    assertThat(first.offset()).isEqualTo(1);
    assertThat(ear.next(1).getFirst().position()).isEqualTo(first);
  }

  @Test
  void aServerKnowsWhichNodesAreThere() {
    NodeId node = aNode();
    RedisBus bus =
        buses.open(
            new RedisBusSettings(List.of(Buses.at(redis.port())), null, Buses.STORE, Buses.PATIENT),
            node);
    bus.beat(Set.of());
    String servers = new Sharding(List.of(Buses.at(redis.port()))).fingerprint();
    assertThat(redis.ask("ZSCORE hr:test:nodes \"" + node + " " + servers + "\"")).startsWith("1");
    assertThat(redis.ask("ZCARD hr:test:nodes")).isEqualTo("1");
  }

  @Test
  void asLongAsNodesHaveDifferentServersNoneIsThere() {
    try (var second = new RedisProcess(folder)) {
      RedisBusLimits limits =
          Buses.PATIENT.with(Duration.ofSeconds(20), Duration.ofMinutes(3), Duration.ofMillis(500));
      RedisBus bus =
          buses.open(
              new RedisBusSettings(List.of(Buses.at(redis.port())), null, Buses.STORE, limits),
              aNode());
      RedisBus other = buses.open(Buses.at(second.port()), Buses.at(redis.port()));
      bus.subscribe(school, ear);
      bus.beat(Set.of(school));
      await("one hears of the other while that is there")
          .until(() -> {
            other.beat(Set.of());
            bus.beat(Set.of(school));
            return isDivided(bus);
          });
      ear.awaitLoss();
      for (RedisBus one : List.of(bus, other)) {
        assertThatExceptionOfType(BusUnavailable.class)
            .isThrownBy(() -> one.append(school, change(1)))
            .withMessage("Other nodes have other Redis servers.");
      }
      Position first =
          whenThere(() -> {
            bus.beat(Set.of(school));
            return bus.append(school, change(2));
          });
      assertThat(first.offset()).isEqualTo(1);
    }
  }

  private boolean isDivided(RedisBus bus) {
    try {
      var _ = bus.head(school);
      return false;
    } catch (BusUnavailable divided) {
      return true;
    }
  }

  @Test
  void aServerThatIsAwayDoesNotHoldUpTheSchoolsOfAnother() {
    try (var second = new RedisProcess(folder)) {
      RedisBus bus = buses.open(Buses.at(redis.port()), Buses.at(second.port()));
      var sharding = new Sharding(List.of(Buses.at(redis.port()), Buses.at(second.port())));
      SchoolId there = schoolOf(sharding, Buses.at(second.port()));
      SchoolId away = schoolOf(sharding, Buses.at(redis.port()));
      bus.subscribe(there, ear);
      redis.stop();
      assertThatExceptionOfType(BusUnavailable.class)
          .isThrownBy(() -> bus.beat(Set.of(there, away)));
      assertThat(ear.head()).isEqualTo(bus.head(there));
      assertThatExceptionOfType(BusUnavailable.class).isThrownBy(() -> bus.append(away, change(1)));
    }
  }

  private static SchoolId schoolOf(Sharding sharding, RedisServer server) {
    SchoolId school = aSchool();
    while (!sharding.server(school).equals(server)) {
      school = aSchool();
    }
    return school;
  }
}
