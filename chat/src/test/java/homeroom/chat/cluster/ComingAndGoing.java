// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.SchoolNode;
import homeroom.chat.SchoolNodes;
import homeroom.chat.TestTime;
import homeroom.chat.bus.BusLimits;
import homeroom.chat.roster.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * People who come and go on several nodes, of which some end, while the bus loses what it has. On
 * each of three nodes a teacher watches, who may see them all. All of it follows from the seed.
 */
final class ComingAndGoing {

  private static final int STEPS = 150;
  private static final int WATCHED = 3;

  private final Random random;
  private final SchoolNodes nodes;
  private final SchoolDay day;
  private final List<User> people;
  private final List<SchoolNode> running;
  private final Map<SchoolNode, List<Device>> open = new HashMap<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private int started;

  /** Whom one of the teacher's devices sees. */
  private record Watcher(SchoolNode node, Device device, Set<String> sees) {}

  ComingAndGoing(long seed, Without without) {
    random = new Random(seed);
    nodes =
        new SchoolNodes(
            others -> new LessOfOthers(others, without, new TestTime().clock(), BusLimits.DEFAULT));
    day = nodes.day;
    people = List.of(day.tina, day.ada, day.bob, day.root, day.rita);
    running = new ArrayList<>(List.of(nodes.a, nodes.b, nodes.c));
  }

  /** What somebody heard that cannot be, or knows wrong at last. */
  List<String> run() {
    for (SchoolNode node : running) {
      Device device = node.connect(day.tom);
      watchers.add(new Watcher(node, device, new HashSet<>(device.online())));
    }
    for (int step = 0; step < STEPS; step++) {
      step();
      watchers.forEach(this::look);
    }
    settle();
    Set<String> there = new HashSet<>();
    open.values().forEach(all -> all.forEach(one -> there.add(one.user())));
    for (Watcher one : watchers) {
      look(one);
      if (!one.sees.equals(there)) {
        violations.add(one.node.id + " sees " + one.sees + " of " + there);
      }
    }
    allGo();
    return violations;
  }

  private List<Device> open(SchoolNode node) {
    return open.computeIfAbsent(node, key -> new ArrayList<>());
  }

  private void look(Watcher watcher) {
    for (String words : watcher.device.heard()) {
      String user = words.substring(0, words.indexOf(' '));
      boolean known =
          words.endsWith(" online")
              ? watcher.sees.add(user)
              : !words.endsWith(" offline") || watcher.sees.remove(user);
      if (!known) {
        violations.add(watcher.node.id + " hears again: " + words);
      }
    }
  }

  private void step() {
    SchoolNode node = running.get(random.nextInt(running.size()));
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> open(node).add(node.connect(people.get(random.nextInt(people.size()))));
      case 4, 5, 6, 7 -> close(node);
      case 8 -> nodes.bus.setUp(random.nextInt(3) > 0);
      case 9 -> nodes.bus.setCut(node.id, true);
      case 10 -> nodes.bus.setCut(node.id, false);
      case 11 -> nodes.bus.mute(node.id);
      case 12 -> lose();
      case 13 -> endOrStart(node);
      default -> nodes.pass(Duration.ofMillis(random.nextInt(4_000)));
    }
  }

  private void lose() {
    if (random.nextBoolean()) {
      nodes.bus.flush();
    } else {
      nodes.bus.restart();
    }
  }

  private void close(SchoolNode node) {
    List<Device> all = open(node);
    if (!all.isEmpty()) {
      Device one = all.remove(random.nextInt(all.size()));
      if (random.nextBoolean()) {
        node.drop(one);
      } else {
        node.signOut(one);
      }
    }
  }

  /** A node on which nobody watches begins, dies or ends. */
  private void endOrStart(SchoolNode node) {
    if (running.size() == WATCHED) {
      running.add(nodes.start("more" + ++started));
    } else if (watchers.stream().noneMatch(one -> one.node.equals(node))) {
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

  private void allGo() {
    watchers.forEach(one -> one.node.signOut(one.device));
    watchers.clear();
    open.forEach((node, all) -> all.forEach(node::signOut));
    open.clear();
    while (running.size() > WATCHED) {
      running.removeLast().stop();
    }
    settle();
  }
}
