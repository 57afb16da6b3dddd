// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Table;
import homeroom.bench.server.CpuTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures a running server: first as much as it takes, then at fixed rates. */
final class ChatBench {

  private final ChatPlan plan;
  private final ChatTarget target;
  private final Path disk;
  private final PrintWriter progress;
  private final long self = ProcessHandle.current().pid();

  /**
   * @param disk a folder on the file system of the server's data
   */
  ChatBench(ChatPlan plan, ChatTarget target, Path disk, PrintWriter progress) {
    this.plan = plan;
    this.target = target;
    this.disk = disk;
    this.progress = progress;
  }

  /** Has everybody ask for what an app asks for when it opens, and measures one rate. */
  Figures runAt(double rate, String name) throws IOException, InterruptedException {
    try (var school = new SchoolClients(target.address(), plan.dialect());
        var fsync = new FsyncProbe(disk)) {
      join(school);
      for (ChatDevice device : school.devices()) {
        var _ = school.tell(device, "\"message:sync\",{\"conversations\":{}}");
        var _ = school.ask(device, "\"find\",\"users\",{\"$limit\":50}");
      }
      var load = new ChatLoad(school, plan.window());
      load.keepPace(rate);
      return measure("%s/s %s".formatted(Table.number(rate, 0), name), load, fsync);
    }
  }

  private void join(SchoolClients school) throws IOException {
    List<Account> accounts = Account.read(target.tokens());
    say("Signing in " + accounts.size() + " users ...");
    school.join(accounts);
    school.learnClassrooms();
    say(describe(school));
  }

  /** Signs everybody in and measures each load. */
  List<Figures> run() throws IOException, InterruptedException {
    try (var school = new SchoolClients(target.address(), plan.dialect());
        var fsync = new FsyncProbe(disk)) {
      join(school);
      var load = new ChatLoad(school, plan.window());
      List<Figures> figures = new ArrayList<>();
      load.saturate();
      Figures saturated = measure("saturation", load, fsync);
      figures.add(saturated);
      for (double rate : plan.ratesAfter(saturated)) {
        load.keepPace(rate);
        figures.add(measure(Table.number(rate, 0) + "/s", load, fsync));
      }
      return figures;
    }
  }

  private static String describe(SchoolClients school) {
    int members =
        school.classrooms().stream().mapToInt(classroom -> classroom.members().size()).sum();
    return "%d classes with %.1f members each."
        .formatted(school.classrooms().size(), (double) members / school.classrooms().size());
  }

  /** What goes on while a load is measured. */
  @FunctionalInterface
  interface Beside {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Signs everybody in, and measures one rate: alone, and from the begin to the end of the work.
   */
  List<Figures> runBeside(double rate, String name, Beside work)
      throws IOException, InterruptedException {
    try (var school = new SchoolClients(target.address(), plan.dialect());
        var fsync = new FsyncProbe(disk)) {
      join(school);
      var load = new ChatLoad(school, plan.window());
      String pace = Table.number(rate, 0) + "/s ";
      load.keepPace(rate);
      Figures alone = measure(pace + "alone", load, fsync);
      load.keepPace(rate);
      return List.of(alone, measure(pace + name, load, fsync, work));
    }
  }

  private Figures measure(String name, ChatLoad load, FsyncProbe fsync)
      throws IOException, InterruptedException {
    return measure(name, load, fsync, () -> pause(plan.seconds()));
  }

  private Figures measure(String name, ChatLoad load, FsyncProbe fsync, Beside work)
      throws IOException, InterruptedException {
    pause(plan.warmUpSeconds());
    var _ = fsync.take();
    var _ = load.take();
    CpuTime serverBefore = CpuTime.of(target.pid());
    CpuTime selfBefore = CpuTime.of(self);
    work.run();
    ChatLoad.Counts counts = load.take();
    CpuTime cpu = CpuTime.of(target.pid()).since(serverBefore);
    CpuTime used = CpuTime.of(self).since(selfBefore);
    Figures figures = Figures.of(name, counts, cpu, used, fsync.take());
    load.stop();
    say(
        "%s: %s messages/s, %s CPU ms each, p99 send→ack %s ms"
            .formatted(
                name,
                Table.number(figures.messagesPerSecond(), 0),
                Table.number(figures.cpuMillisPerMessage(), 3),
                Table.number(figures.ack().p99(), 1)));
    return figures;
  }

  private static void pause(double seconds) throws InterruptedException {
    Thread.sleep((long) (seconds * 1_000));
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }
}
