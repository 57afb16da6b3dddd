// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.load.LoadGenerator;
import homeroom.bench.load.RoomLoad;
import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import homeroom.bench.server.RoomServerProcess;
import homeroom.bench.server.Workshop;
import java.io.IOException;

/** Measures what an idle connection keeps in a server's memory. */
final class Idle {

  /** Connections that come first, so that what a server needs anyway is not counted. */
  private static final int FIRST = 1_000;

  /** From the last join until memory is counted. */
  private static final long SETTLE_MILLIS = 3_000;

  private final Workshop workshop;
  private final Cores cores;
  private final int connections;

  Idle(Workshop workshop, Cores cores, int connections) {
    this.workshop = workshop;
    this.cores = cores;
    this.connections = connections;
  }

  /**
   * What one server keeps. Both counts are taken after a full garbage collection.
   *
   * @param connections beyond the first thousand
   * @param residentPerConnection growth of the process, in bytes
   * @param heapPerConnection growth of what is live on its heap, in bytes
   * @param residentBytes of the process with all of them
   */
  record ConnectionFootprint(
      String server,
      int connections,
      double residentPerConnection,
      double heapPerConnection,
      long residentBytes) {}

  /** Starts the server, connects, counts, and ends it. */
  ConnectionFootprint measure(Contender contender) throws IOException, InterruptedException {
    try (RoomServerProcess server = workshop.start(contender, cores);
        var generator = new LoadGenerator()) {
      RoomLoad first = generator.join(server.port(), "first", FIRST);
      Thread.sleep(SETTLE_MILLIS);
      long heapBefore = server.heapBytes();
      long residentBefore = server.residentBytes();
      RoomLoad rest = generator.join(server.port(), "idle", connections);
      Thread.sleep(SETTLE_MILLIS);
      long heap = server.heapBytes();
      long resident = server.residentBytes();
      first.leave();
      rest.leave();
      return new ConnectionFootprint(
          contender.title(),
          connections,
          (double) (resident - residentBefore) / connections,
          (double) (heap - heapBefore) / connections,
          resident);
    }
  }
}
