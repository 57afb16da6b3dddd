// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who sends, edits and deletes through all nodes over REST: what is not answered is asked
 * again of the next node; now and then a send is given up instead. Runs on a thread of its own.
 */
final class ClusterWriter implements Runnable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration ANSWER = Duration.ofSeconds(4);
  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(100);

  /** What was written longer ago is not edited or deleted any more. */
  private static final int OWN_KEPT = 10;

  private final String name;
  private final Person person;
  private final List<String> conversations;
  private final List<ClusterNode> nodes;
  private final Duration pause;
  private final ClusterLedger ledger;
  private final BooleanSupplier isWriting;
  private final BooleanSupplier isSilent;
  private final Random random;
  private final List<String> own = new ArrayList<>();
  private int wishes;

  /**
   * Writes once it runs.
   *
   * @param isWriting else it ends
   * @param isSilent whether it asks for nothing, not even again
   */
  ClusterWriter(
      String name,
      Person person,
      List<String> conversations,
      List<ClusterNode> nodes,
      Duration pause,
      ClusterLedger ledger,
      BooleanSupplier isWriting,
      BooleanSupplier isSilent,
      long seed) {
    this.name = name;
    this.person = person;
    this.conversations = List.copyOf(conversations);
    this.nodes = List.copyOf(nodes);
    this.pause = pause;
    this.ledger = ledger;
    this.isWriting = isWriting;
    this.isSilent = isSilent;
    this.random = new Random(seed);
  }

  @Override
  public void run() {
    try {
      while (isWriting.getAsBoolean()) {
        fulfil(next());
        LockSupport.parkNanos(pause.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      ledger.violation(name + " failed: " + e);
      throw e;
    }
  }

  /**
   * Sends one message through that node alone, and does not ask again: it may die before it
   * answers.
   *
   * @return its client id, before that is known
   */
  String sendThrough(ClusterNode node) {
    String text = name + " " + wishes++;
    Ledger.Wish wish = send(text, conversations.get(random.nextInt(conversations.size())));
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              long began = System.nanoTime();
              try {
                JsonNode answer = answer(node, wish);
                if (answer != null) {
                  acknowledged(wish, answer, began);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return Objects.requireNonNull(wish.payload().get("clientId"));
  }

  private Ledger.Wish next() {
    int dice = random.nextInt(10);
    String text = name + " " + wishes++;
    if (dice < 7 || own.isEmpty()) {
      return send(text, conversations.get(random.nextInt(conversations.size())));
    }
    String message = own.get(random.nextInt(own.size()));
    return dice < 9
        ? new Ledger.Wish("message:edit", Map.of("messageId", message, "text", text + " edited"))
        : new Ledger.Wish("message:delete", Map.of("messageId", message));
  }

  private static Ledger.Wish send(String text, String conversation) {
    return new Ledger.Wish(
        "message:send",
        Map.of("conversationId", conversation, "text", text, "clientId", text.replace(' ', '-')));
  }

  private void fulfil(Ledger.Wish wish) throws InterruptedException {
    long began = System.nanoTime();
    int first = random.nextInt(nodes.size());
    JsonNode answer = null;
    for (int tries = 0; answer == null; tries++) {
      if (tries > 0) {
        if (tries == 1 && wish.isSend() && random.nextInt(4) == 0) {
          ledger.abandoned.incrementAndGet();
          return;
        }
        ledger.promises.retried.incrementAndGet();
        LockSupport.parkNanos(BEFORE_ASKING_AGAIN.toNanos());
      }
      while (isSilent.getAsBoolean()) {
        LockSupport.parkNanos(BEFORE_ASKING_AGAIN.toNanos());
      }
      answer = answer(nodes.get((first + tries) % nodes.size()), wish);
      if (answer == null && wish.event().equals("message:edit")) {
        ledger.unanswered(wish);
      }
    }
    JsonNode message = acknowledged(wish, answer, began);
    if (message != null && wish.isSend()) {
      own.add(message.get("_id").stringValue());
      if (own.size() > OWN_KEPT) {
        own.removeFirst();
      }
    }
  }

  private @Nullable JsonNode acknowledged(Ledger.Wish wish, JsonNode answer, long began) {
    JsonNode message = ledger.promises.acknowledged(wish, answer);
    if (message != null) {
      ledger.acknowledged(
          message.get("conversationId").stringValue(), message.get("rev").longValue(), began);
    }
    return message;
  }

  /** As an ack would be; null if it has to be asked again. */
  private @Nullable JsonNode answer(ClusterNode node, Ledger.Wish wish)
      throws InterruptedException {
    try {
      HttpResponse<String> response =
          HTTP.send(request(node, wish).build(), BodyHandlers.ofString());
      int status = response.statusCode();
      if (status == 503 || status == 429) {
        return null;
      }
      var answer = Rest.JSON.createObjectNode().put("ok", status < 300);
      JsonNode body = Rest.JSON.readTree(response.body());
      if (wish.isSend() && status == 200) {
        answer.put("duplicate", true);
      }
      return answer.set(status < 300 ? "message" : "error", body);
    } catch (IOException e) {
      return null;
    }
  }

  private HttpRequest.Builder request(ClusterNode node, Ledger.Wish wish) {
    String message = wish.payload().getOrDefault("messageId", "");
    Rest rest = new Rest(node.url(), person.rest().token());
    HttpRequest.Builder request =
        switch (wish.event()) {
          case "message:send" ->
              rest.request("/messages")
                  .POST(BodyPublishers.ofString(Rest.JSON.writeValueAsString(wish.payload())));
          case "message:edit" ->
              rest.request("/messages/" + message)
                  .method(
                      "PATCH",
                      BodyPublishers.ofString(
                          Rest.JSON.writeValueAsString(
                              Map.of("text", wish.payload().get("text")))));
          default -> rest.request("/messages/" + message).DELETE();
        };
    return request.header("content-type", "application/json").timeout(ANSWER);
  }
}
