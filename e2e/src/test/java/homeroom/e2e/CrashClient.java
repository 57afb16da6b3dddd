// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client that writes, edits and deletes as fast as it is answered, and comes back whenever it
 * lost the server: it syncs, and repeats what was not acknowledged. Runs on a thread of its own.
 */
final class CrashClient implements Runnable {

  /** Who signs in. */
  record User(String email, String userId, String token) {}

  private static final int PATIENCE_SECONDS = 30;
  private static final int OWN_KEPT = 20;

  private final String name;
  private final User user;
  private final List<String> correspondents;
  private final CrashStage stage;
  private final Function<ChatLine.Listener, ChatLine> connector;
  private final Random random;
  private final Ledger ledger;
  private final LocalCopy copy = LocalCopy.whole();
  private final List<String> own = new ArrayList<>();
  private final Map<String, Long> lastSeq = new HashMap<>();
  private Ledger.@Nullable Wish wish;
  private int wishes;

  CrashClient(
      String name,
      User user,
      List<String> correspondents,
      CrashStage stage,
      Function<ChatLine.Listener, ChatLine> connector,
      long seed) {
    this.name = name;
    this.user = user;
    this.correspondents = correspondents;
    this.stage = stage;
    this.connector = connector;
    this.random = new Random(seed);
    this.ledger = stage.ledger();
  }

  LocalCopy copy() {
    return copy;
  }

  User user() {
    return user;
  }

  @Override
  public void run() {
    try {
      while (stage.awaitServer()) {
        onePass();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AssertionError | RuntimeException e) {
      ledger.violations.add(name + " failed: " + e);
      throw e;
    }
  }

  /** One connection, from the sync to its end. */
  private void onePass() throws InterruptedException {
    var order = new PushOrder(name, ledger);
    var connected = new CompletableFuture<Void>();
    try (ChatLine line =
        connector.apply((event, payload, ack) -> {
          if (event.equals("connected")) {
            connected.complete(null);
          }
          heard(event, payload, order);
          ack.run();
        })) {
      var _ =
          line.ended().thenRun(() -> connected.completeExceptionally(new LightLine.LineEnded()));
      await(connected);
      ledger.connections.incrementAndGet();
      sync(line);
      if (wish != null) {
        ledger.retried.incrementAndGet();
      }
      while (wish != null || stage.writing()) {
        fulfil(line, order);
      }
      stage.quiet(this);
      await(line.ended());
    } catch (LightLine.LineEnded e) {
      order.ended(wish == null ? 0 : 1);
    }
  }

  /** Everything that was missed. */
  private void sync(ChatLine line) throws LightLine.LineEnded, InterruptedException {
    boolean complete;
    copy.beginSync();
    do {
      int limit = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 500;
      LocalCopy.Question question = copy.question(limit);
      complete =
          copy.answered(
              await(line.call("message:sync", question)), question.conversations().keySet());
    } while (!complete);
  }

  private void fulfil(ChatLine line, PushOrder order)
      throws LightLine.LineEnded, InterruptedException {
    if (wish == null) {
      wish = next();
    }
    JsonNode message = ledger.acknowledged(wish, await(line.call(wish.event(), wish.payload())));
    if (message != null) {
      copy.apply(message);
      order.own(message);
      if (wish.isSend()) {
        inOrder(message);
      }
    }
    wish = null;
  }

  /** What one client sends, each after the ack of the one before, has growing positions. */
  private void inOrder(JsonNode message) {
    String conversation = message.get("conversationId").stringValue();
    long seq = message.get("seq").longValue();
    Long before = lastSeq.put(conversation, seq);
    ledger.check(before == null || before < seq, name + " sent in order, but got " + message);
    own.add(message.get("_id").stringValue());
    if (own.size() > OWN_KEPT) {
      own.removeFirst();
    }
  }

  private Ledger.Wish next() {
    int dice = random.nextInt(10);
    String text = name + " " + wishes++;
    if (dice < 8 || own.isEmpty()) {
      return send(text);
    }
    String message = own.get(random.nextInt(own.size()));
    return dice == 8
        ? new Ledger.Wish("message:edit", Map.of("messageId", message, "text", text + " edited"))
        : new Ledger.Wish("message:delete", Map.of("messageId", message));
  }

  private Ledger.Wish send(String text) {
    String clientId = text.replace(' ', '-');
    if (random.nextInt(4) == 0) {
      String to = correspondents.get(random.nextInt(correspondents.size()));
      return new Ledger.Wish("message:send", Map.of("to", to, "text", text, "clientId", clientId));
    }
    List<String> classes =
        copy.ids().stream()
            .filter(id -> {
              JsonNode known = copy.conversation(id);
              return known != null && known.get("type").stringValue().equals("class");
            })
            .sorted()
            .toList();
    String conversation = classes.get(random.nextInt(10) < 8 ? 0 : random.nextInt(classes.size()));
    return new Ledger.Wish(
        "message:send", Map.of("conversationId", conversation, "text", text, "clientId", clientId));
  }

  private void heard(String event, JsonNode payload, PushOrder order) {
    switch (event) {
      case "message:new", "message:edited", "message:deleted" -> {
        ledger.pushes.incrementAndGet();
        order.pushed(payload);
        copy.apply(payload);
      }
      case "conversation:new" -> copy.added(payload);
      default -> {}
    }
  }

  private static <T> T await(CompletableFuture<T> answer)
      throws LightLine.LineEnded, InterruptedException {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LightLine.LineEnded lineEnded) {
        throw lineEnded;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in " + PATIENCE_SECONDS + " seconds", e);
    }
  }
}
