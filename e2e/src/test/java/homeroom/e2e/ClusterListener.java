// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client that knows nothing of revs and never syncs: it stays connected to one node as long as
 * that lets it, and comes back at another. Of each connection everything is judged as it is heard:
 * every rev of its conversations once and in order, nothing of any other, and of everybody else
 * coming and going in turn.
 */
final class ClusterListener implements Runnable, AutoCloseable {

  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration BEFORE_COMING_BACK = Duration.ofMillis(100);

  private static final int MESSAGES_KEPT = 500;

  /** The kind of client. */
  interface Opener {
    ChatLine open(String url, String token, ChatLine.Listener listener);
  }

  /** What somebody heard of somebody else. */
  record Presence(String event, String userId) {}

  /** One connection, from the event {@code connected} on. */
  private final class Connection {
    private final ClusterNode node;
    private final long since = System.nanoTime();
    private final Map<String, NavigableMap<Long, Long>> heard = new HashMap<>();
    private final Map<String, JsonNode> messages = new NewestMessages();
    private final Set<String> online = new HashSet<>();
    private final Map<String, Long> first = new HashMap<>();
    private boolean ended;

    Connection(ClusterNode node, JsonNode connected) {
      this.node = node;
      connected.get("online").forEach(one -> online.add(one.get("userId").stringValue()));
    }

    long last(String conversation) {
      NavigableMap<Long, Long> revs = heard.get(conversation);
      return revs == null ? 0 : revs.lastKey();
    }

    void message(JsonNode message) {
      String conversation = message.get("conversationId").stringValue();
      long rev = message.get("rev").longValue();
      if (!conversations.contains(conversation)) {
        ledger.violation(this + " was shown what is not theirs: " + message);
        return;
      }
      long last = last(conversation);
      if (last > 0 && rev != last + 1) {
        ledger.violation(this + " heard rev " + last + ", then " + message);
      }
      first.putIfAbsent(conversation, rev);
      heard.computeIfAbsent(conversation, id -> new TreeMap<>()).put(rev, System.nanoTime());
      messages.put(message.get("_id").stringValue(), message);
    }

    void presence(String event, JsonNode payload) {
      String user = payload.get("userId").stringValue();
      boolean inTurn = event.equals("user:online") ? online.add(user) : online.remove(user);
      if (!inTurn) {
        ledger.violation(this + " heard " + event + " twice: " + payload);
      }
      presence.add(new Presence(event, user));
    }

    /** What was asked for once it was there, it heard from the first on. */
    void judgeBeginning() {
      first.forEach((conversation, rev) ->
          ledger
              .changes(conversation)
              .headMap(rev, false)
              .forEach((earlier, times) -> {
                if (times.began() > since) {
                  ledger.violation(this + " began with " + rev + ", without " + earlier);
                }
              }));
    }

    @Override
    public String toString() {
      return name + "@" + node.name();
    }
  }

