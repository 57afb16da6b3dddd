// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Table;
import homeroom.bench.server.Cores;
import homeroom.bench.server.DemoServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Measures what a signed-in device that does nothing keeps in the memory of the server. */
record IdleMemory(Path folder, int students, Cores cores) {

  /** Devices that come first, so that what a server needs anyway is not counted. */
  private static final int FIRST = 1_000;

  /** From the last sign-in until memory is counted. */
  private static final long SETTLE_MILLIS = 4_000;

  /** The heap shrinks by and by. */
  private static final int COLLECTIONS = 5;

  /** Without these a JVM keeps whatever garbage once needed. */
  private static final List<String> TIGHT_HEAP =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms16m",
          "-Xmn8m",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10");

  /**
   * What was kept.
   *
   * @param connections beyond the first ones
   * @param bytesEach growth of the resident memory for each
   */
  record DeviceFootprint(int connections, double bytesEach, long residentBytes) {}

  DeviceFootprint measure() throws IOException, InterruptedException {
    var setting = new DemoServer.Setting(folder, students, cores, TIGHT_HEAP);
    makeSchool(setting);
    try (DemoServer server = DemoServer.start(setting);
        var school = new SchoolClients(server.address())) {
      List<Account> accounts = Account.read(server.tokens());
      school.join(accounts.subList(0, FIRST));
      long before = settled(server);
      school.join(accounts.subList(FIRST, accounts.size()));
      long after = settled(server);
      int connections = accounts.size() - FIRST;
      return new DeviceFootprint(connections, (double) (after - before) / connections, after);
    }
  }

  /** A server that has just made a school has memory that it gives back only later. */
  private static void makeSchool(DemoServer.Setting setting) throws IOException {
    DemoServer.start(setting).close();
  }

  private static long settled(DemoServer server) throws IOException, InterruptedException {
    Thread.sleep(SETTLE_MILLIS);
    for (int i = 0; i < COLLECTIONS; i++) {
      server.collectGarbage();
    }
    return server.residentBytes();
  }

  static Table table(DeviceFootprint footprint) {
    return new Table("", "signed-in connections", "RSS KB each", "RSS MB in all")
        .row(
            List.of(
                "homeroom",
                Table.number((double) footprint.connections(), 0),
                Table.number(footprint.bytesEach() / 1e3, 2),
                Table.number(footprint.residentBytes() / 1e6, 0)));
  }
}
