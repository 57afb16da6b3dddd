// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import homeroom.chat.bus.Bus;
import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.bus.Entry;
import homeroom.chat.bus.EntryTooLarge;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Position;
import homeroom.chat.school.SchoolId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One server, which has the logs of some of the schools. Safe for many threads. */
final class Shard implements AutoCloseable {

  private final RedisServer server;
  private final RedisNames names;
  private final NodeId node;
  private final EntryCodec codec;
  private final RedisBusLimits limits;
  private final Supplier<String> epochs;
  private final Reconnecting<Commands> commands;
  private final Reconnecting<Subscriptions> subscriptions;

  /**
   * Connects to nothing yet.
   *
   * @param epochs gives one that never was
   */
  Shard(
      RedisServer server,
      Connector connector,
      RedisNames names,
      NodeId node,
      EntryCodec codec,
      RedisBusLimits limits,
      Supplier<String> epochs) {
    this.server = server;
    this.names = names;
    this.node = node;
    this.codec = codec;
    this.limits = limits;
    this.epochs = epochs;
    this.commands =
        new Reconnecting<>(
            server,
            "for commands",
            limits.again(),
            deadline -> Commands.open(connector, server, deadline));
    this.subscriptions =
        new Reconnecting<>(
            server,
            "for what channels carry",
            limits.again(),
            deadline -> Subscriptions.open(connector, server, names, node, codec, deadline));
  }

  RedisServer server() {
    return server;
  }

  /** Whether what was asked of it last was answered. */
  boolean isThere() {
    Commands connected = commands.now();
    return connected != null && !connected.isRefused();
  }

  private Deadline deadline() {
    return Deadline.in(limits.answer());
  }

  Position append(SchoolId school, byte[] payload) {
    if (payload.length > limits.entryBytes()) {
      throw new EntryTooLarge("An entry of " + payload.length + " bytes is too long.");
    }
    List<Object> head =
        run(
            Script.APPEND,
            keys(school),
            deadline(),
            bytes(names.channel(school)),
            payload,
            bytes(limits.entries()),
            bytes(limits.kept().toMillis()));
    return position(head);
  }

  Position head(SchoolId school) {
    return position(read(school, new Position("-", 0), 1, deadline()));
  }

  /** What the log has after the position: nothing if it is another log, or forgot some of it. */
  Bus.Reading after(SchoolId school, Position position) {
    Deadline deadline = deadline();
    var entries = new ArrayList<Entry>();
    Position last = position;
    long bytes = 0;
    while (true) {
      List<Object> page = read(school, last, limits.readingEntries(), deadline);
      Position head = position(page);
      if (head.equals(last)) {
        return new Bus.Reading(true, entries, head);
      }
      List<Entry> next = next(page, last);
      bytes += size(page);
      if (next.isEmpty() || bytes > limits.readingBytes()) {
        return new Bus.Reading(false, List.of(), head);
      }
      entries.addAll(next);
      last = next.getLast().position();
    }
  }

  private List<Object> read(SchoolId school, Position after, int most, Deadline deadline) {
    return run(
        Script.READ,
        keys(school),
        deadline,
        bytes(after.epoch()),
        bytes(after.offset()),
        bytes(most));
  }

  /** The entries of a page, if they go on just after the last one. */
  private List<Entry> next(List<Object> page, Position last) {
    var entries = new ArrayList<Entry>();
    try {
      for (Object text : (List<?>) page.get(2)) {
        Entry entry = codec.readEntry((byte[]) text);
        var expected = new Position(last.epoch(), last.offset() + entries.size() + 1);
        if (!entry.position().equals(expected)) {
          return List.of();
        }
        entries.add(entry);
      }
      return entries;
    } catch (UnreadableBytes e) {
      return List.of();
    }
  }

  private static long size(List<Object> page) {
    return ((List<?>) page.get(2)).stream().mapToLong(text -> ((byte[]) text).length).sum();
  }

  /**
   * Has the node hear where the logs of these schools end.
   *
   * @param servers which ones the node has
   * @return another node that has other ones, or ""
   */
  String beat(List<SchoolId> schools, String servers) {
    Subscriptions hearing = subscriptions.now();
    if (hearing == null) {
      return beatInParts(schools, servers);
    }
    hearing.beatBegins();
    try {
      String other = beatInParts(schools, servers);
      hearing.demandBeats(limits.beatsUnheard());
      return other;
    } catch (BusUnavailable e) {
      hearing.beatFailed();
      throw e;
    }
  }

  private String beatInParts(List<SchoolId> schools, String servers) {
    Deadline deadline = deadline();
    String other;
    int from = 0;
    do {
      int to = Math.min(schools.size(), from + limits.beatingSchools());
      other = beatOf(schools.subList(from, to), servers, deadline);
      from = to;
    } while (from < schools.size());
    return other;
  }

  private String beatOf(List<SchoolId> schools, String servers, Deadline deadline) {
    var keys = new ArrayList<String>();
    keys.add(names.nodes());
    var arguments = new ArrayList<byte[]>();
    arguments.add(bytes(names.beats(node)));
    arguments.add(bytes(node.toString()));
    arguments.add(bytes(servers));
    arguments.add(bytes(limits.nodeAlive().toMillis()));
    arguments.add(bytes(limits.nodesKept().toMillis()));
    for (SchoolId school : schools) {
      keys.addAll(List.of(keys(school)));
      arguments.add(bytes(school.value()));
    }
    List<Object> answer =
        run(Script.BEAT, keys.toArray(String[]::new), deadline, arguments.toArray(byte[][]::new));
    return text(answer.getFirst());
  }

  private List<Object> run(Script script, String[] keys, Deadline deadline, byte[]... arguments) {
    var all = new byte[arguments.length + 1][];
    all[0] = bytes(epochs.get());
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return commands.get(deadline).run(script, keys, all, deadline);
  }

  /** Has all who subscribed told that they hear nothing more. */
  void endSubscriptions() {
    Subscriptions hearing = subscriptions.now();
    if (hearing != null) {
      hearing.close();
    }
  }

  Bus.Subscription subscribe(SchoolId school, Bus.Listener listener) {
    Deadline deadline = deadline();
    return subscriptions.get(deadline).subscribe(school, listener, deadline);
  }

  /** Publishes something that may be lost. Returns at once. */
  void pass(SchoolId school, byte[] text) {
    Commands connected = commands.now();
    if (connected != null) {
      connected.publish(names.channel(school), text);
    }
  }

  private String[] keys(SchoolId school) {
    return new String[] {names.head(school), names.log(school)};
  }

  private static Position position(List<Object> answer) {
    return new Position(text(answer.getFirst()), Words.number(text(answer.get(1))));
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, UTF_8);
  }

  private static byte[] bytes(Object text) {
    return text.toString().getBytes(UTF_8);
  }

  @Override
  public void close() {
    subscriptions.close();
    commands.close();
  }
}
