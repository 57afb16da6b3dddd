// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.client.ChatListener;
import homeroom.client.Conversation;
import homeroom.client.HomeroomClient;
import homeroom.client.HomeroomException;
import homeroom.client.Message;
import homeroom.client.PasswordSignIn;
import homeroom.client.TokenSource;
import homeroom.client.Unsent;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The library of {@code clients/java} on a server. */
class JavaSessionTest extends SharedServer {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int EXAMPLE_LINES = 20;

  /** What a client hears, and the client. */
  private static final class Session implements ChatListener, AutoCloseable {

    private final HomeroomClient client;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();

    private Session(String url, TokenSource tokens) {
      client = new HomeroomClient(URI.create(url), tokens);
      client.listen(this);
      client.open();
    }

    static Session ready(String url, String name) {
      URI server = URI.create(url);
      var session = new Session(url, new PasswordSignIn(server, name + "@demo.school", "homeroom"));
      session.awaitReady();
      return session;
    }

    void awaitReady() {
      await().atMost(SOON).until(() -> client.state() == HomeroomClient.State.READY);
    }

    List<String> texts(String conversation) {
      return client.conversation(conversation).orElseThrow().messages().stream()
          .map(Message::text)
          .toList();
    }

    @Override
    public void messageArrived(Message message) {
      heard.add(message.text());
    }

    @Override
    public void messageStored(Unsent unsent, Message message) {
      stored.add(message.text());
    }

    @Override
    public void messageRefused(Unsent unsent, HomeroomException why) {
      refused.add(why.code());
    }

    @Override
    public void sessionEnded(String reason) {
      ended.add(reason);
    }

    @Override
    public void close() {
      client.close();
    }
  }

  @Test
  void messagesReceiptsAndCountsOfTwoPeople() throws Exception {
    Person ada = person("student1");
    String group = ada.group("Two", person("student2"));
    try (Session author = Session.ready(server.url(), "student1");
        Session reader = Session.ready(server.url(), "student2")) {
      author.client.send(group, "Hi");
      author.client.send(group, "How are you?");
      await().atMost(SOON).until(() -> reader.heard.equals(List.of("Hi", "How are you?")));
      assertThat(author.stored).containsExactly("Hi", "How are you?");
      Conversation seen = reader.client.conversation(group).orElseThrow();
      assertThat(seen.unread()).isEqualTo(2);
      await().atMost(SOON).until(() -> statusOfLast(author, group).equals("delivered"));
      reader.client.markRead(group, seen.messages().getLast().seq());
      await().atMost(SOON).until(() -> statusOfLast(author, group).equals("read"));
      await().until(() -> reader.client.conversation(group).orElseThrow().unread() == 0);
      String id = seen.messages().getFirst().id();
      assertThat(author.client.edit(id, "Hello").get().text()).isEqualTo("Hello");
      await().atMost(SOON).until(() -> reader.texts(group).contains("Hello"));
      author.client.delete(id).get();
      await().atMost(SOON).until(() -> reader.texts(group).contains(""));
      author.client.send("nowhere", "Lost");
      await().atMost(SOON).until(() -> author.refused.equals(List.of("conversation-not-found")));
      assertThat(author.client.unsent()).hasSize(1);
      author.client.discard(author.client.unsent().getFirst().clientId());
      await().until(() -> author.client.unsent().isEmpty());
    }
  }

  private static String statusOfLast(Session session, String conversation) {
    return session.client.conversation(conversation).orElseThrow().messages().getLast().status();
  }

  @Test
  void aLongConversationIsReadBackwardsInPages() throws Exception {
    Person ada = person("student3");
    String group = ada.group("Long", person("student4"));
    for (int i = 1; i <= 120; i++) {
      ada.rest().post("/messages", Map.of("conversationId", group, "text", "no " + i));
    }
    try (Session reader = Session.ready(server.url(), "student4")) {
      assertThat(reader.texts(group)).hasSize(50).endsWith("no 120");
      assertThat(reader.client.older(group).get()).isTrue();
      assertThat(reader.client.older(group).get()).isFalse();
      assertThat(reader.texts(group)).hasSize(120).startsWith("no 1", "no 2");
      assertThat(reader.client.conversation(group).orElseThrow().hasOlder()).isFalse();
    }
  }

