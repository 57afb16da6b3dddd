// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.SchoolId;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Rosters that commands make current are brought in at once, whatever another school's are like.
 */
class NewlyCurrentTest {

  private static final SchoolId HILL = new SchoolId("hill");
  private static final SchoolId DALE = new SchoolId("dale");

  private final Set<SchoolId> current = new HashSet<>();
  private final Set<SchoolId> broken = new HashSet<>();
  private int tries;

  private final NewlyCurrent looks =
      new NewlyCurrent(
          () -> Set.copyOf(current),
          () -> {
            tries++;
            current.retainAll(broken);
          });

  @Test
  void oneThatCannotBeBroughtInHoldsUpNoOther() {
    broken.add(HILL);
    current.add(HILL);
    looks.look();
    looks.look();
    assertThat(tries).as("the poll tries it again").isEqualTo(1);
    current.add(DALE);
    looks.look();
    assertThat(current).containsExactly(HILL);
    looks.look();
    assertThat(tries).isEqualTo(2);
  }

  @Test
  void whatIsBroughtInMeanwhileIsNewTheNextTime() {
    broken.add(HILL);
    current.add(HILL);
    looks.look();
    broken.clear();
    current.clear();
    looks.look();
    current.add(HILL);
    looks.look();
    assertThat(current).isEmpty();
    assertThat(tries).isEqualTo(2);
  }

  @Test
  void whereNothingIsNobodyLooksFurther() {
    looks.look();
    assertThat(tries).isZero();
  }
}
