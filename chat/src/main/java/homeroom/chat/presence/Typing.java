// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.bus.Notice;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Membership;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who writes where just now. Nothing is stored; a start that nobody repeats ends by itself, as does
 * one whose user sent the message, left the conversation or has no connection any more.
 *
 * <p>Safe for many threads; blocks on the store only for members it does not remember. A user takes
 * at most {@link PresenceLimits#typingAtOnce} entries, each for little longer than {@link
 * PresenceLimits#typingSilence}. The timer's thread only hands over.
 */
public final class Typing {

  /** Users share this many locks. */
  private static final int STRIPES = 64;

  /** How soon an end is tried again that could not be told. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Membership membership;
  private final Fanout fanout;
  private final PresenceLimits limits;
  private final Timer timer;
  private final Executor executor;
  private final @Nullable Holders holders;
  private final Stripe[] stripes = new Stripe[STRIPES];

  /**
   * Typing in the conversations of {@code membership}.
   *
   * @param executor runs what a passed silence leads to
   * @param holders null where this is the only node
   */
  public Typing(
      Membership membership,
      Fanout fanout,
      PresenceLimits limits,
      Timer timer,
      Executor executor,
      @Nullable Holders holders) {
    this.holders = holders;
    this.membership = membership;
    this.fanout = fanout;
    this.limits = limits;
    this.timer = timer;
    this.executor = executor;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /** The caller writes in the conversation. */
  public Outcome<Outcome.Nothing> start(Caller caller, ConversationId id) {
    return membership
        .find(caller, id)
        .ifDone(conversation -> start(caller, conversation))
        .andThen(Outcome::done);
  }

  private void start(Caller caller, Conversation conversation) {
    Set<UserId> members = membership.members(conversation);
    if (members.size() <= limits.typingMembers() && members.contains(caller.userId())) {
      stripe(caller.userId())
          .inOrder(typists -> started(typists, caller, conversation.id(), members));
    }
  }

  /** The caller stopped writing in the conversation. */
  public Outcome<Outcome.Nothing> stop(Caller caller, ConversationId id) {
    return membership
        .find(caller, id)
        .ifDone(conversation -> ended(caller.userId(), id))
        .andThen(Outcome::done);
  }

  /**
   * The user stopped, sent the message or left the conversation. Never fails: where the members
   * cannot be read, the end is told once they can.
   */
  public void ended(UserId user, ConversationId id) {
    stripe(user)
        .inOrder(typists -> {
          State state = typists.getOrDefault(user, Map.of()).get(id);
          if (state != null) {
            tryTellStopped(user, id, state);
          }
        });
  }

  /**
   * The user writes on another node, or stopped there; what began ends here in its time, whatever
   * becomes of that node.
   */
  public void heard(SchoolId school, Notice.OfTyping typing) {
    UserId user = typing.user();
    ConversationId id = typing.conversation();
    if (typing.started()) {
      Set<UserId> members =
          membership.conversation(school, id).map(membership::members).orElse(Set.of());
      if (members.contains(user)) {
        stripe(user).inOrder(typists -> startedElsewhere(typists, school, user, id, members));
      }
    } else {
      ended(user, id);
    }
  }

  private void startedElsewhere(
      Map<UserId, Map<ConversationId, State>> typists,
      SchoolId school,
      UserId user,
      ConversationId id,
      Set<UserId> members) {
    long now = timer.nanoTime();
    Map<ConversationId, State> states = typists.computeIfAbsent(user, key -> new HashMap<>(2));
    State state = states.get(id);
    if (state == null) {
      state = new State(school, now);
      states.put(id, state);
      endAfter(limits.typingSilence(), user, id);
    }
    state.lastStart = now;
    state.active = true;
    fanout.deliver(new TypingEvent.Started(id, user), without(members, user), null);
  }

  /** The user has no connection any more. Never fails, as {@link #ended}. */
  public void gone(UserId user) {
    stripe(user)
        .inOrder(typists -> {
          Map<ConversationId, State> states = typists.getOrDefault(user, Map.of());
          List.copyOf(states.entrySet())
              .forEach(entry -> tryTellStopped(user, entry.getKey(), entry.getValue()));
        });
  }

  private void tryTellStopped(UserId user, ConversationId id, State state) {
    try {
      tellStopped(user, id, state);
    } catch (StoreUnavailable e) {
      // Told when its silence is over.
    }
  }

  private void started(
      Map<UserId, Map<ConversationId, State>> typists,
      Caller caller,
      ConversationId id,
      Set<UserId> members) {
    long now = timer.nanoTime();
    Map<ConversationId, State> states =
        typists.computeIfAbsent(caller.userId(), user -> new HashMap<>(2));
    State state = states.get(id);
    if (state == null) {
      if (states.size() >= limits.typingAtOnce()) {
        return;
      }
      state = new State(caller.schoolId(), now - limits.typingSpacing().toNanos());
      states.put(id, state);
      endAfter(limits.typingSilence(), caller.userId(), id);
    }
    state.lastStart = now;
    if (now - state.lastTold >= limits.typingSpacing().toNanos()) {
      state.lastTold = now;
      state.active = true;
      state.here = true;
      tell(state, new TypingEvent.Started(id, caller.userId()), members);
    }
  }

  /**
   * The entry stays until its silence is over, so that starts and stops in turn are no way around
   * the spacing.
   */
  private void tellStopped(UserId user, ConversationId id, State state) {
    if (!state.active) {
      return;
    }
    Set<UserId> members =
        membership.conversation(state.school, id).map(membership::members).orElse(Set.of());
    tell(state, new TypingEvent.Stopped(id, user), members);
    state.active = false;
    state.here = false;
  }

  /** What began on another node, that one says to the others. */
  private void tell(State state, TypingEvent event, Set<UserId> members) {
    Set<UserId> others = without(members, event.userId());
    fanout.deliver(event, others, null);
    if (holders != null && state.here) {
      boolean started = event instanceof TypingEvent.Started;
      holders.say(
          state.school,
          new Notice.OfTyping(event.conversationId(), event.userId(), started),
          others);
    }
  }

  private void endAfter(Duration silence, UserId user, ConversationId id) {
    var _ = timer.after(silence, () -> executor.execute(() -> endIfSilent(user, id)));
  }

  private void endIfSilent(UserId user, ConversationId id) {
    stripe(user)
        .inOrder(typists -> {
          Map<ConversationId, State> states = typists.get(user);
          State state = states == null ? null : states.get(id);
          if (states == null || state == null) {
            return;
          }
          long left = state.lastStart + limits.typingSilence().toNanos() - timer.nanoTime();
          if (left > 0) {
            endAfter(Duration.ofNanos(left), user, id);
            return;
          }
          end(typists, states, user, id, state);
        });
  }

  private void end(
      Map<UserId, Map<ConversationId, State>> typists,
      Map<ConversationId, State> states,
      UserId user,
      ConversationId id,
      State state) {
    try {
      tellStopped(user, id, state);
    } catch (StoreUnavailable e) {
      endAfter(RETRY, user, id);
      return;
    }
    states.remove(id);
    if (states.isEmpty()) {
      typists.remove(user);
    }
  }

  private static Set<UserId> without(Set<UserId> members, UserId user) {
    var others = new HashSet<>(members);
    others.remove(user);
    return others;
  }

  private Stripe stripe(UserId user) {
    return stripes[Math.floorMod(user.hashCode(), STRIPES)];
  }

  private static final class State {
    private final SchoolId school;
    private long lastStart;
    private long lastTold;
    private boolean active;

    /** Whether it began here. */
    private boolean here;

    State(SchoolId school, long lastTold) {
      this.school = school;
      this.lastTold = lastTold;
    }
  }

  /** Some of the users; what happens to one of them is told in the order in which it happens. */
  private static final class Stripe {

    /** What to do with the typists of a stripe. */
    private interface Action {
      void on(Map<UserId, Map<ConversationId, State>> typists);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UserId, Map<ConversationId, State>> typists = new HashMap<>();

    void inOrder(Action action) {
      lock.lock();
      try {
        action.on(typists);
      } finally {
        lock.unlock();
      }
    }
  }
}
