// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.TestTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node says of the others, from what the store knows of them. */
class NodeFiguresTest {

  private final NodeFigures figures = new NodeFigures(new TestTime().clock());

  private static NodeLife life(String name, String boot, int secondsAgo) {
    Duration age = Duration.ofSeconds(secondsAgo);
    return new NodeLife(new NodeId(name, boot), TestTime.START.minus(age), age, Set.of());
  }

  @Test
  void aNodeThatDiedIsDeadUntilOneOfItsNameLives() {
    figures.known(List.of(life("a", "1", 1), life("b", "1", 11), life("c", "1", 9)));
    assertThat(figures.living()).isEqualTo(2);
    assertThat(figures.dead()).isEqualTo(1);
    figures.known(
        List.of(life("a", "1", 1), life("b", "1", 60), life("b", "2", 0), life("c", "1", 1)));
    assertThat(figures.living()).isEqualTo(3);
    assertThat(figures.dead()).isZero();
  }
}
