// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.server.Cores;
import homeroom.bench.server.DemoServer;
import homeroom.bench.server.MeasuredCheckout;
import homeroom.bench.server.RoomServerProcess;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A server that is started anew for each round, on the school that it had before.
 *
 * @param title what it is called in results
 * @param seats who is in which class conversation
 */
record DayServer(String title, Start start, Map<String, List<String>> seats) {

  static final String HOMEROOM = "homeroom";
  static final String FEATHERS = "feathers";
  static final String FLOOR = "floor";

  /** Starts a process. */
  interface Start {
    Running now() throws IOException;
  }

  /**
   * A process that listens.
   *
   * @param readySeconds from its start until it listened
   */
  record Running(ChatTarget target, double readySeconds, AutoCloseable process)
      implements AutoCloseable {

    @Override
    public void close() throws IOException {
      try {
        process.close();
      } catch (Exception failed) {
        throw new IOException("a server did not end", failed);
      }
    }
  }

  /** This checkout, as its launcher starts it; makes its school. */
  static DayServer homeroom(Path data, int students, Cores cores, List<String> jvmOptions)
      throws IOException {
    var setting = new DemoServer.Setting(data, students, cores, jvmOptions);
    return learnt(
        HOMEROOM,
        () -> {
          DemoServer server = DemoServer.launch(MeasuredCheckout.here(), setting);
          return new Running(ChatTarget.of(server), server.readySeconds(), server);
        });
  }

  /** The server of the original architecture, with as many people; makes its school. */
  static DayServer feathers(Workshop workshop, Path data, int people, Cores cores)
      throws IOException {
    Path tokens = data.resolve("tokens.jsonl");
    return learnt(
        FEATHERS, () -> running(workshop.startFeathers(data, people, tokens, cores), tokens));
  }

  static Running running(RoomServerProcess server, Path tokens) {
    URI address = URI.create("http://127.0.0.1:" + server.port());
    return new Running(
        new ChatTarget(address, tokens, server.pid()), server.readySeconds(), server);
  }

  private static DayServer learnt(String title, Start start) throws IOException {
    try (Running first = start.now();
        var school = new SchoolClients(first.target().address())) {
      school.join(Account.read(first.target().tokens()));
      school.learnClassrooms();
      return new DayServer(title, start, school.seats());
    }
  }

  int people() {
    return Math.toIntExact(seats.values().stream().flatMap(List::stream).distinct().count());
  }

  /** How many others get a message, on the mean. */
  double listeners() {
    return seats.values().stream().mapToInt(members -> members.size() - 1).average().orElse(0);
  }
}