  /** By id, those that changed last. */
  private static final class NewestMessages extends LinkedHashMap<String, JsonNode> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, JsonNode> eldest) {
      return size() > MESSAGES_KEPT;
    }
  }

  private final String name;
  private final Person person;
  private final Set<String> conversations;
  private final Supplier<ClusterNode> nodes;
  private final Opener opener;
  private final ClusterLedger ledger;
  private final List<Presence> presence = new CopyOnWriteArrayList<>();
  private volatile boolean going = true;

  /** The pass under way; what is heard of an earlier one came too late. */
  private @Nullable Object pass;

  private @Nullable Connection connection;
  private volatile @Nullable ChatLine line;
  private long connections;

  /**
   * Listens once it runs.
   *
   * @param conversations what this person may hear of
   * @param nodes where to connect next
   */
  ClusterListener(
      String name,
      Person person,
      Set<String> conversations,
      Supplier<ClusterNode> nodes,
      Opener opener,
      ClusterLedger ledger) {
    this.name = name;
    this.person = person;
    this.conversations = Set.copyOf(conversations);
    this.nodes = nodes;
    this.opener = opener;
    this.ledger = ledger;
  }

  @Override
  public void run() {
    while (going) {
      try {
        onePass(nodes.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        ledger.violation(name + " failed: " + e);
        throw e;
      }
      LockSupport.parkNanos(BEFORE_COMING_BACK.toNanos());
    }
  }

  private void onePass(ClusterNode node) throws InterruptedException {
    var connected = new CompletableFuture<Void>();
    begun(connected);
    try (ChatLine opened =
        opener.open(
            node.url(),
            String.valueOf(person.rest().token()),
            (event, payload, ack) -> {
              heard(connected, node, event, payload);
              ack.run();
              if (event.equals("connected")) {
                connected.complete(null);
              }
            })) {
      line = opened;
      var _ = opened.ended().thenRun(() -> connected.cancel(false));
      try {
        connected.get(CONNECTING.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException | CancellationException e) {
        return;
      }
      opened.ended().join();
    } finally {
      ended();
    }
  }

  private synchronized void begun(Object newPass) {
    pass = newPass;
  }

  private synchronized void heard(Object during, ClusterNode node, String event, JsonNode payload) {
    if (!during.equals(pass)) {
      return;
    }
    if (event.equals("connected")) {
      connection = new Connection(node, payload);
      connections++;
      return;
    }
    Connection to = connection;
    if (to == null || to.ended) {
      return;
    }
    switch (event) {
      case "message:new", "message:edited", "message:deleted" -> {
        ledger.promises.pushes.incrementAndGet();
        to.message(payload);
      }
      case "user:online", "user:offline" -> to.presence(event, payload);
      default -> {}
    }
  }

  private synchronized void ended() {
    Connection over = connection;
    if (over != null) {
      over.ended = true;
      over.judgeBeginning();
    }
    connection = null;
    pass = null;
  }

  Person person() {
    return person;
  }

  /** Everything heard of others coming and going, over all connections. */
  List<Presence> presence() {
    return presence;
  }

  synchronized boolean isConnected() {
    return connection != null;
  }

  /** Whether it is connected there. */
  synchronized boolean isAt(ClusterNode node) {
    return connection != null && connection.node.equals(node);
  }

  synchronized long connections() {
    return connections;
  }

  /**
   * Whether this connection, unless it began after that time, has heard its conversations up to
   * there, but for those in which nobody wrote since it is there.
   */
  synchronized boolean hasHeard(Map<String, Long> revs, long connectedBefore) {
    Connection now = connection;
    return now == null
        || now.since > connectedBefore
        || conversations.stream()
            .allMatch(id ->
                now.last(id) >= revs.getOrDefault(id, 0L)
                    || (now.last(id) == 0 && nothingSince(id, now.since)));
  }

  /** Whether nothing was acknowledged that was asked for since then. */
  private boolean nothingSince(String conversation, long time) {
    return ledger.changes(conversation).values().stream().allMatch(one -> one.began() <= time);
  }

  /** Whether it is connected and has heard its conversations up to there. */
  synchronized boolean isUpToDate(Map<String, Long> revs) {
    return connection != null && hasHeard(revs, Long.MAX_VALUE);
  }

  /**
   * How long after its acknowledgement, or after {@code notBefore} if that was later, the latest
   * change came that was acknowledged since {@code since}, in nanoseconds. What was heard is
   * forgotten but for the last of each conversation.
   */
  synchronized long worstDelay(long since, long notBefore) {
    Connection now = connection;
    if (now == null) {
      return 0;
    }
    long worst = 0;
    for (var one : now.heard.entrySet()) {
      NavigableMap<Long, ClusterLedger.Times> changes = ledger.changes(one.getKey());
      for (var heard : one.getValue().entrySet()) {
        ClusterLedger.Times times = changes.get(heard.getKey());
        if (times != null && times.acknowledged() >= Math.max(since, now.since)) {
          long due = Math.max(times.acknowledged(), notBefore);
          worst = Math.max(worst, heard.getValue() - due);
        }
      }
      one.getValue().headMap(one.getValue().lastKey(), false).clear();
    }
    return worst;
  }

  /** Compares what the connection that is there now heard of writers with what is stored. */
  synchronized void judge(Map<String, JsonNode> stored) {
    Connection now = connection;
    if (now == null) {
      ledger.violation(name + " is not connected");
      return;
    }
    now.judgeBeginning();
    now.messages.forEach((id, heard) -> {
      JsonNode message = stored.get(id);
      boolean isJudged = !ledger.changes(heard.get("conversationId").stringValue()).isEmpty();
      if (isJudged
          && (message == null || !LocalCopy.revised(message).equals(LocalCopy.revised(heard)))) {
        ledger.violation(now + " heard " + heard + " but stored is " + message);
      }
    });
  }

  /** Who it is, and where. */
  @Override
  public synchronized String toString() {
    return name + (connection == null ? ", not connected" : "@" + connection.node.name());
  }

  @Override
  public void close() {
    going = false;
    ChatLine open = line;
    if (open != null) {
      open.close();
    }
  }
}