  @Test
  void whatWasWrittenWithoutAServerIsStoredOnceAndWhatWasMissedComes(@TempDir Path directory)
      throws Exception {
    ServerProcess first = ServerProcess.demo(directory);
    String url = first.url();
    Person ada = Person.signedIn(first, "student1");
    String group = ada.group("Away", Person.signedIn(first, "student2"));
    try (Session session = Session.ready(url, "student2")) {
      session.client.send(group, "before");
      await().atMost(SOON).until(() -> session.stored.contains("before"));
      first.kill();
      await().atMost(SOON).until(() -> session.client.state() != HomeroomClient.State.READY);
      session.client.send(group, "one");
      session.client.send(group, "two");
      await().until(() -> session.client.unsent().size() == 2);
      String port = url.substring(url.lastIndexOf(':') + 1);
      try (ServerProcess second =
          ServerProcess.start(List.of("demo", "--port", port, "--data", directory.toString()))) {
        new Person(second, ada.id(), ada.rest())
            .rest()
            .post("/messages", Map.of("conversationId", group, "text", "missed"));
        await().atMost(SOON).until(() -> session.stored.size() == 3);
        session.awaitReady();
        assertThat(session.texts(group))
            .containsExactlyInAnyOrder("before", "missed", "one", "two")
            .containsSubsequence("before", "one", "two");
        assertThat(session.client.unsent()).isEmpty();
        List<JsonNode> all = ada.history(group);
        assertThat(all).hasSize(4);
      }
    } finally {
      first.close();
    }
  }

  @Test
  void anotherTokenIsAskedForBeforeTheOneInUseIsOver() throws Exception {
    Person ada = person("student5");
    var asked = new AtomicInteger();
    TokenSource tokens =
        () -> {
          try {
            return asked.incrementAndGet() <= 2
                ? SignOutTest.token(data, ada.id(), Duration.ofSeconds(3))
                : String.valueOf(ada.rest().token());
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    var connections = new AtomicInteger();
    try (Session session = new Session(server.url(), tokens)) {
      session.client.socket().on("connect", none -> connections.incrementAndGet());
      await().atMost(SOON).until(() -> asked.get() == 3);
      String group = ada.group("Still here", person("student6"));
      await().atMost(SOON).until(() -> session.client.conversation(group).isPresent());
      assertThat(session.ended).isEmpty();
      assertThat(connections.get()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aWrongPasswordAndASignOutElsewhereEndTheSession() throws Exception {
    URI address = URI.create(server.url());
    try (Session wrong =
        new Session(
            server.url(), new PasswordSignIn(address, "student7@demo.school", "not-this-one"))) {
      await().atMost(SOON).until(() -> wrong.ended.equals(List.of("ended")));
    }
    Person ada = person("student8");
    try (Session session = new Session(server.url(), () -> String.valueOf(ada.rest().token()))) {
      session.awaitReady();
      ada.rest().delete("/authentication");
      await().atMost(SOON).until(() -> session.ended.equals(List.of("ended")));
      assertThat(session.client.state()).isEqualTo(HomeroomClient.State.CLOSED);
    }
  }

  @Test
  void theExampleWorksWhenPasted(@TempDir Path folder) throws Exception {
    String program = NodeScript.blocks("java", "clients", "java", "README.md").getFirst();
    assertThat(program.lines().count()).isLessThanOrEqualTo(EXAMPLE_LINES);
    Path pasted = folder.resolve("Chat.java");
    Files.writeString(pasted, program);
    String teacherId = person("teacher1").id();
    try (NodeScript teacher = java(pasted, server.url(), "teacher1@demo.school")) {
      teacher.awaitLine("READY as " + teacherId);
      try (NodeScript student =
          java(pasted, server.url(), "student1@demo.school", teacherId, "Hello!")) {
        teacher.awaitLine("heard: Hello!");
        student.awaitLine("read: Hello!");
      }
    }
  }

  private static NodeScript java(Path program, String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var lines = new CopyOnWriteArrayList<String>();
    BufferedReader reader = process.inputReader(UTF_8);
    Thread.ofVirtual().start(() -> reader.lines().forEach(lines::add));
    return new NodeScript(process, lines);
  }
}
