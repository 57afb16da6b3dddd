// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import homeroom.bench.report.Machine;
import homeroom.bench.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that is known of a day, for programs, and a page of it to read.
 *
 * @param answered calls; a day with fewer than one for each device shows nothing
 * @param happened in words, with its number
 * @param violations what the server did that it must not, while it ran
 * @param named some of these, in words
 */
record SoakReport(
    Machine machine,
    long seed,
    int clients,
    double minutes,
    long answered,
    List<Figure> happened,
    long violations,
    List<String> named,
    Verdict verdict,
    List<Vitals> vitals) {

  private static final int MIB = 1 << 20;

  /** How often something happened. */
  record Figure(String what, long times) {}

  static SoakReport of(
      Machine machine,
      long seed,
      int clients,
      double minutes,
      SoakSchool school,
      Verdict verdict,
      List<Vitals> vitals) {
    return school.call(() ->
        new SoakReport(
            machine,
            seed,
            clients,
            minutes,
            school.counts().acked,
            figures(school.counts()),
            school.promises().violations(),
            List.copyOf(school.promises().named()),
            verdict,
            vitals));
  }

  private static List<Figure> figures(Counts counts) {
    return List.of(
        new Figure("kill -9", counts.kills),
        new Figure("restarts", counts.restarts),
        new Figure("connections", counts.connections),
        new Figure("losses of the network", counts.networkLosses),
        new Figure("devices that heard nothing for a while", counts.silences),
        new Figure("calls answered", counts.acked),
        new Figure("calls repeated, since their answer was lost", counts.repeated),
        new Figure("of these done before", counts.duplicates),
        new Figure("messages, edits and deletions pushed", counts.pushes),
        new Figure("people who came or went, pushed", counts.presence),
        new Figure("receipts pushed", counts.receipts),
        new Figure("typing pushed", counts.typing),
        new Figure("syncs", counts.syncs),
        new Figure("of these for a gap", counts.gaps),
        new Figure("groups made", counts.groups),
        new Figure("changes of classes", counts.rosterChanges),
        new Figure("refused for a limit (429)", counts.tooMany),
        new Figure("refused for now (503)", counts.unavailable),
        new Figure(
            "refused to who is not in the conversation any more", counts.refusedForMembership));
  }

  boolean isRight() {
    return violations == 0 && verdict.isRight() && showsAnything();
  }

  private boolean showsAnything() {
    return verdict.messages() > 0 && answered >= clients;
  }

  private String judgement() {
    if (isRight()) {
      return "Right";
    }
    return violations == 0 && verdict.isRight() && verdict.messages() > 0
        ? "Nothing shown, since devices hardly got to do anything"
        : "Wrong";
  }

  String page() {
    var page = new StringBuilder("# A school's day in fast motion\n\n");
    page.append(machine.sentence())
        .append(" %d devices, %.1f minutes, seed %d.%n%n".formatted(clients, minutes, seed));
    page.append(
        "**%s**: %,d messages stored; %d lost, %d doubled, %d foreign, %d devices that differ, %d other faults.%n%n"
            .formatted(
                judgement(),
                verdict.messages(),
                verdict.lost(),
                verdict.doubled(),
                verdict.foreign(),
                verdict.diverged(),
                violations));
    verdict.examples().forEach(example -> page.append("- ").append(example).append('\n'));
    named.forEach(example -> page.append("- ").append(example).append('\n'));
    var table = new Table("what happened", "times");
    happened.forEach(
        figure -> table.row(List.of(figure.what(), Table.number((double) figure.times(), 0))));
    page.append('\n').append(table).append('\n').append(processes());
    return page.toString();
  }

  /** Each process at the greatest age that most reach, and the last one at its end. */
  private Table processes() {
    var table = new Table("process", "age s", "resident MB", "threads", "files open", "data MB");
    for (Vitals one : compared()) {
      table.row(
          List.of(
              Integer.toString(one.process()),
              Integer.toString(one.ageSeconds()),
              Table.number((double) one.residentBytes() / MIB, 0),
              Integer.toString(one.threads()),
              Integer.toString(one.files()),
              Table.number((double) one.dataBytes() / MIB, 1)));
    }
    return table;
  }

  private List<Vitals> compared() {
    int age =
        vitals.stream()
            .mapToInt(Vitals::process)
            .distinct()
            .map(this::oldest)
            .sorted()
            .skip(vitals.stream().mapToInt(Vitals::process).distinct().count() / 4)
            .findFirst()
            .orElse(0);
    var compared =
        new ArrayList<Vitals>(vitals.stream().filter(one -> one.ageSeconds() == age).toList());
    vitals.stream()
        .max(Comparator.comparingInt(Vitals::process).thenComparingInt(Vitals::ageSeconds))
        .filter(last -> last.ageSeconds() != age)
        .ifPresent(compared::add);
    return compared;
  }

  private int oldest(int process) {
    return vitals.stream()
        .filter(one -> one.process() == process)
        .mapToInt(Vitals::ageSeconds)
        .max()
        .orElse(0);
  }
}
