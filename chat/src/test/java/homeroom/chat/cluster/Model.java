// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import homeroom.chat.SchoolDay;
import homeroom.chat.bus.Bus;
import homeroom.chat.bus.BusLimits;
import homeroom.chat.bus.NodeId;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Groups;
import homeroom.chat.memory.InMemoryBus;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageChange;
import homeroom.chat.message.SendMessage;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes on one store and one bus, on one thread: whenever a node calls the store or the bus,
 * others may go on for a while, and it may be stopped or killed there, or never hear the answer.
 * The bus loses, repeats and delays what it carries, forgets its logs and goes away. All of it
 * follows from the seed.
 */
final class Model {

  private static final int NODES = 3;
  private static final int DEEPEST = 3;

  /** Clocks are wrong by so much at most. */
  private static final int SKEW_MILLIS = 2_000;

  /** Shorter than {@link BusLimits#DEFAULT}, so that what lasts longer happens often. */
  private static final BusLimits LIMITS =
      new BusLimits(
          Duration.ofSeconds(30),
          Duration.ofMillis(2L * SKEW_MILLIS),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          50,
          3,
          50);

  private final Random random;
  private final Without without;
  private final ModelClock time = new ModelClock();
  private final InMemoryStores stores = new InMemoryStores(time.wrongBy(Duration.ZERO));
  private final InMemoryBus bus = new InMemoryBus(time.wrongBy(Duration.ZERO), this::carry);
  private final SchoolId school = new SchoolId("hill");
  private final List<User> people = new ArrayList<>();
  private final Visitor visitor = new Visitor(SchoolDay.person(school, Role.TEACHER, "eve"));
  private final List<Conversation> conversations = new ArrayList<>();
  private final List<ModelNode> nodes = new ArrayList<>();
  private final Map<ConversationId, TreeMap<Long, Long>> storedAt = new HashMap<>();
  private final TreeMap<Long, Runnable> repairs = new TreeMap<>();
  private int boots;
  private long ids;
  private int depth;
  private boolean calm = true;
  private boolean killing;

  Model(long seed, Without without) {
    this.random = new Random(seed);
    this.without = without;
    enter();
    while (nodes.size() < NODES) {
      start();
    }
    makeGroups();
    calm = false;
  }

  private void enter() {
    apply(
        new RosterChange.AddSchool(
            new School(school, "Hill", SchoolSettings.DEFAULT, SchoolDay.MORNING)));
    for (String name : List.of("ada", "bob", "cleo", "dan")) {
      User user = SchoolDay.person(school, Role.TEACHER, name);
      people.add(user);
      apply(new RosterChange.AddUser(user, "hash"));
    }
    apply(new RosterChange.AddUser(visitor.user, "hash"));
  }

  private void apply(RosterChange change) {
    var _ = stores.roster().apply(List.of(change));
  }

  /** Dan is in none. */
  private void makeGroups() {
    Caller ada = people.getFirst().asCaller(null);
    var groups = nodes.getFirst().chat.groups();
    for (String title : List.of("one", "two", "three")) {
      conversations.add(
          SchoolDay.done(groups.create(ada, title, SchoolDay.ids(people.get(1), people.get(2)))));
    }
    for (ModelNode node : nodes) {
      conversations.forEach(one -> visitor.shown(node, one.id(), false));
    }
  }

  private void start() {
    var id = new NodeId("node", Integer.toString(++boots));
    var clock = time.wrongBy(Duration.ofMillis(random.nextInt(2 * SKEW_MILLIS) - SKEW_MILLIS));
    var calls = new FaultyCalls(fateOf(id));
    var faulty = new FaultyStores(stores, calls, without);
    boolean before = calm;
    calm = true;
    var node =
        new ModelNode(
            id,
            time,
            clock,
            faulty,
            faulty,
            calls.of(Bus.class, bus.of(id)),
            without == Without.ECHO ? withoutEcho() : LIMITS,
            without,
            school,
            visitor::told,
            () -> "id-%06d".formatted(++ids));
    nodes.add(node);
    for (Conversation one : conversations) {
      visitor.shown(node, one.id(), isIn(one));
    }
    calm = before;
  }

  private static BusLimits withoutEcho() {
    return new BusLimits(
        LIMITS.margin(),
        LIMITS.clocksApart(),
        Duration.ofDays(1000),
        LIMITS.publishing(),
        LIMITS.freshness(),
        LIMITS.pollGap(),
        LIMITS.waiting(),
        LIMITS.joined(),
        LIMITS.arrivals());
  }

