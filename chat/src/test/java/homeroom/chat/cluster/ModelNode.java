// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import homeroom.chat.Chat;
import homeroom.chat.ChatEnvironment;
import homeroom.chat.ChatLimits;
import homeroom.chat.ClusterStores;
import homeroom.chat.Stores;
import homeroom.chat.bus.Bus;
import homeroom.chat.bus.BusLimits;
import homeroom.chat.bus.Node;
import homeroom.chat.bus.NodeId;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.message.Cluster;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole chat as one node of several. Its timer, its threads and what the bus carries to it are
 * done one piece at a time, when the model says so.
 */
final class ModelNode implements Timer, Fanout {

  /** Hears what people are told here. */
  @FunctionalInterface
  interface Watch {
    void told(ModelNode node, ChatEvent event, Collection<UserId> users);
  }

  /** Fewer conversations than there are. */
  private static final int REMEMBERED = 2;

  private record Due(long millis, Runnable task) {}

  final NodeId id;
  final Chat<Object> chat;
  final Node node;

  /** When its first client was let in. */
  final long servedAt;

  private final ModelClock time;
  private final Watch watch;
  private final List<Due> due = new ArrayList<>();
  private final List<Runnable> work = new ArrayList<>();
  private final Deque<Runnable> deliveries = new ArrayDeque<>();
  private final Map<UserId, Map<ConversationId, List<Long>>> heard = new HashMap<>();

  /** Clients are let in. */
  private boolean isOpen;

  boolean isDead;

  /** Something of it is under way: what else it does waits, as in a process that was stopped. */
  boolean isBusy;

  long stoppedUntil;

  ModelNode(
      NodeId id,
      ModelClock time,
      Clock clock,
      Stores stores,
      ClusterStores clusterStores,
      Bus bus,
      BusLimits limits,
      Without without,
      SchoolId school,
      Watch watch,
      ModelIds ids) {
    this.id = id;
    this.watch = watch;
    this.time = time;
    this.node =
        new Node(
            id, bus, clusterStores.nodes(), clusterStores.hints(), clock, this, work::add, limits);
    this.chat =
        new Chat<>(
            stores,
            new ConnectionManager<>(),
            this,
            ChatLimits.DEFAULT,
            new ChatEnvironment(
                clock, this, ids::next, password -> password, user -> false, work::add, work::add),
            new Cluster(
                new LessOfOthers(node, without, clock, limits),
                clusterStores.recentChanges(),
                REMEMBERED));
    node.start();
    node.serve(school);
    servedAt = time.millis();
    isOpen = true;
  }

  /** A source of ids that all nodes share. */
  @FunctionalInterface
  interface ModelIds {
    String next();
  }

  @Override
  public long nanoTime() {
    return time.millis() * 1_000_000;
  }

  @Override
  public Appointment after(Duration delay, Runnable task) {
    var one = new Due(time.millis() + delay.toMillis(), task);
    due.add(one);
    return () -> due.remove(one);
  }

  @Override
  public void deliver(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    watch.told(this, event, users);
    if (isOpen && event instanceof MessageEvent told) {
      var message = told.message().message();
      for (UserId user : users) {
        heard
            .computeIfAbsent(user, key -> new HashMap<>())
            .computeIfAbsent(message.conversationId(), key -> new ArrayList<>())
            .add(message.rev());
      }
    }
  }

  /** The revs that the clients of the user connected here were told of, in order. */
  List<Long> heard(UserId user, ConversationId conversation) {
    return heard.getOrDefault(user, Map.of()).getOrDefault(conversation, List.of());
  }

  /** It knows everything that was announced before. */
  long knewAtMillis() {
    return time.millis() - node.behind().toMillis();
  }

  boolean canRun() {
    return !isDead && !isBusy && stoppedUntil <= time.millis();
  }

  void carry(Runnable delivery) {
    deliveries.add(delivery);
  }

  /** Takes a piece of work; any of those that threads of their own would do. */
  @Nullable Runnable next(int dice) {
    List<Due> now = due.stream().filter(one -> one.millis <= time.millis()).toList();
    int choices = now.size() + work.size() + (deliveries.isEmpty() ? 0 : 1);
    if (choices == 0) {
      return null;
    }
    int choice = Math.floorMod(dice, choices);
    if (choice < now.size()) {
      due.remove(now.get(choice));
      return now.get(choice).task;
    }
    choice -= now.size();
    return choice < work.size() ? work.remove(choice) : deliveries.remove();
  }
}
