// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.socketio.wire.WireSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sockets that join, leave and go on many threads at once. */
class RoomConcurrencyTest {

  private static final int SOCKETS = 12;
  private static final int THREADS = 8;
  private static final int STEPS = 4_000;

  @Test
  void roomsAndSocketsAgreeWhateverHappensAtOnce() throws Exception {
    try (Fixture server = Fixture.start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<WireSocket> clients = new ArrayList<>();
      for (int i = 0; i < SOCKETS; i++) {
        clients.add(server.connect());
      }
      Awaitility.await().until(() -> server.main.sockets().size() == SOCKETS);
      List<Socket> sockets = List.copyOf(server.main.sockets());
      List<Room> rooms = List.of(Room.of("a"), Room.of("b"), Room.of("c"));
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        var random = new SplittableRandom(t);
        work.add(threads.submit(() -> shuffle(server, sockets, rooms, random)));
      }
      clients.subList(0, SOCKETS / 2).forEach(WireSocket::abort);
      for (Future<?> done : work) {
        done.get();
      }
      Awaitility.await().until(() -> server.main.sockets().size() == SOCKETS / 2);
      for (Room room : rooms) {
        assertThat(server.main.to(room).sockets())
            .containsExactlyInAnyOrderElementsOf(
                sockets.stream().filter(socket -> socket.rooms().contains(room)).toList());
      }
      clients.forEach(WireSocket::abort);
      Awaitility.await().until(() -> server.main.sockets().isEmpty());
      rooms.forEach(room -> assertThat(server.main.to(room).sockets()).isEmpty());
    }
  }

  private static void shuffle(
      Fixture server, List<Socket> sockets, List<Room> rooms, SplittableRandom random) {
    for (int i = 0; i < STEPS; i++) {
      Socket socket = sockets.get(random.nextInt(sockets.size()));
      Room room = rooms.get(random.nextInt(rooms.size()));
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> socket.join(room);
        case 3, 4, 5 -> socket.leave(room);
        case 6 -> server.main.to(room).emit("x");
        default -> socket.emit("y");
      }
    }
  }
}
