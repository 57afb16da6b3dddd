// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Rosters that commands make current are brought in at once, whatever another school's are like.
 */
class NewlyCurrentTest {

  private static final String HILL = "an import of Hill";
  private static final String DALE = "an import of Dale";

  private final Set<String> current = new HashSet<>();
  private final Set<String> broken = new HashSet<>();
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
  void theNextOneOfASchoolIsNewAlsoIfNobodyLookedSinceTheFirst() {
    broken.add(HILL);
    current.add(HILL);
    looks.look();
    current.clear();
    current.add("the next of Hill");
    looks.look();
    assertThat(current).isEmpty();
  }

  @Test
  void whereNothingIsNobodyLooksFurther() {
    looks.look();
    assertThat(tries).isZero();
  }
}
