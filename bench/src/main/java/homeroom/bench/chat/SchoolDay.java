// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /**
   * Measures them.
   *
   * @param servers who take turns
   * @param floor who is measured once, before them
   */
  Results run(List<DayServer> servers, Optional<DayServer> floor)
      throws IOException, InterruptedException {
    if (floor.isPresent()) {
      open(floor.get(), 1).close();
    }
    for (int round = 1; round < plan.rounds(); round++) {
      for (DayServer server : inOrder(round, servers)) {
        open(server, round).close();
      }
    }
    List<DaySide> there = new ArrayList<>();
    try {
      for (DayServer server : inOrder(plan.rounds(), servers)) {
        there.add(open(server, plan.rounds()));
      }
      if (plan.minutes() > 0) {
        growOlder(there);
        again(there);
      }
    } finally {
      for (DaySide side : there) {
        side.close();
      }
    }
    return new Results(connects, fresh, later);
  }

  /** Another one goes first in every other round. */
  private static <T> List<T> inOrder(int round, List<T> all) {
    return round % 2 != 0 ? all : all.reversed();
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
        measure(fresh, round, side, rate);
      }
      return side;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      side.close();
      throw failed;
    }
  }

  private void growOlder(List<DaySide> there) throws InterruptedException {
    double youngest = there.stream().mapToDouble(DaySide::ageSeconds).min().orElse(0);
    double seconds = plan.minutes() * 60 - youngest;
    if (seconds > 0) {
      say("All go on at %.0f/s for %.0f s ...".formatted(MEANWHILE, seconds));
      there.forEach(side -> side.begin(OptionalDouble.of(MEANWHILE)));
      DaySide.pause(seconds);
      there.forEach(DaySide::end);
    }
  }

  private void again(List<DaySide> there) throws IOException, InterruptedException {
    for (int round = 1; round <= plan.rounds(); round++) {
      for (OptionalDouble rate : plan.loads()) {
        for (DaySide side : inOrder(round, there)) {
          measure(later, round, side, rate);
        }
      }
    }
  }

  private void measure(List<Taken> into, int round, DaySide side, OptionalDouble rate)
      throws IOException, InterruptedException {
    DaySide.Measured one = side.measure(rate, plan.settleSeconds(), plan.seconds());
    into.add(new Taken(side.title(), round, one));
    say(
        "round %d, %s, %.0f s old, %s: %s messages/s, %s µs of CPU per delivery, ack p99 %s ms"
            .formatted(
                round,
                side.title(),
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
