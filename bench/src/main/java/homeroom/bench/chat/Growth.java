// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Statistics;
import homeroom.bench.report.Table;
import homeroom.bench.server.Cores;
import homeroom.bench.server.DemoServer;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What calls cost with ever more messages stored: one server for each size, all alive at once, and
 * each round asks every one of them, so that a machine that changes its speed changes it for all.
 */
final class Growth implements AutoCloseable {

  private static final int STUDENTS = 300;

  /** Calls of one kind to one server in a round; the round's value is their median. */
  private static final int CALLS = 40;

  private final Path folder;
  private final Cores cores;
  private final PrintWriter progress;
  private final List<Stand> stands = new ArrayList<>();

  /** A server with its messages, and one user of it at a device. */
  private record Stand(long size, DemoServer server, SchoolClients school, GrowthCalls calls) {}

  /** Milliseconds of one kind of call at one size, by round. */
  record Series(String call, long size, Map<Integer, Double> millis) {

    double median() {
      return Statistics.median(List.copyOf(millis.values()));
    }
  }

  Growth(Path folder, Cores cores, PrintWriter progress) {
    this.folder = folder;
    this.cores = cores;
    this.progress = progress;
  }

  /** Fills a store for each size, then starts a server on each. */
  void prepare(List<Long> sizes) throws IOException, InterruptedException {
    for (long size : sizes) {
      Path data = folder.resolve("messages-" + size);
      var setting = new DemoServer.Setting(data, STUDENTS, cores, List.of());
      say("Filling a school with " + Table.number((double) size, 0) + " messages ...");
      new Filling(rooms(setting), progress).fill(data.resolve("homeroom.db"), size);
    }
    for (long size : sizes) {
      stands.add(open(size));
    }
  }

  private Stand open(long size) throws IOException {
    Path data = folder.resolve("messages-" + size);
    DemoServer server = DemoServer.start(new DemoServer.Setting(data, STUDENTS, cores, List.of()));
    var school = new SchoolClients(server.address());
    school.join(Account.read(server.tokens()).stream().filter(Growth::isAsking).toList());
    school.learnClassrooms();
    return new Stand(size, server, school, new GrowthCalls(school));
  }

  /** The one who asks is a student, and the first of them. */
  private static boolean isAsking(Account account) {
    return account.email().startsWith("student1@");
  }

  /**
   * The class conversations, as the server knows them, the last one of the student who asks first.
   * Makes the school if there is none.
   */
  private static List<Filling.FilledClass> rooms(DemoServer.Setting setting) throws IOException {
    try (DemoServer server = DemoServer.start(setting);
        var school = new SchoolClients(server.address())) {
      List<Account> accounts = Account.read(server.tokens());
      school.join(accounts);
      school.learnClassrooms();
      JsonNode me = school.ask(school.devices().getFirst(), "\"find\",\"users\",{\"$limit\":1}");
      var schoolId = new SchoolId(me.path("data").path(0).path("schoolId").stringValue());
      return school.classrooms().stream()
          .sorted(Comparator.comparing(Growth::isOfAsking).thenComparing(Classroom::id).reversed())
          .map(room ->
              new Filling.FilledClass(schoolId, new ConversationId(room.id()), members(room)))
          .toList();
    }
  }

  private static boolean isOfAsking(Classroom room) {
    return room.members().stream().anyMatch(member -> isAsking(member.account()));
  }

  private static List<UserId> members(Classroom room) {
    return room.members().stream().map(device -> new UserId(device.account().userId())).toList();
  }

  /** Measures in rounds; one more, to warm up, does not count. */
  List<Series> run(int rounds) {
    Map<String, Series> series = new HashMap<>();
    List<Series> inOrder = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      for (String call : GrowthCalls.NAMES) {
        for (Stand stand : stands) {
          double millis = stand.calls().median(call, CALLS);
          Series one =
              series.computeIfAbsent(
                  call + stand.size(),
                  key -> {
                    var fresh = new Series(call, stand.size(), new HashMap<>());
                    inOrder.add(fresh);
                    return fresh;
                  });
          if (round > 0) {
            one.millis().put(round, millis);
          }
        }
      }
      say("round " + round + " of " + rounds);
    }
    return inOrder;
  }

  /** Medians, and the medians of the ratios to the smallest size within the rounds. */
  static Table table(List<Series> all) {
    var table = new Table("call", "messages stored", "median ms", "÷ smallest");
    for (String call : GrowthCalls.NAMES) {
      List<Series> sizes = all.stream().filter(one -> one.call().equals(call)).toList();
      for (Series one : sizes) {
        table.row(
            List.of(
                call,
                Table.number((double) one.size(), 0),
                Table.number(one.median(), 3),
                Table.number(Statistics.medianRatio(one.millis(), sizes.getFirst().millis()), 2)));
      }
    }
    return table;
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }

  @Override
  public void close() {
    for (Stand stand : stands) {
      stand.school().close();
      stand.server().close();
    }
  }
}
