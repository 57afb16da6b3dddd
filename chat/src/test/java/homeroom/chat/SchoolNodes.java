// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.OtherNodes;
import homeroom.chat.memory.InMemoryBus;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Three nodes on the stores of a school's day, and the bus between them. */
public final class SchoolNodes {

  private int boots;

  /** Its own chat knows of no nodes, and none of them of it. */
  public final SchoolDay day = new SchoolDay();

  public final InMemoryBus bus = new InMemoryBus(day.time().clock());
  public final SchoolNode a;
  public final SchoolNode b;
  public final SchoolNode c;

  private final UnaryOperator<OtherNodes> between;
  private final int remembered;

  public SchoolNodes() {
    this(UnaryOperator.identity());
  }

  /** The same, each of which has to do with the others by way of {@code between}. */
  public SchoolNodes(UnaryOperator<OtherNodes> between) {
    this(between, 50_000);
  }

  /**
   * The same.
   *
   * @param remembered conversations of which each knows what it told
   */
  public SchoolNodes(UnaryOperator<OtherNodes> between, int remembered) {
    this.between = between;
    this.remembered = remembered;
    a = start("a");
    b = start("b");
    c = start("c");
  }

  /** One more, or again. */
  public final SchoolNode start(String name) {
    return new SchoolNode(
        new NodeId(name, Integer.toString(++boots)),
        day,
        day.elsewhere.second(),
        bus,
        between,
        remembered);
  }

  /** Lets time pass. */
  public void pass(Duration duration) {
    day.pass(duration);
  }
}
