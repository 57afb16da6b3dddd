// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Machine;
import homeroom.bench.report.Results;
import homeroom.bench.report.Table;
import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code bench chat} has for the loads of a school. */
final class SchoolDayOption {

  /** With their teachers and admins about 2,000 people. */
  private static final int STUDENTS = 1_880;

  @Option(
      names = "--school-day",
      description = {
        "Measures instead the loads of a school, each --rate (default: 5, 20 and 200) and"
            + " saturation, beside a Node.js server of the original architecture (Feathers,"
            + " Socket.IO, SQLite with fsync, stored receipts) and the floor in C.",
        "",
        "In each round a fresh process of each, with 2000 people connected, carries 8 s of"
            + " saturation, then each load for 3 s that do not count and --seconds that do; ratios"
            + " are those of CPU per delivery within a round. The first time npm compiles SQLite,"
            + " which takes minutes."
      })
  private boolean schoolDay;

  @Option(
      names = "--minutes",
      defaultValue = "5",
      description =
          "Of --school-day: how old the servers of the last round are when all is measured again;"
              + " 0 leaves that out (default: 5).")
  private double minutes;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "SERVER",
      defaultValue = "homeroom,feathers,floor",
      description =
          "Of --school-day: the servers that are measured, homeroom, feathers and floor"
              + " (default: all three).")
  private List<String> only = List.of();

  boolean isGiven() {
    return schoolDay;
  }

  double minutes() {
    return minutes;
  }

  /** Why it cannot be measured on this machine; empty if it can. */
  Optional<String> obstacle() {
    for (String server : only) {
      Optional<String> obstacle =
          switch (server) {
            case DayServer.HOMEROOM -> Optional.empty();
            case DayServer.FEATHERS -> Workshop.obstacleToFeathers();
            case DayServer.FLOOR -> Workshop.obstacle(Contender.FLOOR);
            default -> Optional.of("--only is of homeroom, feathers and floor");
          };
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    return Optional.empty();
  }

  /**
   * Measures it, says what it gave, and keeps that.
   *
   * @param plan with the rates, window and seconds of the command
   * @param students of the school, if it is said
   * @param folder an empty one, for the data of the servers
   * @param bench the folder of the module
   */
  void run(
      SchoolDayPlan plan,
      @Nullable Integer students,
      Cores cores,
      List<String> jvmOptions,
      Path folder,
      Path bench,
      PrintWriter out)
      throws IOException, InterruptedException {
    int size = students == null ? STUDENTS : students;
    var workshop = new Workshop(bench, List.of());
    List<DayServer> servers = new ArrayList<>();
    if (only.contains(DayServer.HOMEROOM)) {
      say(out, "Making the school of homeroom ...");
      servers.add(DayServer.homeroom(folder.resolve("homeroom"), size, cores, jvmOptions));
    }
    int people = servers.isEmpty() ? size + size / 16 : servers.getFirst().people();
    if (only.contains(DayServer.FEATHERS)) {
      say(out, "Making the school of feathers ...");
      workshop.prepareFeathers();
      servers.add(DayServer.feathers(workshop, folder.resolve("feathers"), people, cores));
    }
    Optional<DayServer> floor = Optional.empty();
    if (only.contains(DayServer.FLOOR)) {
      workshop.prepare(Contender.FLOOR);
      floor = Optional.of(FloorSchool.of(workshop, folder, people, cores));
    }
    SchoolDay.Results results = new SchoolDay(plan, folder, out).run(servers, floor);
    List<String> loads = plan.loads().stream().map(DaySide::name).toList();
    String text = new SchoolDayReport(loads, results).text();
    floor.ifPresent(servers::add);
    tell(cores, results, about(plan, people, servers) + "\n" + text, bench, out);
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private static String about(SchoolDayPlan plan, int people, List<DayServer> servers) {
    return """
    %d people are connected and ack every message. 'feathers' is a Node.js server of the original
    architecture, 'floor' one in C that only sends and reads. A message to a class goes to so many
    others on the mean: %s. Figures are medians over the rounds (%d), ratios those of
    CPU per delivery within a round.
    """
        .formatted(
            people,
            servers.stream()
                .map(one -> one.title() + " " + Table.number(one.listeners(), 1))
                .collect(Collectors.joining(", ")),
            plan.rounds());
  }

  private static void tell(
      Cores cores, SchoolDay.Results results, String text, Path bench, PrintWriter out)
      throws IOException {
    Machine machine = Machine.here();
    String page =
        "# A school's day\n\n%s %s\n\n%s"
            .formatted(
                machine.sentence(),
                cores.pinned()
                    ? "Each server on the same processor, the clients on another."
                    : "Servers and clients share the processors.",
                text);
    Path saved =
        new Results(bench.resolve("results").toAbsolutePath(), Clock.systemUTC())
            .save(
                "chat-school-day", new ChatCommand.Numbers(machine, cores.pinned(), results), page);
    out.println();
    out.println(text);
    out.println("Saved as " + saved + " and, for programs, as JSON beside it.");
    out.flush();
  }
}
