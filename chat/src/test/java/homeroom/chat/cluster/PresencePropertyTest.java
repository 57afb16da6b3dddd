// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.SchoolNode;
import homeroom.chat.SchoolNodes;
import homeroom.chat.roster.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to nodes and the bus, everybody hears of each other one coming and going in
 * turn, and at last knows who is there.
 */
class PresencePropertyTest {

  private static final int RUNS = 20;
  private static final int STEPS = 150;

  private final SchoolNodes nodes = new SchoolNodes();
  private final SchoolDay day = nodes.day;
  private final List<SchoolNode> running = new ArrayList<>(List.of(nodes.a, nodes.b, nodes.c));
  private final Map<SchoolNode, List<Device>> open = new HashMap<>();
  private Random random = new Random();
  private int started;

  /** A teacher who sees all of a class, on one node from the beginning to the end. */
  private record Watcher(Device device, Set<String> sees) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void comingsAndGoingsAlternateAndAtLastAllIsKnown(long seed) {
    random = new Random(seed);
    for (int run = 0; run < RUNS; run++) {
      List<Watcher> watchers = new ArrayList<>();
      for (SchoolNode node : running) {
        Device device = node.connect(day.rita);
        watchers.add(new Watcher(device, new HashSet<>(device.online())));
        open(node).add(device);
      }
      List<SchoolNode> watched = List.copyOf(running);
      for (int step = 0; step < STEPS; step++) {
        step(watched);
        watchers.forEach(this::look);
      }
      settle();
      Set<String> there = new HashSet<>();
      open.values().forEach(all -> all.forEach(one -> there.add(one.user())));
      there.remove(day.rita.id().value());
      for (Watcher one : watchers) {
        look(one);
        assertThat(one.sees).as("run %d of seed %d", run, seed).isEqualTo(there);
      }
      restart();
    }
  }

  private List<Device> open(SchoolNode node) {
    return open.computeIfAbsent(node, key -> new ArrayList<>());
  }

  private void look(Watcher watcher) {
    for (String words : watcher.device.heard()) {
      String user = words.substring(0, words.indexOf(' '));
      if (words.endsWith(" online")) {
        assertThat(watcher.sees.add(user)).as("%s again", words).isTrue();
      } else if (words.endsWith(" offline")) {
        assertThat(watcher.sees.remove(user)).as("%s again", words).isTrue();
      }
    }
  }

  private void step(List<SchoolNode> watched) {
    SchoolNode node = running.get(random.nextInt(running.size()));
    List<User> people = List.of(day.tom, day.ada, day.bob, day.cleo, day.dan);
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> open(node).add(node.connect(people.get(random.nextInt(people.size()))));
      case 4, 5, 6, 7 -> close(node);
      case 8 -> nodes.bus.setUp(random.nextInt(3) > 0);
      case 9 -> nodes.bus.setCut(node.id, true);
      case 10 -> nodes.bus.setCut(node.id, false);
      case 11 -> nodes.bus.mute(node.id);
      case 12 -> {
        if (random.nextBoolean()) {
          nodes.bus.flush();
        } else {
          nodes.bus.restart();
        }
      }
      case 13 -> endOrStart(node, watched);
      default -> nodes.pass(Duration.ofMillis(random.nextInt(4_000)));
    }
  }

  private void close(SchoolNode node) {
    List<Device> all = open(node);
    if (!all.isEmpty()) {
      Device one = all.get(random.nextInt(all.size()));
      if (!one.user().equals(day.rita.id().value())) {
        all.remove(one);
        if (random.nextBoolean()) {
          node.drop(one);
        } else {
          node.signOut(one);
        }
      }
    }
  }

  /** A node with nobody who watches comes, and dies or ends. */
  private void endOrStart(SchoolNode node, List<SchoolNode> watched) {
    if (running.size() == watched.size()) {
      running.add(nodes.start("more" + ++started));
    } else if (!watched.contains(node)) {
      running.remove(node);
      if (random.nextBoolean()) {
        node.kill();
      } else {
        node.chat.presence().handOver();
        open(node).forEach(node::drop);
        node.stop();
      }
      open.remove(node);
    }
  }

  private void settle() {
    nodes.bus.setUp(true);
    running.forEach(node -> nodes.bus.setCut(node.id, false));
    nodes.pass(Duration.ofSeconds(30));
  }

  /** All connections are closed. */
  private void restart() {
    open.forEach((node, all) -> all.forEach(node::signOut));
    open.clear();
    while (running.size() > 3) {
      running.removeLast().stop();
    }
    nodes.pass(Duration.ofSeconds(30));
  }
}
