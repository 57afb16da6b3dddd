// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.relay;

import homeroom.chat.bus.Bus;
import homeroom.chat.bus.BusLimits;
import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.bus.Change;
import homeroom.chat.bus.Entry;
import homeroom.chat.bus.Node;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Position;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.presence.Connection;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import homeroom.cluster.redis.RedisBus;
import homeroom.cluster.redis.RedisBusLimits;
import homeroom.cluster.redis.RedisBusSettings;
import homeroom.cluster.redis.RedisServer;
import homeroom.http.HttpLimits;
import homeroom.http.HttpServer;
import homeroom.socketio.Socket;
import homeroom.socketio.SocketIoServer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Relays what is said in a room to its members at this node and, by the bus, at the others. Several
 * of them, each a process, are what the peers with an adapter for Redis are.
 */
public final class RelayNode implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 200_000;

  /** How often the bus is asked for, about a second each time at most. */
  private static final int CONNECTING = 30;

  /** Hears the bus and does nothing. */
  private record Nobody() implements Bus.Listener {
    @Override
    public void appended(Entry entry) {}

    @Override
    public void beat(Position head, Instant at) {}

    @Override
    public void passed(NodeId from, Change change) {}

    @Override
    public void lost() {}
  }

  private record Member(RelayRoom room, UserId user) {}

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final SocketIoServer io = SocketIoServer.builder().build();
  private final ConnectionManager<Socket> connections = new ConnectionManager<>();
  private final RedisBus bus;
  private final Node node;
  private final RelaySchool school;
  private final HttpServer http;

  /** Listens on a free port of the loopback interface, once it hears the bus. */
  private RelayNode(int redisPort, int index, int nodes) throws IOException, InterruptedException {
    var id = new NodeId("node" + index, "1");
    var settings =
        new RedisBusSettings(
            List.of(RedisServer.parse("redis://127.0.0.1:" + redisPort)),
            null,
            "bench",
            RedisBusLimits.DEFAULT);
    bus = new RedisBus(settings, id, List.of(MessageEvent.class), new SecureRandom());
    var store = new RelayStore(id);
    node =
        new Node(
            id,
            bus,
            store,
            store,
            Clock.systemUTC(),
            Timer.on(timer),
            Thread::startVirtualThread,
            BusLimits.DEFAULT);
    var everybody = io.namespace("/");
    school =
        new RelaySchool(index, nodes, node, new RelayFanout(everybody.sharedFrames(), connections));
    node.tell(school);
    awaitBus();
    node.start();
    node.serve(RelaySchool.ID);
    everybody
        .onConnection(this::join)
        .onDirect(
            "say",
            (socket, args, ack) -> {
              Member member = socket.data(Member.class);
              school.say(member.room(), member.user(), args.text(0));
            });
    http =
        HttpServer.builder()
            .limits(HttpLimits.builder().maxConnections(MAX_CONNECTIONS).build())
            .mount(io.path(), io.mount())
            .start();
  }

  /** While this JVM begins, an answer may come too late for the bus. */
  private void awaitBus() throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      try {
        bus.subscribe(RelaySchool.ID, new Nobody()).end();
        var _ = bus.head(RelaySchool.ID);
        return;
      } catch (BusUnavailable away) {
        if (i == CONNECTING) {
          throw new IOException(away.getMessage(), away);
        }
        Thread.sleep(RedisBusLimits.DEFAULT.again());
      }
    }
  }

  private void join(Socket socket) {
    RelayRoom room = school.room(socket.handshake().queryParameter("room").orElseThrow());
    UserId user = room.join();
    socket.setData(new Member(room, user));
    var _ =
        connections.add(
            new Connection<>(
                new ConnectionId(socket.id()),
                user,
                RelaySchool.ID,
                Role.STUDENT,
                Set.of(),
                Instant.now(),
                socket));
    socket.emit("ready");
  }

  /**
   * Takes the port of Redis, which node this is, from 0, and how many there are. Prints {@code port
   * N} and ends when its standard input does.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (var relay =
        new RelayNode(
            Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]))) {
      System.out.println("port " + relay.http.port());
      var _ = System.in.readAllBytes();
    }
  }

  @Override
  public void close() {
    io.close();
    http.close();
    node.close();
    bus.close();
    timer.shutdownNow();
  }
}
