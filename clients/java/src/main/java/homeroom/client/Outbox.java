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
import java.util.function.Consumer;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * The queue of unsent messages. Each is sent with its own {@code clientId} until the server
 * answers, so that it is stored once however often it is sent. Messages of one place leave in the
 * order in which they were written; places do not wait for each other. For one thread.
 */
final class Outbox {

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
  private final Map<String, Integer> failures = new HashMap<>();
  private boolean isOpen;

  Outbox(Sender sender, Later later, OutboxStore store, Listener listener) {
    this.sender = sender;
    this.later = later;
    this.store = store;
    this.listener = listener;
  }

  /** Takes what an earlier program left. */
  void load() {
    store.load().forEach(unsent -> waiting.putIfAbsent(unsent.clientId(), unsent));
  }

  /** All that waits, in the order in which it was written. */
  List<Unsent> all() {
    return List.copyOf(waiting.values());
  }

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
      store.delete(clientId);
    }
  }

  /** Forgets all, also what is stored. */
  void clear() {
    List.copyOf(waiting.keySet()).forEach(this::discard);
  }

  /** There is a connection to send on, or none any more. */
  void open(boolean now) {
    isOpen = now;
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
    if (!why.passes()) {
      busy.remove(place);
      change(unsent.clientId(), why.code()).ifPresent(refused -> listener.refused(refused, why));
      run(place);
      return;
    }
    int before = failures.merge(place, 1, Integer::sum) - 1;
    long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(before, 10));
    if (isOpen) {
      later.after(
          Math.max(pause, why.retryAfterMillis()),
          () -> {
            busy.remove(place);
            run(place);
          });
    } else {
      busy.remove(place);
    }
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
