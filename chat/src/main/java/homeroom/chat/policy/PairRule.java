// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.school.UserId;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far one role reaches another.
 *
 * @param sameGrade only people who share a grade
 * @param only if there are any, one of the two is among these
 * @param also one of the two is among these: allowed, whatever else the rule says
 */
public record PairRule(Reach reach, boolean sameGrade, Set<UserId> only, Set<UserId> also) {

  public static final PairRule OFF = of(Reach.OFF);
  public static final PairRule CLASS = of(Reach.CLASS);
  public static final PairRule SCHOOL = of(Reach.SCHOOL);

  public PairRule {
    only = Set.copyOf(only);
    also = Set.copyOf(also);
  }

  private static PairRule of(Reach reach) {
    return new PairRule(reach, false, Set.of(), Set.of());
  }

  /** Whether it lets everybody of the school. */
  boolean isOpen() {
    return reach == Reach.SCHOOL && !sameGrade && only.isEmpty();
  }

  /** Whether it lets nobody. */
  boolean isShut() {
    return reach == Reach.OFF && also.isEmpty();
  }

  /** Whether it lets these two. */
  boolean lets(Two two) {
    if (names(also, two)) {
      return true;
    }
    boolean near =
        switch (reach) {
          case OFF -> false;
          case CLASS -> two.shareClass();
          case SCHOOL -> true;
        };
    return near && (only.isEmpty() || names(only, two)) && (!sameGrade || two.shareGrade());
  }

  private static boolean names(Set<UserId> users, Two two) {
    return !users.isEmpty() && (users.contains(two.from()) || users.contains(two.to()));
  }

  /** Two people and what they have in common; asked only where a rule needs it. */
  public interface Two {
    UserId from();

    UserId to();

    boolean shareClass();

    boolean shareGrade();
  }

  /** As it is stored and on the wire, for example {@code school same-grade also=ada,bob}. */
  public String text() {
    return reach.text()
        + (sameGrade ? " same-grade" : "")
        + (only.isEmpty() ? "" : " only=" + ids(only))
        + (also.isEmpty() ? "" : " also=" + ids(also));
  }

  private static String ids(Set<UserId> users) {
    return users.stream().map(UserId::value).sorted().collect(Collectors.joining(","));
  }
}
