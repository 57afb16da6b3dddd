// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.bus.Change;
import homeroom.chat.bus.OtherNodes;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells the members of a conversation of each change of its messages, once and in the order of the
 * revs, whatever fails between the storing and the telling. It knows up to which rev it told; after
 * a change that failed, it reads what is stored beyond that, and tells it before the next change.
 *
 * <p>Where several nodes run on the store, each tells those connected to it: of its own changes,
 * which it hands over to the others, and of theirs, whether it heard of them or found them.
 *
 * <p>Safe for many threads; blocks on the store. A change costs it nothing but the first of a
 * conversation, for which it reads the newest rev.
 */
public final class Telling {

  /** Conversations that a node alone remembers, some 100 bytes each; then it starts anew. */
  private static final int MAX_CONVERSATIONS = 50_000;

  /**
   * On several nodes one is forgotten so long after no look into the store goes back to its last
   * change: a node that was stopped may still say what it was about to.
   */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

  /** If there are too many, those told of longest ago are forgotten after this time already. */
  private static final Duration FORGOTTEN_SOON_AFTER = Duration.ofMinutes(2);

  private static final int CHANGES_AT_ONCE = 100;

  /** A log that is not known. */
  private static final long UNKNOWN = 0;

  private final MessageStore store;
  private final Membership membership;
  private final MessageViews views;
  private final Sequencer sequencer;
  private final RecentSenders senders;
  private final Fanout fanout;
  private final SendRate rate;
  private final @Nullable Cluster cluster;
  private final Map<ConversationId, Turn> conversations = new ConcurrentHashMap<>();
  private final LongAdder foundChanges = new LongAdder();

  /** With so many of them, those that are over are forgotten. */
  private final AtomicInteger enough;

  /**
   * Tells of everything that is changed through it.
   *
   * @param cluster null where this is the only node on the store
   */
  public Telling(
      MessageStore store,
      Membership membership,
      MessageViews views,
      Sequencer sequencer,
      RecentSenders senders,
      Fanout fanout,
      SendRate rate,
      @Nullable Cluster cluster) {
    this.store = store;
    this.membership = membership;
    this.views = views;
    this.sequencer = sequencer;
    this.senders = senders;
    this.fanout = fanout;
    this.rate = rate;
    this.cluster = cluster;
    this.enough = new AtomicInteger(cluster == null ? MAX_CONVERSATIONS : cluster.remembered());
  }

  /**
   * Makes a change of the conversation's messages, which tells of itself in its turn. If it throws,
   * whether it was stored is found out, and then told.
   */
  <T> T inOrder(SchoolId school, ConversationId id, Function<Turn, T> change) {
    return sequencer.inOrder(
        id,
        () -> {
          Turn turn = turn(school, id);
          return sequencer.whole(id, () -> turnAfter(turn).settle(), () -> change.apply(turn));
        });
  }

  /**
   * The log has this change, and all changes of the conversation before it. What another node took
   * counts to its sender's rate as soon as people here are told of it.
   */
  public void heard(SchoolId school, Change.OfMessage change) {
    forgetIfEnough();
    ConversationId id = change.conversation();
    sequencer.alone(
        id,
        () ->
            conversations.computeIfAbsent(id, key -> begunByHearing(school, change)).hear(change));
  }

  private Turn begunByHearing(SchoolId school, Change.OfMessage change) {
    var begun = new Turn(school, change.conversation(), change.rev() - 1);
    begun.mayGoBack = true;
    return begun;
  }

  /**
   * What changed in the school since then may not have been heard: it is in the store.
   *
   * @return the conversations of which it could not be told, and why; all others were
   */
  public Map<ConversationId, RuntimeException> look(SchoolId school, Instant since) {
    var left = new LinkedHashMap<ConversationId, RuntimeException>();
    several()
        .recent()
        .changedSince(school, since)
        .forEach((id, first) -> {
          try {
            look(school, id, first);
          } catch (StoreUnavailable e) {
            throw e;
          } catch (RuntimeException e) {
            left.put(id, e);
          }
        });
    return left;
  }

