// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * The queue of unsent messages. Each is sent with its own {@code clientId} until the server
 * answers, so that it is stored once however often it is sent. Without an answer, and while the
 * server is busy or away, that is as often as it takes, after growing pauses; of faults it takes a
 * few. Messages of one place leave in the order in which they were written; places do not wait for
 * each other. For one thread, except {@link #reserve}.
 */
final class Outbox {

  /** Messages that may wait, those that were refused counted. */
  static final int MAX_UNSENT = 1_000;

  /** How often a message is sent to a server that has a fault. */
  private static final int MAX_FAULTS = 5;

  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 15_000;

  /** Sends a message; one of the two is called back, on the same thread. */
  @FunctionalInterface
  interface Sender {
    void send(JSONObject payload, Consumer<Message> stored, Consumer<HomeroomException> failed);
  }

  /** Does something on the same thread later. */
  @FunctionalInterface
  interface Later {
    void after(long millis, Runnable task);
  }

  /** Hears what becomes of messages. */
  interface Listener {
    void stored(Unsent unsent, Message message);

    void refused(Unsent unsent, HomeroomException why);
  }

  private final Sender sender;
  private final Later later;
  private final OutboxStore store;
  private final Listener listener;
  private final Map<String, Unsent> waiting = new LinkedHashMap<>();
  private final Set<String> busy = new HashSet<>();
  private final Set<Pause> pauses = new HashSet<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<String, Integer> faults = new HashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private boolean isOpen;

  /** A place waits before it is tried again; each such wait is another. */
  private static final class Pause {
    private final String place;

    Pause(String place) {
      this.place = place;
    }
  }

  Outbox(Sender sender, Later later, OutboxStore store, Listener listener) {
    this.sender = sender;
    this.later = later;
    this.store = store;
    this.listener = listener;
  }

  /** Takes what an earlier program left, however much that is. */
  void load() {
    for (Unsent unsent : store.load()) {
      if (waiting.putIfAbsent(unsent.clientId(), unsent) == null) {
        size.incrementAndGet();
      }
    }
  }

  /** Makes room for one that is added next; false if there is none. From any thread. */
  boolean reserve() {
    return size.getAndUpdate(now -> Math.min(now + 1, Math.max(now, MAX_UNSENT))) < MAX_UNSENT;
  }

  /** All that waits, in the order in which it was written. */
  List<Unsent> all() {
    return List.copyOf(waiting.values());
  }

  /** Adds one for which there is room. */
  void add(Unsent unsent) {
    waiting.put(unsent.clientId(), unsent);
    store.put(unsent);
    run(unsent.place());
  }

  /** Sends again what was refused, in its old place. */
  void retry(String clientId) {
    change(clientId, null).ifPresent(unsent -> run(unsent.place()));
  }

  /** Gives one up. If it was on its way it may be stored all the same. */
  void discard(String clientId) {
    if (waiting.remove(clientId) != null) {
      size.decrementAndGet();
      faults.remove(clientId);
      store.delete(clientId);
    }
  }

  /** Forgets all, also what is stored. */
  void clear() {
    List.copyOf(waiting.keySet()).forEach(this::discard);
  }

  /** There is a connection to send on, or none any more; either way nothing pauses any longer. */
  void open(boolean now) {
    isOpen = now;
    pauses.forEach(pause -> busy.remove(pause.place));
    pauses.clear();
    if (now) {
      failures.clear();
      new ArrayList<>(waiting.values()).forEach(unsent -> run(unsent.place()));
    }
  }

  private void run(String place) {
    if (!isOpen || busy.contains(place)) {
      return;
    }
    waiting.values().stream()
        .filter(unsent -> unsent.place().equals(place) && unsent.refusal() == null)
        .findFirst()
        .ifPresent(next -> {
          busy.add(place);
          sender.send(next.payload(), message -> stored(next, message), why -> failed(next, why));
        });
  }

  private void stored(Unsent unsent, Message message) {
    busy.remove(unsent.place());
    failures.remove(unsent.place());
    discard(unsent.clientId());
    listener.stored(unsent, message);
    run(unsent.place());
  }

  private void failed(Unsent unsent, HomeroomException why) {
    String place = unsent.place();
    if (!isAgain(unsent, why)) {
      busy.remove(place);
      change(unsent.clientId(), why.code()).ifPresent(refused -> listener.refused(refused, why));
      run(place);
    } else if (isOpen) {
      var pause = new Pause(place);
      pauses.add(pause);
      later.after(
          pauseMillis(place, why),
          () -> {
            if (pauses.remove(pause)) {
              busy.remove(place);
              run(place);
            }
          });
    } else {
      busy.remove(place);
    }
  }

  /** Whether a message that failed is to be sent again. */
  private boolean isAgain(Unsent unsent, HomeroomException why) {
    if (why.isFault() && faults.merge(unsent.clientId(), 1, Integer::sum) == MAX_FAULTS) {
      faults.remove(unsent.clientId());
      return false;
    }
    return why.passes();
  }

  private long pauseMillis(String place, HomeroomException why) {
    int before = failures.merge(place, 1, Integer::sum) - 1;
    long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(before, 10));
    return Math.max(pause, why.retryAfterMillis());
  }

  private Optional<Unsent> change(String clientId, @Nullable String code) {
    Optional<Unsent> changed =
        Optional.ofNullable(waiting.get(clientId)).map(unsent -> unsent.refusedFor(code));
    changed.ifPresent(unsent -> {
      waiting.put(clientId, unsent);
      store.put(unsent);
    });
    return changed;
  }
}
