// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The promise of one node: an ack means stored; what is stored is delivered once, in order, to
 * everybody who stays or comes back, however often the server is killed. {@code
 * -Dhomeroom.crash.rounds} says how often, {@code -Dhomeroom.crash.seed} when.
 */
class CrashTest {

  private static final int ROUNDS = Integer.getInteger("homeroom.crash.rounds", 8);
  private static final long SEED = Long.getLong("homeroom.crash.seed", System.nanoTime());
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Pupils of one class, one device each; some have a second one, with the official client. */
  private static final int PUPILS = 30;

  private static final int OFFICIAL = 5;

  private final Random random = new Random(SEED);
  private final List<CrashClient> clients = new ArrayList<>();

  @TempDir Path directory;

  @Test
  void nothingAcknowledgedIsLostDoubledOrOutOfOrderWhenTheServerIsKilled() throws Exception {
    // Below the ports that connections are given, or one could connect to itself while it is free.
    try (CrashStage stage = new CrashStage(directory, 20_000 + random.nextInt(10_000))) {
      enlist(stage);
      List<Thread> threads =
          clients.stream().map(client -> Thread.ofVirtual().start(client)).toList();
      for (int round = 0; round < ROUNDS && stage.ledger().violations.isEmpty(); round++) {
        stage.open();
        load(stage);
        stage.crash();
      }
      stage.open();
      stage.calm(clients.size());
      try {
        verify(stage);
      } finally {
        stage.end();
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }
  }

  /** Mostly until some were answered and a moment more; now and then no moment at all. */
  private void load(CrashStage stage) {
    Ledger ledger = stage.ledger();
    if (random.nextInt(5) > 0) {
      long before = ledger.acked.get();
      await("answers")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> ledger.acked.get() > before + 20 || !ledger.violations.isEmpty());
    }
    LockSupport.parkNanos(Duration.ofMillis(100 + random.nextInt(500)).toNanos());
  }

  private void enlist(CrashStage stage) throws Exception {
    var users = new HashMap<String, CrashClient.User>();
    for (String line : Files.readAllLines(stage.tokens())) {
      CrashClient.User user = Rest.JSON.readValue(line, CrashClient.User.class);
      users.put(user.email(), user);
    }
    CrashClient.User teacher = Objects.requireNonNull(users.get("teacher1@demo.school"));
    List<CrashClient.User> pupils = new ArrayList<>();
    for (int n = 1; n <= PUPILS; n++) {
      pupils.add(Objects.requireNonNull(users.get("student" + n + "@demo.school")));
    }
    List<String> everybody = pupils.stream().map(CrashClient.User::userId).toList();
    enlist(stage, teacher, everybody, false);
    enlist(stage, teacher, everybody, true);
    for (CrashClient.User pupil : pupils) {
      enlist(stage, pupil, List.of(teacher.userId()), false);
    }
    for (int i = 0; i < OFFICIAL; i++) {
      enlist(stage, pupils.get(i), List.of(teacher.userId(), everybody.get(i + 1)), true);
    }
  }

  private void enlist(
      CrashStage stage, CrashClient.User user, List<String> correspondents, boolean official) {
    clients.add(
        new CrashClient(
            user.email().replaceAll("@.*", "") + (official ? "-official" : ""),
            user,
            correspondents,
            stage,
            listener ->
                official
                    ? OfficialLine.open(stage.server().url(), user.token(), listener)
                    : LightLine.open(stage.server().url(), user.token(), listener),
            random.nextLong()));
  }

  private void verify(CrashStage stage) throws Exception {
    Ledger ledger = stage.ledger();
    assertThat(ledger.violations).as("seed " + SEED).isEmpty();
    Map<String, NavigableMap<Long, JsonNode>> history = history(stage.server());
    var byId = new HashMap<String, JsonNode>();
    history.values().forEach(ones -> ones.values().forEach(one -> byId.put(id(one), one)));

    assertThat(ledger.broken(byId)).as("broken promises, seed " + SEED).isEmpty();
    assertOneMessagePerClientId(byId);
    assertGapless(stage.server(), history);
    for (CrashClient client : clients) {
      assertConverged(stage.server(), client, history);
    }
    System.out.printf(
        "CrashTest: %d rounds of kill -9, seed %d: %d clients, %d connections, %d changes"
            + " acknowledged (%d messages stored), %d retried (%d of them were stored before), %d"
            + " pushes; lost 0, duplicates 0, out of order 0, all converged.%n",
        ROUNDS,
        SEED,
        clients.size(),
        ledger.connections.get(),
        ledger.acked.get(),
        byId.size(),
        ledger.retried.get(),
        ledger.duplicates.get(),
        ledger.pushes.get());
  }