  /** The same of one conversation. */
  public void look(SchoolId school, ConversationId conversation, Instant since) {
    several()
        .recent()
        .changedSince(school, conversation, since)
        .ifPresent(first -> look(school, conversation, first));
  }

  /**
   * Nobody has come to the school here yet: of what is stored by now nobody is told, also if it is
   * so new that a look into the store, or the log, comes upon it again.
   */
  public void begins(SchoolId school, Instant since, Instant now) {
    several()
        .recent()
        .headsSince(school, since)
        .forEach((id, head) -> {
          var begun = new Turn(school, id, head);
          begun.toldAt = now;
          conversations.putIfAbsent(id, begun);
        });
  }

  private void look(SchoolId school, ConversationId id, long first) {
    forgetIfEnough();
    sequencer.alone(
        id,
        () -> {
          var _ =
              conversations
                  .computeIfAbsent(id, key -> new Turn(school, id, first - 1))
                  .catchUp(Long.MAX_VALUE);
        });
  }

  /** Changes that were told so far since they were found in the store, and not when they came. */
  public long foundChanges() {
    return foundChanges.sum();
  }

  private Cluster several() {
    return Objects.requireNonNull(cluster, "this node is alone");
  }

  private Turn turn(SchoolId school, ConversationId id) {
    Turn known = conversations.get(id);
    if (known != null) {
      return known;
    }
    forgetIfEnough();
    var begun = new Turn(school, id, told(school, id));
    conversations.put(id, begun);
    return begun;
  }

  /** Looks at all that it remembers, so not again before there are a tenth more than are left. */
  private void forgetIfEnough() {
    int found = enough.get();
    if (conversations.size() < found || !enough.compareAndSet(found, Integer.MAX_VALUE)) {
      return;
    }
    if (cluster == null) {
      conversations.clear();
      enough.set(MAX_CONVERSATIONS);
    } else {
      forget(cluster);
      int most = cluster.remembered();
      enough.set(Math.max(most, conversations.size() + 1 + most / 10));
    }
  }

  /**
   * Of those that were never told of nothing is lost; what was told here is not told again as long
   * as it may be found, or come late.
   */
  private void forget(Cluster cluster) {
    var until = new HashMap<SchoolId, Instant>();
    for (Duration after : List.of(FORGOTTEN_AFTER, FORGOTTEN_SOON_AFTER)) {
      if (conversations.size() >= cluster.remembered() - cluster.remembered() / 10) {
        until.clear();
        forget(turn ->
            until
                .computeIfAbsent(
                    turn.school, school -> cluster.others().toldUntil(school).minus(after))
                .isAfter(turn.toldAt));
      }
    }
  }

  private void forget(Predicate<Turn> over) {
    var _ = conversations.values().removeIf(over);
  }

  /**
   * What this node need not tell of a conversation that it did not tell of yet: of what another
   * stores while this is read, everything.
   */
  private long told(SchoolId school, ConversationId id) {
    long head = store.head(school, id);
    if (cluster == null) {
      return head;
    }
    OptionalLong recent =
        cluster.recent().changedSince(school, id, untoldSince(cluster.others(), school));
    return Math.min(head, recent.orElse(Long.MAX_VALUE) - 1);
  }

  private static Instant untoldSince(OtherNodes others, SchoolId school) {
    Instant inLog = others.inLogUntil(school);
    Instant served = others.servedFrom(school);
    return inLog.isAfter(served) ? inLog : served;
  }

  /** What a failed change left is told from where it stood, also if that was forgotten since. */
  private Turn turnAfter(Turn failed) {
    return conversations.computeIfAbsent(failed.id, id -> failed);
  }

  /** One conversation, for whoever's turn it is to change it. */
  final class Turn {

    private final SchoolId school;
    private final ConversationId id;

    /** Every change up to this rev was told. */
    private long told;

    /** What follows them may be from before anybody was here: it went ahead of another in a log. */
    private boolean mayGoBack;

