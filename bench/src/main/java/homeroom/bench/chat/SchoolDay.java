// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The loads of a school's day, Homeroom beside the server of the original architecture: from fresh
 * processes, one after the other, and again when both are some minutes old. Who goes first changes
 * from round to round.
 */
final class SchoolDay {

  /** What both carry while they grow older, in messages per second. */
  private static final double MEANWHILE = 20;

  private final SchoolDayPlan plan;
  private final Path disk;
  private final PrintWriter progress;
  private final List<Came> connects = new ArrayList<>();
  private final List<Taken> fresh = new ArrayList<>();
  private final List<Taken> later = new ArrayList<>();

  /** How everybody came to a server. */
  record Came(String server, int round, DaySide.Connecting connecting) {}

  /** What one load gave on one server in one round. */
  record Taken(String server, int round, DaySide.Measured measured) {}

  /** All that was measured. */
  record Results(List<Came> connects, List<Taken> fresh, List<Taken> later) {}

  /**
   * @param disk a folder on the file system of the servers' data
   */
  SchoolDay(SchoolDayPlan plan, Path disk, PrintWriter progress) {
    this.plan = plan;
    this.disk = disk;
    this.progress = progress;
  }

  Results run(DayServer ours, DayServer theirs, DayServer floor)
      throws IOException, InterruptedException {
    open(floor, 1).close();
    for (int round = 1; round <= plan.rounds(); round++) {
      boolean oursFirst = round % 2 != 0;
      DaySide first = open(oursFirst ? ours : theirs, round);
      boolean stay = round == plan.rounds() && plan.minutes() > 0;
      if (!stay) {
        first.close();
        open(oursFirst ? theirs : ours, round).close();
        continue;
      }
      try (first;
          DaySide second = open(oursFirst ? theirs : ours, round)) {
        growOlder(first, second);
        again(oursFirst ? first : second, oursFirst ? second : first);
      }
    }
    return new Results(connects, fresh, later);
  }

  /** A fresh process, everybody connected, a while at saturation, then load by load. */
  private DaySide open(DayServer kind, int round) throws IOException, InterruptedException {
    DaySide side = DaySide.open(kind, plan.window(), disk);
    try {
      connects.add(new Came(kind.title(), round, side.connecting()));
      tell(kind.title(), round, side.connecting());
      side.begin(OptionalDouble.empty());
      DaySide.pause(plan.firstSeconds());
      side.end();
      for (OptionalDouble rate : plan.loads()) {
        measure(fresh, kind.title(), round, side, rate);
      }
      return side;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      side.close();
      throw failed;
    }
  }

  private void growOlder(DaySide first, DaySide second) throws InterruptedException {
    double seconds = plan.minutes() * 60 - Math.min(first.ageSeconds(), second.ageSeconds());
    if (seconds > 0) {
      say("Both go on at %.0f/s for %.0f s ...".formatted(MEANWHILE, seconds));
      first.begin(OptionalDouble.of(MEANWHILE));
      second.begin(OptionalDouble.of(MEANWHILE));
      DaySide.pause(seconds);
      first.end();
      second.end();
    }
  }

  private void again(DaySide ours, DaySide theirs) throws IOException, InterruptedException {
    for (int round = 1; round <= plan.rounds(); round++) {
      for (OptionalDouble rate : plan.loads()) {
        if (round % 2 != 0) {
          measure(later, DayServer.HOMEROOM, round, ours, rate);
          measure(later, DayServer.FEATHERS, round, theirs, rate);
        } else {
          measure(later, DayServer.FEATHERS, round, theirs, rate);
          measure(later, DayServer.HOMEROOM, round, ours, rate);
        }
      }
    }
  }

  private void measure(
      List<Taken> into, String server, int round, DaySide side, OptionalDouble rate)
      throws IOException, InterruptedException {
    DaySide.Measured one = side.measure(rate, plan.settleSeconds(), plan.seconds());
    into.add(new Taken(server, round, one));
    say(
        "round %d, %s, %.0f s old, %s: %s messages/s, %s µs of CPU per delivery, ack p99 %s ms"
            .formatted(
                round,
                server,
                side.ageSeconds(),
                DaySide.name(rate),
                Table.number(one.figures().messagesPerSecond(), 0),
                Table.number(one.cpuMicrosPerDelivery(), 1),
                Table.number(one.figures().ack().p99(), 1)));
  }

  private void tell(String server, int round, DaySide.Connecting all) {
    say(
        "round %d, %s: ready in %s s, %d connected in %s s, %s ms of CPU each"
            .formatted(
                round,
                server,
                Table.number(all.readySeconds(), 2),
                all.people(),
                Table.number(all.seconds(), 1),
                Table.number(all.cpuMillisEach(), 2)));
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }
}
