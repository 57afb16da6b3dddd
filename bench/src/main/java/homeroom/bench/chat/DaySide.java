// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Table;
import homeroom.bench.server.CpuTime;
import homeroom.bench.server.Resident;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** A running server with all of its people connected, and what they say. For one thread. */
final class DaySide implements AutoCloseable {

  /** From the start of a server until its idle size is looked at. */
  private static final long IDLE_MILLIS = 1_000;

  private final String title;
  private final DayServer.Running server;
  private final SchoolClients school;
  private final ChatLoad load;
  private final FsyncProbe fsync;
  private final Connecting connecting;
  private final long startNanos;

  /**
   * How everybody came.
   *
   * @param readySeconds from the start of the server until it listened
   * @param idleBytes resident a second later
   * @param people who connected
   * @param seconds it took them
   * @param cpuMillisEach of the server
   * @param residentBytes when all were there
   */
  record Connecting(
      double readySeconds,
      long idleBytes,
      int people,
      double seconds,
      double cpuMillisEach,
      long residentBytes) {}

  /** What a load gave, and how large the server was at its end. */
  record Measured(Figures figures, long residentBytes) {

    double cpuMicrosPerDelivery() {
      return figures.cpu().seconds() * 1e6 / figures.deliveries();
    }
  }

  private DaySide(
      String title,
      DayServer.Running server,
      SchoolClients school,
      ChatLoad load,
      FsyncProbe fsync,
      Connecting connecting,
      long startNanos) {
    this.title = title;
    this.server = server;
    this.school = school;
    this.load = load;
    this.fsync = fsync;
    this.connecting = connecting;
    this.startNanos = startNanos;
  }

  /**
   * Starts the server and has everybody connect.
   *
   * @param disk a folder on the file system of the server's data
   */
  static DaySide open(DayServer kind, int window, Path disk)
      throws IOException, InterruptedException {
    DayServer.Running server = kind.start().now();
    SchoolClients school = new SchoolClients(server.target().address());
    try {
      long start = System.nanoTime();
      Thread.sleep(IDLE_MILLIS);
      Connecting connecting = connect(server, school);
      school.seat(kind.seats());
      var load = new ChatLoad(school, window);
      return new DaySide(
          kind.title(), server, school, load, new FsyncProbe(disk), connecting, start);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      school.close();
      server.close();
      throw failed;
    }
  }

  private static Connecting connect(DayServer.Running server, SchoolClients school)
      throws IOException {
    long pid = server.target().pid();
    long idle = Resident.bytes(pid);
    List<Account> accounts = Account.read(server.target().tokens());
    CpuTime before = CpuTime.of(pid);
    long start = System.nanoTime();
    school.join(accounts);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Connecting(
        server.readySeconds(),
        idle,
        accounts.size(),
        seconds,
        CpuTime.of(pid).since(before).seconds() * 1e3 / accounts.size(),
        Resident.bytes(pid));
  }

  /** What its server is called in results. */
  String title() {
    return title;
  }

  Connecting connecting() {
    return connecting;
  }

  /** Since it listened. */
  double ageSeconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  static String name(OptionalDouble rate) {
    return rate.isPresent() ? Table.number(rate.getAsDouble(), 0) + "/s" : "saturation";
  }

  /** Begins a load; nothing of it is measured. */
  void begin(OptionalDouble rate) {
    if (rate.isPresent()) {
      load.keepPace(rate.getAsDouble());
    } else {
      load.saturate();
    }
  }

  /** Ends a load when all that was sent has arrived. */
  void end() {
    load.stop();
  }

  /** Carries a load, and measures it after it has settled. */
  Measured measure(OptionalDouble rate, double settleSeconds, double seconds)
      throws IOException, InterruptedException {
    begin(rate);
    pause(settleSeconds);
    long pid = server.target().pid();
    long self = ProcessHandle.current().pid();
    var _ = fsync.take();
    var _ = load.take();
    CpuTime before = CpuTime.of(pid);
    CpuTime selfBefore = CpuTime.of(self);
    pause(seconds);
    ChatLoad.Counts counts = load.take();
    CpuTime cpu = CpuTime.of(pid).since(before);
    CpuTime used = CpuTime.of(self).since(selfBefore);
    Figures figures = Figures.of(name(rate), counts, cpu, used, fsync.take());
    long resident = Resident.bytes(pid);
    end();
    return new Measured(figures, resident);
  }

  static void pause(double seconds) throws InterruptedException {
    Thread.sleep((long) (seconds * 1_000));
  }

  @Override
  public void close() throws IOException {
    fsync.close();
    school.close();
    server.close();
  }
}