    /** When the latest of them was made; as long as nothing was told, at no time. */
    private volatile Instant toldAt = Instant.MIN;

    /** Every change up to this rev is in the log, or will be, if this is its generation. */
    private long inLog;

    private long logGeneration = UNKNOWN;

    private Turn(SchoolId school, ConversationId id, long told) {
      this.school = school;
      this.id = id;
      this.told = told;
    }

    /**
     * Tells of the change just stored; what has its place before it and was not told goes first.
     */
    void tell(MessageEvent event, Set<UserId> members, @Nullable ConnectionId except) {
      long rev = event.message().message().rev();
      if (rev > told + 1) {
        catchUp(rev - 1);
      }
      if (rev > told) {
        deliver(event, members, except);
      }
      if (cluster != null) {
        publish(cluster, new Change.OfMessage(id, rev, event));
      }
    }

    /** Of a message that was stored before: whatever nobody was told of is told now. */
    void repeat(Message message) {
      if (message.rev() > told) {
        var _ = settle();
      }
    }

    /** Of a change that another node made, or that this one did and told of before. */
    private void hear(Change.OfMessage change) {
      long generation = several().others().logGeneration(school);
      long rev = change.rev();
      if (mayGoBack && mayBeOld(change)) {
        leaveOutWhatIsOld();
      }
      if (rev > told + 1) {
        catchUp(rev - 1);
      }
      if (rev > told && change.event() instanceof MessageEvent event) {
        deliver(event, audience(), null);
        count(event);
      }
      inLog = logGeneration == generation ? Math.max(inLog, rev) : rev;
      logGeneration = generation;
    }

    /** Of a message that another node took, or that this one did and gave back. */
    private void count(MessageEvent event) {
      if (cluster != null && event instanceof MessageEvent.Sent) {
        rate.charge(event.message().message().senderId());
      }
    }

    /** When a message was sent is known, and not when it was edited at that rev. */
    private boolean mayBeOld(Change.OfMessage change) {
      if (!(change.event() instanceof MessageEvent event)) {
        return false;
      }
      Message message = event.message().message();
      return message.rev() != message.seq()
          || message.createdAt().isBefore(several().others().servedFrom(school));
    }

    /**
     * Of a change from before anybody was here nobody is told, nor of one so old that everybody was
     * told of it: else all that changed here for weeks would have to be read.
     */
    private void leaveOutWhatIsOld() {
      Instant served = several().others().servedFrom(school);
      Instant told = several().others().toldUntil(school);
      OptionalLong first =
          several().recent().changedSince(school, id, told.isAfter(served) ? told : served);
      this.told =
          Math.max(this.told, first.isPresent() ? first.getAsLong() - 1 : store.head(school, id));
      mayGoBack = false;
    }

    /** Nobody is told of a conversation that is not there any more. */
    private Set<UserId> audience() {
      return membership.conversation(school, id).map(membership::audience).orElse(Set.of());
    }

    /**
     * Tells what is stored and was not told, after a change of which nobody knows what became.
     *
     * @return whether that is known now; on several nodes what was found may be a change of another
     *     one, so that it is looked for on
     */
    private boolean settle() {
      boolean found = catchUp(Long.MAX_VALUE);
      if (cluster != null) {
        publishTold(cluster);
      }
      return found && cluster == null;
    }

    /**
     * Tells what is stored up to the rev and was not told, each change at its own rev with the
     * message as it is now; whether there was anything.
     */
    private boolean catchUp(long upTo) {
      if (mayGoBack) {
        leaveOutWhatIsOld();
      }
      boolean found = false;
      List<MessageChange> untold;
      do {
        untold = store.changesAt(school, id, told, upTo, CHANGES_AT_ONCE);
        found |= !untold.isEmpty();
        if (!untold.isEmpty()) {
          tell(untold);
          foundChanges.add(untold.size());
        }
      } while (untold.size() == CHANGES_AT_ONCE);
      return found;
    }

