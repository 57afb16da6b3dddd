// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.chat.contracts.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Three servers as nodes of a cluster: whatever one of them promises, all of them keep together.
 * Somebody sits at each of them from the first test to the last, and hears everybody else come and
 * go in turn.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** In that time everything has to be true at all nodes. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(50);

  private static final int MESSAGE_RATE = 60;

  private final ClusterLedger ledger = new ClusterLedger();
  private final List<ClusterListener> witnesses = new ArrayList<>();
  private @Nullable ClusterStage stage;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    RedisProcess.demand();
    stage = new ClusterStage(folder, "--drain-seconds", "1", "--call-rate", "0");
    for (int i = 0; i < 3; i++) {
      ClusterNode home = stage().nodes().get(i);
      Person witness = ClusterStage.person(home, "student" + (28 + i));
      witnesses.add(
          listener("witness" + i, witness, home, i == 0 ? OfficialLine::open : LightLine::open));
    }
    await().atMost(PATIENCE).until(() -> witnesses.stream().allMatch(ClusterListener::isConnected));
  }

  @AfterAll
  void end() {
    witnesses.forEach(ClusterListener::close);
    if (stage != null) {
      stage.close();
    }
    assertThat(ledger.promises.violations).isEmpty();
  }

  private ClusterStage stage() {
    if (stage == null) {
      throw new IllegalStateException("not started");
    }
    return stage;
  }

  /** At its home while that is up, else at another node. */
  private ClusterListener listener(
      String name, Person person, ClusterNode home, ClusterListener.Opener opener)
      throws Exception {
    var listener =
        new ClusterListener(
            name,
            person,
            ClusterStage.conversations(person),
            () ->
                home.isUp()
                    ? home
                    : stage().nodes().stream().filter(ClusterNode::isUp).findFirst().orElse(home),
            opener,
            ledger);
    var _ = Thread.ofVirtual().start(listener);
    return listener;
  }

  private Person person(ClusterNode node, String name) throws Exception {
    return ClusterStage.person(node, name);
  }

  private static void report(String what, long since) {
    System.out.printf(
        "ClusterTest: %s after %d ms%n",
        what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
  }

  @Test
  @Order(1)
  void whatIsSaidOnOneNodeIsHeardOnAllOnceAndInOrder() throws Exception {
    Person ada = person(stage().a(), "student1");
    Person ben = person(stage().b(), "student2");
    Person cleo = person(stage().c(), "student3");
    Person dina = person(stage().b(), "student4");
    String group = ada.group("All nodes", ben, cleo);
    try (ChatClient atA = ada.connect().acking();
        ChatClient atB = ben.connect().acking();
        ChatClient atC = cleo.connect().acking();
        ChatClient outsider = dina.connect()) {
      List<ChatClient> members = List.of(atA, atB, atC);
      var said = new ArrayList<JsonNode>();
      for (int i = 0; i < 30; i++) {
        said.add(members.get(i % 3).say(group, "Number " + i));
      }
      JsonNode last = said.getLast();
      atA.awaitMessage("message:new", last);
      atB.awaitMessage("message:new", last);
      atC.done(
          "message:edit", Map.of("messageId", last.get("_id").stringValue(), "text", "Changed"));
      for (ChatClient member : List.of(atA, atB)) {
        member.awaitMessage("message:edited", last);
      }
      for (int i = 0; i < 3; i++) {
        int own = i;
        ChatClient member = members.get(i);
        List<Long> ofOthers =
            said.stream()
                .filter(one -> said.indexOf(one) % 3 != own)
                .map(one -> one.get("rev").longValue())
                .toList();
        await().atMost(PATIENCE).until(() -> revs(member, group).contains(ofOthers.getLast()));
        assertThat(revs(member, group)).isEqualTo(ofOthers);
      }
      assertThat(outsider.all("message:new")).isEmpty();
      atA.awaitEvent("message:delivered");
    }
  }

  private static List<Long> revs(ChatClient client, String conversation) {
    return client.all("message:new").stream()
        .filter(one -> one.get("conversationId").stringValue().equals(conversation))
        .map(one -> one.get("rev").longValue())
        .toList();
  }

  @Test
  @Order(2)
  void oneClientIdToThreeNodesAtOnceIsOneMessage() throws Exception {
    Person ada = person(stage().a(), "student5");
    Person ben = person(stage().b(), "student6");
    String group = ada.group("At once", ben);
    try (ChatClient hears = ben.connect()) {
      for (int round = 0; round < 5; round++) {
        var message = Map.of("conversationId", group, "text", "Once", "clientId", "once-" + round);
        List<Rest.Answer> answers = onEachNode(ada, rest -> rest.post("/messages", message));
        assertThat(answers).extracting(Rest.Answer::status).containsOnly(200, 201);
        assertThat(answers.stream().filter(one -> one.status() == 201)).hasSize(1);
        assertThat(answers.stream().map(one -> one.body().get("_id")).distinct()).hasSize(1);
      }
      JsonNode fence = ada.rest().post("/messages", text(group, "Fence")).body();
      hears.awaitMessage("message:new", fence);
      assertThat(revs(hears, group)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }
  }

  private static Map<String, String> text(String conversation, String text) {
    return Map.of("conversationId", conversation, "text", text);
  }

  private interface Call {
    Rest.Answer on(Rest rest) throws Exception;
  }

  private List<Rest.Answer> onEachNode(Person person, Call call) throws Exception {
    var calls = new ArrayList<Callable<Rest.Answer>>();
    for (ClusterNode node : stage().nodes()) {
      calls.add(() -> call.on(ClusterStage.at(node, person).rest()));
    }
    return ClusterStage.atOnce(calls);
  }

  @Test
  @Order(3)
  void whoSendsThroughThreeNodesMaySendAsMuchAsThroughOne() throws Exception {
    Person ada = person(stage().a(), "student7");
    Person ben = person(stage().a(), "student8");
    String group = ada.group("Much", ben);
    var everywhere = new ArrayList<ChatClient>();
    try {
      for (ClusterNode node : stage().nodes()) {
        everywhere.add(ClusterStage.at(node, ben).connect());
      }
      long began = System.nanoTime();
      assertThat(taken(ada, group)).isEqualTo(MESSAGE_RATE);
      await()
          .atMost(PATIENCE)
          .until(
              () -> everywhere.stream().allMatch(one -> revs(one, group).size() == MESSAGE_RATE));
      int more = taken(ada, group);
      long refilled = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + 1;
      System.out.printf(
          "ClusterTest: of %d further sends in %d s %d were taken%n", MESSAGE_RATE, refilled, more);
      // What one node took the others may not have heard of yet.
      assertThat(more).isLessThanOrEqualTo(3 * (int) refilled);
    } finally {
      everywhere.forEach(ChatClient::close);
    }
  }

  /** How many of as many sends as one may make at once were taken, spread over the nodes. */
  private int taken(Person sender, String group) throws Exception {
    int taken = 0;
    for (int i = 0; i < MESSAGE_RATE; i++) {
      Rest rest = ClusterStage.at(stage().nodes().get(i % 3), sender).rest();
      Rest.Answer answer = rest.post("/messages", text(group, "Number " + i));
      assertThat(answer.status()).isIn(201, 429);
      taken += answer.status() == 201 ? 1 : 0;
    }
    return taken;
  }

  @Test
  @Order(4)
  void signInsThatFailedAtThreeNodesSlowFurtherOnesAtEach() throws Exception {
    String victim = "student9@demo.school";
    var wrong = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < 10; i++) {
      Rest rest = Rest.anonymous(stage().nodes().get(i % 3).server());
      wrong.add(() -> rest.signIn(victim, "wrong").status());
    }
    assertThat(ClusterStage.atOnce(wrong)).containsOnly(401);
    // Turns come a second apart, and nobody waits longer than ten: not all of these have one. After
    // its own three failures alone the node would let seven in at once, and the others in time.
    int tries = 16;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ExecutorCompletionService<Integer>(threads);
      for (int i = 0; i < tries; i++) {
        answers.submit(
            () -> Rest.anonymous(stage().c().server()).signIn(victim, "wrong again").status());
      }
      int refused = 0;
      for (int i = 0; i < tries && refused == 0; i++) {
        refused = answers.take().get() == 429 ? 1 : 0;
      }
      threads.shutdownNow();
      assertThat(refused).isOne();
    }
  }

  @Test
  @Order(5)
  void whoWasTakenOutHearsNothingASecondLater() throws Exception {
    takeOut("student11", "student12", "student13");
  }

  @Test
  @Order(6)
  void whoWasTakenOutHearsNothingASecondLaterWithoutRedis() throws Exception {
    stage().redis().stop();
    try {
      takeOut("student14", "student15", "student16");
    } finally {
      stage().redis().startAgain();
    }
  }

  /** Takes the second out of a group on one node; they sit at another, and a third is spoken on. */
  private void takeOut(String first, String second, String third) throws Exception {
    Person ada = person(stage().a(), first);
    Person ben = person(stage().b(), second);
    Person cleo = person(stage().c(), third);
    String group = ada.group("Smaller", ben, cleo);
    try (ChatClient removed = ben.connect();
        ChatClient stays = ClusterStage.at(stage().b(), cleo).connect();
        ChatClient speaks = cleo.connect()) {
      JsonNode before = speaks.say(group, "Before");
      removed.awaitMessage("message:new", before);
      assertThat(ada.change(group, "remove", ben).status()).isEqualTo(200);
      long since = System.nanoTime();
      var late = new HashSet<String>();
      JsonNode last = before;
      int said = 0;
      while (late.size() < 10) {
        boolean isLate = System.nanoTime() - since > SECOND.toNanos();
        last = speaks.say(group, "After " + said++);
        if (isLate) {
          late.add(last.get("_id").stringValue());
        }
        LockSupport.parkNanos(BETWEEN_MESSAGES.toNanos());
      }
      stays.awaitMessage("message:new", last);
      removed.awaitEvent("conversation:removed");
      assertThat(removed.all("message:new"))
          .extracting(one -> one.get("_id").stringValue())
          .doesNotContainAnyElementsOf(late);
    }
  }

  @Test
  @Order(7)
  void whoSignsOutOrIsDeactivatedIsSoOnEveryNode() throws Exception {
    Person ada = person(stage().a(), "student17");
    try (ChatClient elsewhere = ClusterStage.at(stage().b(), ada).connect()) {
      assertThat(ada.rest().delete("/authentication").status()).isEqualTo(200);
      long since = System.nanoTime();
      elsewhere.awaitEvent("session:ended");
      report("a sign-out closed a socket on another node", since);
      elsewhere.awaitEvent("disconnect");
      awaitRefusal(ada, since);
    }
    Person admin = person(stage().a(), "admin");
    Person ben = person(stage().c(), "student18");
    try (ChatClient elsewhere = ben.connect()) {
      assertThat(admin.rest().delete("/users/" + ben.id()).status()).isEqualTo(200);
      long since = System.nanoTime();
      assertThat(elsewhere.awaitEvent("session:ended").get("reason").stringValue())
          .isEqualTo("deactivated");
      report("a deactivation closed a socket on another node", since);
      elsewhere.awaitEvent("disconnect");
      awaitRefusal(ben, since);
    }
  }

  /**
   * Each node notices by itself, and until then may answer. What it is asked more than a second
   * after that it refuses, or puts off while it does not know what the others did.
   */
  private void awaitRefusal(Person person, long since) {
    await()
        .atMost(PATIENCE)
        .until(() -> {
          boolean isLate = System.nanoTime() - since > SECOND.toNanos();
          List<Rest.Answer> answers = onEachNode(person, rest -> rest.get("/users"));
          assertThat(answers)
              .extracting(Rest.Answer::status)
              .isSubsetOf(isLate ? Set.of(401, 503) : Set.of(200, 401, 503));
          return isLate && answers.stream().allMatch(one -> one.status() == 401);
        });
  }

  @Test
  @Order(8)
  void ofTwoLastAdminsWhoRemoveEachOtherAtOnceOneStays() throws Exception {
    Person first = person(stage().a(), "admin@other.school");
    for (int round = 0; round < 3; round++) {
      String email = Things.id() + "@other.school";
      Rest.Answer made =
          first
              .rest()
              .post(
                  "/users",
                  Map.of("role", "admin", "name", "Nia", "email", email, "password", "homeroom"));
      assertThat(made.status()).isEqualTo(201);
      Person second = Person.signedIn(stage().b().server(), email, "homeroom");
      Person one = first;
      List<Integer> answers =
          ClusterStage.<Integer>atOnce(
              List.of(() -> demoted(one, second), () -> demoted(second, one)));
      assertThat(answers).as("both were demoted").isNotEqualTo(List.of(200, 200));
      first = answers.getFirst() == 200 ? one : answers.getLast() == 200 ? second : one;
      if (!answers.contains(200)) {
        assertThat(demoted(one, second)).isEqualTo(200);
      }
    }
  }

  private static int demoted(Person by, Person who) throws Exception {
    return by.rest().patch("/users/" + who.id(), Map.of("role", "teacher")).status();
  }

  @Test
  @Order(9)
  void nodesThatRestartAndARedisThatForgetsMakeNobodySeemToGo() throws Exception {
    Person ada = person(stage().a(), "student19");
    Person ben = person(stage().b(), "student20");
    ClusterListener atA = listener("ada", ada, stage().a(), LightLine::open);
    await().atMost(PATIENCE).until(atA::isConnected);
    ClusterListener atB = listener("ben", ben, stage().b(), OfficialLine::open);
    var all = new ArrayList<>(witnesses);
    all.addAll(List.of(atA, atB));
    try (atA;
        atB) {
      await().atMost(PATIENCE).until(() -> hasHeard(atA, "user:online", ben));
      awaitWitnesses("user:online", ada);
      stage().redis().ask("FLUSHALL");
      for (ClusterNode node : stage().nodes()) {
        node.stop();
        await()
            .atMost(PATIENCE)
            .untilAsserted(() ->
                assertThat(all)
                    .as("everybody after the end of " + node.name())
                    .allMatch(one -> one.isConnected() && !one.isAt(node)));
        node.start();
      }
      stage().redis().ask("FLUSHALL");
      Person cleo = person(stage().c(), "student21");
      try (ChatClient comes = cleo.connect()) {
        awaitWitnesses("user:online", cleo);
        assertThat(comes.heard()).isNotEmpty();
      }
      awaitWitnesses("user:offline", cleo);
      Set<String> stayed = Set.of(ada.id(), ben.id(), witnesses.getFirst().person().id());
      assertThat(all)
          .flatExtracting(ClusterListener::presence)
          .filteredOn(one -> one.event().equals("user:offline"))
          .extracting(ClusterListener.Presence::userId)
          .doesNotContainAnyElementsOf(stayed);
    }
    awaitWitnesses("user:offline", ada);
  }

  private static boolean hasHeard(ClusterListener who, String event, Person of) {
    return who.presence().contains(new ClusterListener.Presence(event, of.id()));
  }

  private void awaitWitnesses(String event, Person of) {
    await(event)
        .atMost(PATIENCE)
        .until(() -> witnesses.stream().allMatch(one -> hasHeard(one, event, of)));
  }

  @Test
  @Order(10)
  void whoeverIsToBeNoNodeIsToldSo() throws Exception {
    Path other = stage().folder().resolve("other-secret");
    Files.writeString(other, "ab".repeat(32) + "\n");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
    List<String> cluster = List.of("--cluster", stage().redis().url());
    List<String> shared = List.of("--secret-file", stage().secret().toString());
    List<String> outputs =
        ClusterStage.<String>atOnce(
            List.of(
                () -> refused("namesake", cluster, List.of("--node", "a"), shared),
                () ->
                    refused(
                        "stranger",
                        cluster,
                        List.of("--node", "d", "--secret-file", other.toString())),
                () -> refused("alone", List.of())));
    assertThat(outputs.get(0)).contains("A node of the name 'a' lives");
    assertThat(outputs.get(1)).contains("has another secret than this node");
    assertThat(outputs.get(2)).contains("no server runs without --cluster");
  }

  @SafeVarargs
  private String refused(String data, List<String>... options) throws Exception {
    var arguments =
        new ArrayList<>(
            List.of("serve", "--port", "0", "--store", stage().storeAddress(), "--data"));
    arguments.add(stage().folder().resolve(data).toString());
    for (List<String> more : options) {
      arguments.addAll(more);
    }
    ServerProcess.Finished finished = ServerProcess.run(arguments);
    assertThat(finished.exitCode()).isNotZero();
    return finished.output();
  }

  @Test
  @Order(11)
  void whoWasAtANodeThatDiesIsGoneSoonUnlessTheyComeBack() throws Exception {
    Person ada = person(stage().c(), "student22");
    Person ben = person(stage().c(), "student23");
    ClusterListener comesBack = listener("ben", ben, stage().c(), OfficialLine::open);
    try (comesBack;
        ChatClient goes = ada.connect()) {
      awaitWitnesses("user:online", ada);
      awaitWitnesses("user:online", ben);
      assertThat(goes.heard()).isNotEmpty();
      long since = System.nanoTime();
      stage().c().kill();
      List<ClusterListener> others = witnesses.subList(0, 2);
      CompletableFuture<ServerProcess> again =
          CompletableFuture.supplyAsync(() -> startAgain(stage().c()));
      await()
          .atMost(PATIENCE)
          .until(() -> others.stream().allMatch(one -> hasHeard(one, "user:offline", ada)));
      report("after a crash everybody knew who was gone", since);
      assertThat(others.stream().anyMatch(one -> hasHeard(one, "user:offline", ben))).isFalse();
      again.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static ServerProcess startAgain(ClusterNode node) {
    try {
      return node.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Order(12)
  void theDemoIsANodeAsWellAndSaysHowOthersAreStarted() throws Exception {
    try (ServerProcess demo =
        ServerProcess.demo(
            stage().folder().resolve("demo-d"),
            "--store",
            stage().storeAddress(),
            "--cluster",
            stage().redis().url(),
            "--node",
            "d",
            "--secret-file",
            stage().secret().toString())) {
      assertThat(String.join("\n", demo.printed()))
          .contains("The demo schools are there already", "serve --node b --port 3032")
          .contains("Everything is stored in the MongoDB of --store.");
    }
  }
}