  private boolean isIn(Conversation group) {
    return stores
        .conversations()
        .conversation(school, group.id())
        .orElseThrow()
        .participants()
        .contains(visitor.user.id());
  }

  private FaultyCalls.Fate fateOf(NodeId id) {
    return new FaultyCalls.Fate() {
      @Override
      public boolean isLost() {
        ModelNode node = node(id);
        if (node == null) {
          if (calm) {
            return false;
          }
          throw new Killed();
        }
        interrupt(node);
        return chance(0.01);
      }

      @Override
      public void written() {
        noteStored();
      }
    };
  }

  private @Nullable ModelNode node(NodeId id) {
    for (ModelNode one : nodes) {
      if (one.id.equals(id)) {
        return one;
      }
    }
    return null;
  }

  private boolean chance(double share) {
    return !calm && random.nextDouble() < share;
  }

  private void carry(NodeId to, Runnable delivery) {
    ModelNode node = node(to);
    if (node != null && !chance(0.02)) {
      node.carry(delivery);
      if (chance(0.02)) {
        node.carry(delivery);
      }
    }
  }

  /** Something goes on, for so many steps. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  private void step() {
    time.pass(random.nextInt(20));
    while (!repairs.isEmpty() && repairs.firstKey() <= time.millis()) {
      repairs.pollFirstEntry().getValue().run();
    }
    if (chance(0.006)) {
      fault();
    }
    while (nodes.size() < NODES && depth == 0) {
      start();
    }
    ModelNode node = nodes.get(random.nextInt(nodes.size()));
    if (node.canRun()) {
      if (chance(0.2) && node.node.isFresh()) {
        within(node, () -> change(node));
      } else {
        Runnable next = node.next(random.nextInt(1000));
        if (next != null) {
          within(node, next);
        }
      }
    }
  }

  private void within(ModelNode node, Runnable task) {
    node.isBusy = true;
    depth++;
    try {
      task.run();
    } catch (Killed e) {
      node.isDead = true;
      bus.setCut(node.id, true);
      nodes.remove(node);
    } catch (StoreUnavailable e) {
      // Whoever called hears that it is not known.
    } finally {
      depth--;
      node.isBusy = false;
    }
  }

  /** One of the members sends a message, or edits or deletes one, or the visitor comes or goes. */
  private void change(ModelNode node) {
    Conversation in = conversations.get(random.nextInt(conversations.size()));
    if (chance(0.1)) {
      visit(node, in);
      return;
    }
    User user = people.get(random.nextInt(3));
    Caller caller = user.asCaller(null);
    List<Message> newest = stores.messages().newest(school, in.id(), 4);
    Message own =
        newest.stream()
            .filter(one -> one.senderId().equals(user.id()) && !one.isDeleted())
            .findFirst()
            .orElse(null);
    int dice = random.nextInt(10);
    if (own != null && dice < 2) {
      var _ = node.chat.editing().edit(caller, own.id(), "edited " + ++ids);
    } else if (own != null && dice < 3) {
      var _ = node.chat.editing().delete(caller, own.id());
    } else {
      var to = new SendMessage.Target.To(in.id());
      var _ = node.chat.messaging().send(caller, new SendMessage(to, "text " + ++ids, null, null));
    }
  }

  private void visit(ModelNode node, Conversation group) {
    boolean leaves = isIn(group);
    Set<UserId> self = Set.of(visitor.user.id());
    var change = new Groups.Change(null, leaves ? Set.of() : self, leaves ? self : Set.of());
    long attempt = visitor.changing(group.id());
    var answer = node.chat.groups().change(people.getFirst().asCaller(null), group.id(), change);
    if (answer instanceof Outcome.Done<?>) {
      visitor.changed(group.id(), attempt, !leaves, time.millis());
    }
  }

  private void fault() {
    ModelNode node = nodes.get(random.nextInt(nodes.size()));
    switch (random.nextInt(10)) {
      case 0 -> bus.flush();
      case 1 -> bus.restart();
      case 2 -> {
        bus.setUp(false);
        later(() -> bus.setUp(true));
      }
      case 3, 4 -> {
        bus.setCut(node.id, true);
        later(() -> bus.setCut(node.id, node.isDead));
      }
      case 5, 6 -> bus.mute(node.id);
      case 7 -> node.stoppedUntil = time.millis() + aWhile();
      case 8 -> bus.breakSubscriptions(node.id);
      default -> {
        if (!node.isBusy) {
          within(
              node,
              () -> {
                throw new Killed();
              });
        }
      }
    }
  }