  /** Every conversation of any client, from the first message to the last. */
  private Map<String, NavigableMap<Long, JsonNode>> history(ServerProcess server) throws Exception {
    var history = new HashMap<String, NavigableMap<Long, JsonNode>>();
    for (CrashClient client : clients) {
      for (String conversation : client.copy().ids()) {
        if (!history.containsKey(conversation)) {
          history.put(
              conversation, all(new Rest(server.url(), client.user().token()), conversation));
        }
      }
    }
    return history;
  }

  static NavigableMap<Long, JsonNode> all(Rest reader, String conversation) throws Exception {
    var messages = new TreeMap<Long, JsonNode>();
    JsonNode page;
    do {
      long after = messages.isEmpty() ? 0 : messages.lastKey();
      page =
          reader
              .get(
                  "/messages?$or[0][deletedAt]=null&$or[1][deletedAt][$ne]=null"
                      + "&$sort[seq]=1&$limit=200&conversationId="
                      + conversation
                      + "&seq[$gt]="
                      + after)
              .body()
              .get("data");
      page.forEach(one -> messages.put(one.get("seq").longValue(), one));
    } while (!page.isEmpty());
    return messages;
  }

  static void assertOneMessagePerClientId(Map<String, JsonNode> byId) {
    Set<List<String>> keys = new HashSet<>();
    for (JsonNode message : byId.values()) {
      assertThat(
              keys.add(
                  List.of(
                      message.get("conversationId").stringValue(),
                      message.get("senderId").stringValue(),
                      message.get("clientId").stringValue())))
          .as("one message for the clientId of " + message)
          .isTrue();
    }
  }

  /** The revs of all messages, edits and deletions of a conversation are 1, 2, 3 and so on. */
  static void assertGapless(ServerProcess server, Map<String, NavigableMap<Long, JsonNode>> history)
      throws Exception {
    Rest admin = Rest.signedIn(server, "admin@demo.school");
    for (var conversation : history.values()) {
      var revs = new TreeSet<Long>(conversation.keySet());
      long changes = revs.size();
      for (JsonNode message : conversation.values()) {
        if (message.get("rev").longValue() != message.get("seq").longValue()) {
          JsonNode revisions =
              admin.get("/message-history?$limit=200&messageId=" + id(message)).body().get("data");
          revisions.forEach(revision -> revs.add(revision.get("rev").longValue()));
          changes += revisions.size();
        }
      }
      assertThat(revs).hasSize((int) changes);
      if (!revs.isEmpty()) {
        assertThat(revs.first()).isOne();
        assertThat(revs.last()).isEqualTo(changes);
      }
    }
  }

  /** By pushes and the sync after each connect alone, and by a sync from nothing. */
  private static void assertConverged(
      ServerProcess server, CrashClient client, Map<String, NavigableMap<Long, JsonNode>> history)
      throws Exception {
    LocalCopy copy = client.copy();
    await(client.user().email() + " has heard everything")
        .atMost(PATIENCE)
        .until(() -> !copy.hasGap() && upToDate(copy, history));
    var rest = new Rest(server.url(), client.user().token());
    LocalCopy fresh = new LocalCopy();
    boolean complete;
    do {
      LocalCopy.Question question = fresh.question(1000);
      complete =
          fresh.answered(rest.post("/sync", question).body(), question.conversations().keySet());
    } while (!complete);
    assertThat(fresh.ids()).isEqualTo(copy.ids());
    for (String conversation : copy.ids()) {
      List<JsonNode> stored =
          Objects.requireNonNull(history.get(conversation)).values().stream()
              .map(LocalCopy::revised)
              .toList();
      assertThat(copy.messages(conversation))
          .as("what " + client.user().email() + " has of " + conversation)
          .isEqualTo(stored);
      List<JsonNode> newest = fresh.messages(conversation);
      assertThat(newest).isEqualTo(stored.subList(stored.size() - newest.size(), stored.size()));
      assertThat(fresh.rev(conversation)).isEqualTo(copy.rev(conversation));
    }
  }

  private static boolean upToDate(
      LocalCopy copy, Map<String, NavigableMap<Long, JsonNode>> history) {
    return copy.ids().stream()
        .allMatch(id ->
            copy.rev(id)
                >= Objects.requireNonNull(history.get(id)).values().stream()
                    .mapToLong(one -> one.get("rev").longValue())
                    .max()
                    .orElse(0));
  }

  private static String id(JsonNode message) {
    return message.get("_id").stringValue();
  }
}
