// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.bus.NodeId;
import homeroom.chat.memory.InMemoryBus;
import java.time.Duration;

/** Three nodes on the stores of a school's day, and the bus between them. */
public final class SchoolNodes {

  private int boots;

  /** Its own chat knows of no nodes, and none of them of it. */
  public final SchoolDay day = new SchoolDay();

  public final InMemoryBus bus = new InMemoryBus(day.time().clock());
  public final SchoolNode a = start("a");
  public final SchoolNode b = start("b");
  public final SchoolNode c = start("c");

  /** One more, or again. */
  public SchoolNode start(String name) {
    return new SchoolNode(
        new NodeId(name, Integer.toString(++boots)), day, day.elsewhere.second(), bus);
  }

  /** Lets time pass. */
  public void pass(Duration duration) {
    day.pass(duration);
  }
}
