// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.policy.Pair;
import homeroom.chat.policy.StudentsPost;
import homeroom.chat.roster.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values for the rules of a school, as its seed has them. */
final class RandomRules {

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/New_York");
  private static final List<String> PRESETS = List.of("open", "primary", "secondary", "staff-only");

  private final Random random;
  private final List<User> people;

  RandomRules(Random random, List<User> people) {
    this.random = random;
    this.people = people;
  }

  /** Some changes, {@code name=value} each. */
  String[] some() {
    var values = new ArrayList<String>();
    if (random.nextInt(4) == 0) {
      values.add("preset=" + one(PRESETS));
    }
    if (random.nextInt(4) == 0) {
      values.add("timeZone=" + one(ZONES));
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      values.add("write." + one(Pair.ALL).text() + "=" + pairRule());
    }
    if (random.nextInt(3) == 0) {
      values.add("studentsPost=" + one(List.of(StudentsPost.values())).text());
      values.add("lessons=" + window());
    }
    values.add("quiet=" + (random.nextBoolean() ? "" : roles() + " " + window()));
    if (random.nextInt(3) == 0) {
      values.add("holidays=" + roles() + " 2026-03-0" + (1 + random.nextInt(9)));
    }
    if (random.nextInt(3) == 0) {
      values.add("supervision=" + supervision());
    }
    if (random.nextInt(3) == 0) {
      values.add("grades.7=" + (random.nextBoolean() ? "7b" : "7b,8a"));
      values.add("grades.8=" + (random.nextBoolean() ? "8a" : ""));
    }
    if (random.nextInt(4) == 0) {
      values.add("limits.groupSize=" + (2 + random.nextInt(6)));
    }
    return values.toArray(String[]::new);
  }

  private String pairRule() {
    return one(List.of("off", "class", "school"))
        + (random.nextInt(5) == 0 ? " same-grade" : "")
        + (random.nextInt(6) == 0 ? " only=" + ids() : "")
        + (random.nextInt(6) == 0 ? " also=" + ids() : "");
  }

  private String supervision() {
    return switch (random.nextInt(3)) {
      case 0 -> "";
      case 1 -> "by=" + ids();
      default -> "grades=7 by=" + ids() + "; by=" + ids();
    };
  }

  private String ids() {
    return IntStream.range(0, 1 + random.nextInt(3))
        .mapToObj(i -> one(people).id().value())
        .distinct()
        .collect(Collectors.joining(","));
  }

  private String roles() {
    return one(List.of("student", "student,teacher", "everyone", "teacher"));
  }

  private String window() {
    return one(DAYS)
        + "-"
        + one(DAYS)
        + " %02d:00-%02d:30".formatted(random.nextInt(24), random.nextInt(24));
  }

  <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
