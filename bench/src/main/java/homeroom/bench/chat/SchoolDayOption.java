// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Machine;
import homeroom.bench.report.Results;
import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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

  boolean isGiven() {
    return schoolDay;
  }

  double minutes() {
    return minutes;
  }

  /** Why it cannot be measured on this machine; empty if it can. */
  static Optional<String> obstacle() {
    return Workshop.obstacleToFeathers().or(() -> Workshop.obstacle(Contender.FLOOR));
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
    var workshop = new Workshop(bench, List.of());
    out.println("Preparing the other servers ...");
    out.flush();
    workshop.prepareFeathers();
    workshop.prepare(Contender.FLOOR);
    int size = students == null ? STUDENTS : students;
    DayServer ours = DayServer.homeroom(folder.resolve("homeroom"), size, cores, jvmOptions);
    DayServer theirs =
        DayServer.feathers(workshop, folder.resolve("feathers"), ours.people(), cores);
    DayServer floor = FloorSchool.of(workshop, folder, ours.people(), cores);
    SchoolDay.Results results = new SchoolDay(plan, folder, out).run(ours, theirs, floor);
    List<String> loads = plan.loads().stream().map(DaySide::name).toList();
    String text = new SchoolDayReport(loads, results).text();
    tell(cores, results, about(plan, ours, theirs, floor) + "\n" + text, bench, out);
  }

  private static String about(
      SchoolDayPlan plan, DayServer ours, DayServer theirs, DayServer floor) {
    return """
    %d people are connected and ack every message. Of their class conversations a message goes to
    %.1f others on the mean; in the Node.js server of the original architecture, 'feathers', to
    %.1f, in the floor in C to %.1f. Figures are medians over the rounds (%d), ratios those of CPU
    per delivery within a round.
    """
        .formatted(
            ours.people(), ours.listeners(), theirs.listeners(), floor.listeners(), plan.rounds());
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
