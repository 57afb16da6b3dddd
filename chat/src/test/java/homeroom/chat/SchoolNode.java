// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.bus.BusLimits;
import homeroom.chat.bus.Node;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.OtherNodes;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Groups;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.memory.InMemoryBus;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.message.Cluster;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.SendMessage;
import homeroom.chat.message.Sent;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.presence.PresenceLimits;
import homeroom.chat.presence.SessionEnded;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A whole chat as one of several nodes on the stores of a school's day. */
public final class SchoolNode {

  /** Two or three people. */
  private static final int SAID_TOGETHER = 120;

  public final NodeId id;
  public final Node node;
  public final Chat<Device> chat;

  /** What went wrong here, after which it went on. */
  public final List<String> faults = new ArrayList<>();

  /** What the chat stores in. */
  public final FailingStores stores;

  /** Where the chat looks for what changed lately. */
  public final RecordedChanges recent;

  private final SchoolDay day;
  private final InMemoryBus bus;
  private final Told told;
  private boolean running = true;

  SchoolNode(
      NodeId id,
      SchoolDay day,
      InMemoryStores memory,
      InMemoryBus bus,
      UnaryOperator<OtherNodes> between,
      int remembered) {
    this.id = id;
    this.day = day;
    this.bus = bus;
    TestTime time = day.time();
    Timer timer = new WhileRunning(time);
    stores = new FailingStores(memory);
    recent = new RecordedChanges(memory.recentChanges());
    node =
        new Node(
            id,
            bus.of(id),
            memory.nodes(),
            memory.hints(),
            time.clock(),
            timer,
            Runnable::run,
            BusLimits.DEFAULT,
            (what, more, fault) -> faults.add(what));
    var connections = new ConnectionManager<Device>();
    told = new Told(connections);
    chat =
        new Chat<>(
            stores,
            connections,
            told,
            new ChatLimits(
                MessageLimits.DEFAULT, PresenceLimits.DEFAULT.withBytesTogether(SAID_TOGETHER)),
            new ChatEnvironment(
                time.clock(),
                timer,
                day::nextId,
                password -> "hash of " + password,
                user -> false,
                Runnable::run,
                Runnable::run),
            new Cluster(between.apply(node), recent, remembered));
    node.start();
    for (SchoolId school : List.of(day.hill, day.dale)) {
      node.serve(school);
    }
    chat.live().start();
    chat.liveRules().catchUp();
    chat.endedTokens()
        .onEndOfAll(
            user -> told.deliver(new SessionEnded(SessionEnded.Reason.ENDED), List.of(user), null));
  }

  /** What this node is to do later is not done once it does not run any more. */
  private final class WhileRunning implements Timer {
    private final Timer timer;

    WhileRunning(Timer timer) {
      this.timer = timer;
    }

    @Override
    public long nanoTime() {
      return timer.nanoTime();
    }

    @Override
    public Appointment after(Duration delay, Runnable task) {
      return timer.after(
          delay,
          () -> {
            if (running) {
              task.run();
            }
          });
    }
  }

  /** It is killed. */
  public void kill() {
    running = false;
    bus.setCut(id, true);
  }

  /** It ends as it should. */
  public void stop() {
    node.close();
    kill();
  }

  public Device connect(User user) {
    User known = chat.roster().userById(user.id()).orElseThrow();
    var device = new Device(new ConnectionId(day.nextId()));
    var snapshot =
        chat.presence().connected(chat.presence().connection(device.id(), known, device));
    device.opened(
        snapshot.connection(),
        snapshot.online().stream().map(one -> one.userId().value()).sorted().toList());
    return device;
  }

  /** The connection breaks. */
  public void drop(Device device) {
    chat.presence().disconnected(device.connection(), false);
  }

  /** The client says goodbye. */
  public void signOut(Device device) {
    chat.presence().disconnected(device.connection(), true);
  }

  public Caller by(User user) {
    return chat.roster().userById(user.id()).orElseThrow().asCaller(null);
  }

  public Outcome<Sent> trySend(User by, Conversation in, String text) {
    return chat.messaging()
        .send(by(by), new SendMessage(new SendMessage.Target.To(in.id()), text, null, null));
  }

  public Message send(User by, Conversation in, String text) {
    return SchoolDay.done(trySend(by, in, text)).message().message();
  }

  public void delete(User by, Message message) {
    SchoolDay.done(chat.editing().delete(by(by), message.id()));
  }

  /** Messages up to that seq came to the user, or were read. */
  public void claim(User by, Conversation in, long seq, ReceiptKind kind) {
    SchoolDay.done(chat.receipts().claim(by(by), in.id(), seq, kind));
  }

  public Conversation group(String title, User first, User... others) {
    return SchoolDay.done(chat.groups().create(by(first), title, SchoolDay.ids(others)));
  }

  /** The first changes who is in the group. */
  public void change(User by, Conversation group, Set<UserId> add, Set<UserId> remove) {
    SchoolDay.done(chat.groups().change(by(by), group.id(), new Groups.Change(null, add, remove)));
  }

  /** Changes the roster. */
  public void change(RosterChange... changes) {
    if (!(chat.live().apply(List.of(changes)) instanceof RosterResult.Applied)) {
      throw new AssertionError("not applied");
    }
  }
}