    private void tell(List<MessageChange> untold) {
      Optional<Conversation> conversation = membership.conversation(school, id);
      if (conversation.isEmpty()) {
        leaveOut();
        told = untold.getLast().rev();
        return;
      }
      Set<UserId> members = membership.audience(conversation.get());
      for (MessageEvent event : events(conversation.get(), untold)) {
        deliver(event, members, null);
        count(event);
      }
    }

    /** Messages that outlived their conversation, as after half a restore, are nobody's. */
    private void leaveOut() {
      if (cluster != null) {
        cluster
            .others()
            .report(
                "Messages of " + school + " whose conversation is not there are told to nobody",
                new IllegalStateException("There is no conversation " + id));
      }
    }

    /** Who sent it is known before anybody can confirm it. */
    private void deliver(MessageEvent event, Set<UserId> members, @Nullable ConnectionId except) {
      Message message = event.message().message();
      senders.told(message);
      fanout.deliver(event, members, except);
      told = message.rev();
      mayGoBack = false;
      toldAt = message.updatedAt().isAfter(toldAt) ? message.updatedAt() : toldAt;
      if (cluster != null) {
        conversations.putIfAbsent(id, this);
      }
    }

    private void publishTold(Cluster cluster) {
      List<MessageChange> last = store.changesAt(school, id, told - 1, told, 1);
      if (!last.isEmpty()) {
        changes(last).forEach(change -> publish(cluster, change));
      }
    }

    /** A change comes into the log after all before it, which go ahead of it if need be. */
    private void publish(Cluster cluster, Change.OfMessage change) {
      OtherNodes others = cluster.others();
      boolean done = false;
      while (!done) {
        long generation = others.logGeneration(school);
        long known = logGeneration == generation ? inLog : inLogBefore(cluster, change.rev());
        done = known >= change.rev() || publish(others, generation, known, change);
      }
    }

    private long inLogBefore(Cluster cluster, long rev) {
      OptionalLong recent =
          cluster.recent().changedSince(school, id, cluster.others().inLogUntil(school));
      return Math.min(recent.orElse(rev), rev) - 1;
    }

    private boolean publish(
        OtherNodes others, long generation, long known, Change.OfMessage change) {
      var batch = new ArrayList<Change.OfMessage>();
      List<Change.OfMessage> next = changesAfter(known, change.rev());
      while (!next.isEmpty()) {
        batch.addAll(next);
        next = changesAfter(batch.getLast().rev(), change.rev());
      }
      batch.add(change);
      if (others.publish(school, generation, batch)) {
        inLog = change.rev();
        logGeneration = generation;
        return true;
      }
      return false;
    }

    private List<Change.OfMessage> changesAfter(long rev, long before) {
      return rev + 1 < before
          ? changes(store.changesAt(school, id, rev, before - 1, CHANGES_AT_ONCE))
          : List.of();
    }

    /** None of a conversation that is not there any more. */
    private List<Change.OfMessage> changes(List<MessageChange> stored) {
      return membership.conversation(school, id).stream()
          .flatMap(conversation -> events(conversation, stored).stream())
          .map(event -> new Change.OfMessage(id, event.message().message().rev(), event))
          .toList();
    }

    private List<MessageEvent> events(Conversation conversation, List<MessageChange> changes) {
      List<MessageView> seen =
          views.of(
              conversation,
              changes.stream().map(change -> change.message().at(change.rev())).toList());
      var events = new ArrayList<MessageEvent>();
      for (int i = 0; i < seen.size(); i++) {
        events.add(event(seen.get(i), changes.get(i).message().rev()));
      }
      return events;
    }

    /** A deletion is the last change of its message. */
    private static MessageEvent event(MessageView view, long newest) {
      Message message = view.message();
      if (message.isDeleted() && message.rev() == newest) {
        return new MessageEvent.Deleted(view);
      }
      return message.rev() == message.seq()
          ? new MessageEvent.Sent(view)
          : new MessageEvent.Edited(view);
    }
  }
}