  private void later(Runnable repair) {
    repairs.put(time.millis() + aWhile(), repair);
  }

  /** Mostly shorter than anything takes to be noticed, now and then longer than all of it. */
  private long aWhile() {
    return random.nextInt(random.nextInt(4) == 0 ? 40_000 : 2_000);
  }

  /**
   * After some peace the last moments: what goes astray here, nothing that happened before has
   * looked for, and no later change brings to light.
   */
  void end() {
    settle(15_000);
    calm = false;
    run(10);
    ModelNode node = nodes.get(random.nextInt(nodes.size()));
    switch (random.nextInt(4)) {
      case 0 -> {
        killing = true;
        run(60);
        killing = false;
      }
      case 1 -> {
        bus.setCut(node.id, true);
        run(50);
        goOnInPeace(3_000);
      }
      case 2 -> {
        bus.mute(node.id);
        run(20);
      }
      default -> {
        node.stoppedUntil = time.millis() + 1_000_000;
        run(60);
        goOnInPeace(60_000);
        bus.flush();
      }
    }
  }

  /** The node is in a call of the store or the bus: the others go on, or it ends here. */
  private void interrupt(ModelNode node) {
    if (calm) {
      return;
    }
    if (node.isDead || chance(killing ? 0.03 : 0.001)) {
      throw new Killed();
    }
    if (depth < DEEPEST && chance(0.1)) {
      run(random.nextInt(8));
    }
    if (depth < DEEPEST && chance(0.0005)) {
      long until = time.millis() + random.nextInt(40_000);
      while (time.millis() < until) {
        time.pass(random.nextInt(200));
        step();
      }
    }
  }

  /** Nothing fails any more, and all that is to be done is done, for {@code millis}. */
  void settle(long millis) {
    calm = true;
    repairs.values().forEach(Runnable::run);
    repairs.clear();
    bus.setUp(true);
    for (ModelNode node : nodes) {
      node.stoppedUntil = 0;
      bus.setCut(node.id, false);
    }
    goOnInPeace(millis);
  }

  private void goOnInPeace(long millis) {
    boolean before = calm;
    calm = true;
    for (long until = time.millis() + millis; time.millis() < until; time.pass(250)) {
      for (ModelNode node : nodes) {
        for (Runnable next = next(node); next != null; next = next(node)) {
          within(node, next);
        }
      }
    }
    calm = before;
  }

  private static @Nullable Runnable next(ModelNode node) {
    return node.canRun() ? node.next(0) : null;
  }

  int stored() {
    return storedAt.values().stream().mapToInt(TreeMap::size).sum();
  }

  /** What anybody did not hear, heard twice or out of order, or should not have heard. */
  List<String> violations() {
    var found = new ArrayList<String>();
    for (ModelNode node : nodes) {
      for (Conversation one : conversations) {
        for (User user : people) {
          List<Long> heard = node.heard(user.id(), one.id());
          if (user.equals(people.getLast())) {
            heard.forEach(rev -> found.add(node.id + ": a stranger hears " + rev));
          } else {
            check(node, one.id(), user.id(), heard, found);
          }
        }
      }
      for (Conversation one : conversations) {
        visitor.check(node, one.id(), isIn(one));
      }
    }
    found.addAll(visitor.violations());
    return found;
  }

  private void check(
      ModelNode node, ConversationId id, UserId user, List<Long> heard, List<String> found) {
    String who = node.id + " " + user + " in " + id;
    for (int i = 1; i < heard.size(); i++) {
      if (heard.get(i) != heard.get(i - 1) + 1) {
        found.add(who + " hears " + heard.get(i) + " after " + heard.get(i - 1));
      }
    }
    storedAt
        .getOrDefault(id, new TreeMap<>())
        .forEach((rev, at) -> {
          boolean hears = Collections.binarySearch(heard, rev) >= 0;
          if (at > node.servedAt && !hears) {
            found.add(who + " misses " + rev);
          } else if (at < node.servedAt && hears) {
            found.add(who + " hears " + rev + " from before they came");
          }
        });
  }

  private void noteStored() {
    for (Conversation one : conversations) {
      TreeMap<Long, Long> known = storedAt.computeIfAbsent(one.id(), id -> new TreeMap<>());
      long last = known.isEmpty() ? 0 : known.lastKey();
      for (MessageChange change :
          stores.messages().changesAt(school, one.id(), last, Long.MAX_VALUE, 1000)) {
        known.put(change.rev(), time.millis());
      }
    }
  }
}
