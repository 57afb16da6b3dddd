// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.bus.Change;
import homeroom.chat.bus.NodeId;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Buses of a test, closed with it. */
final class Buses implements AutoCloseable {

  /** What they carry. */
  record Happened(ConversationId conversation, long rev) implements ChatEvent {}

  static final String STORE = "test";

  /** A machine that is busy with other tests takes its time. */
  static final RedisBusLimits PATIENT =
      RedisBusLimits.DEFAULT.with(
          Duration.ofSeconds(20),
          RedisBusLimits.DEFAULT.kept(),
          RedisBusLimits.DEFAULT.nodeAlive());

  private final Queue<RedisBus> opened = new ConcurrentLinkedQueue<>();

  RedisBus open(RedisServer... servers) {
    return open(new RedisBusSettings(List.of(servers), null, STORE, PATIENT), aNode());
  }

  RedisBus open(RedisBusSettings settings, NodeId node) {
    var bus = new RedisBus(settings, node, List.of(Happened.class), new SecureRandom());
    opened.add(bus);
    return bus;
  }

  /** The server at that port of this machine. */
  static RedisServer at(int port) {
    return RedisServer.parse("redis://127.0.0.1:" + port);
  }

  static NodeId aNode() {
    return new NodeId(Fixtures.id("node"), "1");
  }

  static SchoolId aSchool() {
    return new SchoolId(Fixtures.id("school"));
  }

  static Change.OfMessage message(long rev) {
    var maths = new ConversationId("maths");
    return new Change.OfMessage(maths, rev, new Happened(maths, rev));
  }

  static List<Change> change(long rev) {
    return List.of(message(rev));
  }

  /** What is done once the bus is there, for which it waits. */
  static <T> T whenThere(Supplier<T> call) {
    return Awaitility.await()
        .ignoreException(BusUnavailable.class)
        .until(call::get, answer -> answer != null);
  }

  @Override
  public void close() {
    opened.forEach(RedisBus::close);
  }
}
