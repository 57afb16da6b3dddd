// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import homeroom.bench.chat.Account;
import homeroom.bench.client.SocketIoClient;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One device of one person, which does one thing after the other, comes back whenever it lost the
 * server, syncs, and repeats what was not answered. Everything runs on the event loop.
 */
final class SoakDevice {

  /** People one writes to of one's own accord. */
  private static final int PEERS = 12;

  private static final int RECONNECT_MILLIS = 1_200;
  private static final int UNAVAILABLE_MILLIS = 500;

  /** How often a device looks whether something is missing for longer than a moment. */
  private static final int LOOK_SECONDS = 3;

  private final SoakSchool school;
  private final int index;
  private final Account account;
  private final Random random;
  private final Habits habits;
  private final DeviceCopy copy = new DeviceCopy();
  private @Nullable Line line;
  private @Nullable Wish wish;

  /** Whether the wish was sent before, perhaps on an earlier connection. */
  private boolean asked;

  private @Nullable String epoch;
  private boolean ready;
  private boolean away;
  private boolean gapSeen;

  /** The ids of people to write to, once the server has said who they are. */
  private List<String> peers = List.of();

  SoakDevice(SoakSchool school, int index, Account account, Random random) {
    this.school = school;
    this.index = index;
    this.account = account;
    this.random = random;
    String name = account.email().replaceAll("@.*", "") + "-" + index;
    this.habits = new Habits(name, random);
  }

  Account account() {
    return account;
  }

  DeviceCopy copy() {
    return copy;
  }

  /** Whether it is connected and hears, knows all it was told of, and waits for no answer. */
  boolean isSettled() {
    Line current = line;
    return ready && current != null && current.hears && wish == null && !copy.hasGap();
  }

  /** For a report, in words. */
  String state() {
    return "%s, waits for %s%s"
        .formatted(
            ready ? "connected" : line == null ? "away" : "connecting",
            wish,
            copy.hasGap() ? ", something is missing" : "");
  }

  boolean isReady() {
    return ready;
  }

  @Override
  public String toString() {
    return account.email() + " (device " + index + ")";
  }

  // Coming and going

  /** Connects, and from then on acts and looks for gaps until the end. */
  void begin() {
    connect();
    pause();
    var _ =
        school
            .loop()
            .scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void connect() {
    if (!away && line == null) {
      line = new Line();
      school.connect(index, line.socket);
    }
  }

  /** Loses its connection, and has no network for that long. */
  void lose(long millis) {
    away = true;
    Line current = line;
    if (current != null) {
      current.end();
    }
    after(
        millis,
        () -> {
          away = false;
          connect();
        });
  }

  /** Is still connected and hears nothing, then loses the connection as well. */
  void silence(long millis) {
    Line current = line;
    if (current != null) {
      current.hears = false;
      current.socket.hear(false);
      after(
          millis,
          () -> {
            if (current == line) {
              lose(random.nextInt(RECONNECT_MILLIS));
            }
          });
    }
  }

  /** Says goodbye and comes back. */
  void leave(long millis) {
    Line current = line;
    if (current != null && ready) {
      current.socket.disconnect();
    }
    lose(millis);
  }

  private void after(long millis, Runnable task) {
    var _ = school.loop().schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  private void lost(Line which) {
    if (which == line) {
      line = null;
      ready = false;
      after(50 + random.nextInt(RECONNECT_MILLIS), this::connect);
    }
  }

  private void sync(Line on) {
    ready = false;
    copy.beginSync();
    school.counts().syncs++;
    ask(on);
  }

  private void ask(Line on) {
    Set<String> asked = new TreeSet<>(copy.conversations().keySet());
    on.call(
        "\"message:sync\"," + school.json(copy.question(epoch)),
        answer -> {
          JsonNode body = answer.path(0);
          if (!body.path("ok").booleanValue(false)) {
            retry(body.path("error"), () -> ask(on), on);
            return;
          }
          DeviceCopy.Told told = copy.answered(body, asked);
          for (String reset : told.resets()) {
            if (!school.membership().everChanged(account.userId(), reset)) {
              school.promises().violated(this + " was told to forget " + reset);
            }
          }
          if (!told.done()) {
            ask(on);
            return;
          }
          ready = true;
          fulfil();
          if (peers.isEmpty()) {
            learnPeers(on);
          }
        });
  }

  /** Students write to staff, staff to everybody. */
  private void learnPeers(Line on) {
    String staff = account.role().equals("student") ? ",\"role\":{\"$ne\":\"student\"}" : "";
    on.call(
        "\"find\",\"users\",{\"$limit\":50" + staff + "}",
        answer -> {
          List<String> found = new ArrayList<>();
          answer.path(1).path("data").forEach(user -> found.add(user.path("_id").stringValue()));
          found.remove(account.userId());
          Collections.shuffle(found, random);
          peers = List.copyOf(found.subList(0, Math.min(PEERS, found.size())));
        });
  }

  private void retry(JsonNode error, Runnable again, Line on) {
    int code = error.path("code").asInt(0);
    if (code != 429 && code != 503) {
      school.promises().violated(this + " was refused: " + error);
      return;
    }
    if (code == 429) {
      school.counts().tooMany++;
    } else {
      school.counts().unavailable++;
    }
    after(
        error.path("data").path("retryAfterMs").asLong(UNAVAILABLE_MILLIS),
        () -> {
          if (on == line) {
            again.run();
          }
        });
  }

  /** A gap that is still there when it is looked for again is one. */
  private void look() {
    Line current = line;
    boolean gap = ready && copy.hasGap();
    if (gap && gapSeen && current != null) {
      school.counts().gaps++;
      sync(current);
      gap = false;
    }
    gapSeen = gap;
  }

  // Doing

  private void pause() {
    double mean = school.pauseMillis();
    after(
        Math.round(-mean * Math.log(1 - random.nextDouble())),
        () -> {
          act();
          pause();
        });
  }

  private void act() {
    if (ready && wish == null && !peers.isEmpty() && school.isWriting()) {
      wish = habits.next(copy.conversations(), peers);
      asked = false;
      fulfil();
    }
  }

  private void fulfil() {
    Line current = line;
    Wish now = wish;
    if (now == null || current == null || !ready) {
      return;
    }
    if (now.kind() == Wish.Kind.ADD || now.kind() == Wish.Kind.REMOVE) {
      school.membership().changing(now.user(), now.conversation());
    }
    if (asked) {
      school.counts().repeated++;
    }
    asked = true;
    current.call(now.elements(), answer -> answered(current, now, answer));
  }

  private void answered(Line on, Wish now, JsonNode answer) {
    JsonNode error = now.kind().isService() ? answer.path(0) : answer.path(0).path("error");
    if (error.isObject()) {
      refused(on, now, error);
      return;
    }
    wish = null;
    school.counts().acked++;
    JsonNode result = now.kind().isService() ? answer.path(1) : answer.path(0).path("message");
    switch (now.kind()) {
      case SEND, CHANGE -> stored(now, result, answer.path(0));
      case GROUP -> {
        school.counts().groups++;
        copy.added(result);
        List<String> members = new ArrayList<>();
        result.path("participants").forEach(one -> members.add(one.stringValue()));
        String group = result.path("_id").stringValue();
        members.forEach(member -> school.membership().joined(member, group));
        members.remove(account.userId());
        habits.grouped(group, members);
      }
      case ADD -> {
        habits.added(now.conversation(), now.user());
        school.membership().joined(now.user(), now.conversation());
      }
      case REMOVE -> {
        habits.removed(now.conversation(), now.user());
        school.membership().left(now.user(), now.conversation(), System.currentTimeMillis());
      }
      case READ -> school.reads().promised(account.userId(), now.conversation(), now.seq());
      case TYPE -> {}
    }
  }

  private void stored(Wish now, JsonNode message, JsonNode answer) {
    if (answer.path("duplicate").booleanValue(false)) {
      school.counts().duplicates++;
    }
    copy.apply(message);
    Version version = Version.of(message);
    school.promises().promised(message.path("conversationId").stringValue(), version);
    if (now.kind() == Wish.Kind.SEND) {
      habits.wrote(version.id());
    }
  }

  /** Later, never mind, or a fault of the server. */
  private void refused(Line on, Wish now, JsonNode error) {
    int code = error.path("code").asInt(0);
    String reason = error.path("data").path("code").asString("");
    if (code == 429 || code == 503) {
      retry(error, this::fulfil, on);
      return;
    }
    wish = null;
    boolean gone = code == 404 || code == 403;
    String conversation = now.conversation();
    if (reason.equals("message-deleted") || (now.kind() == Wish.Kind.CHANGE && gone)) {
      return;
    }
    if (gone
        && (now.kind().isService()
            || school.membership().everChanged(account.userId(), conversation))) {
      school.counts().refusedForMembership++;
      habits.lost(conversation);
    } else {
      school.promises().violated(this + " was refused " + now.elements() + ": " + error);
    }
  }

  /** For the other thread, once all is calm. */
  void call(String elements, CompletableFuture<JsonNode> answer) {
    Line current = line;
    if (current == null) {
      answer.completeExceptionally(new IllegalStateException(this + " is not connected"));
    } else {
      current.waiting.add(answer);
      current.call(elements, answer::complete);
    }
  }

  // Hearing

  private void heard(Line on, String event, JsonNode payload) {
    switch (event) {
      case "connected" -> {
        school.counts().connections++;
        epoch = payload.path("epoch").stringValue();
        payload.path("online").forEach(one -> on.online.add(one.path("userId").stringValue()));
        sync(on);
      }
      case "message:new", "message:edited", "message:deleted" -> pushed(on, payload);
      case "conversation:new" -> copy.added(payload);
      case "conversation:removed" -> {
        String id = payload.path("conversationId").stringValue();
        copy.removed(id);
        on.revs.remove(id);
      }
      case "user:online", "user:offline" -> presence(on, event, payload);
      case "typing:start", "typing:stop" -> school.counts().typing++;
      case "message:delivered", "message:read" -> school.counts().receipts++;
      case "session:ended" -> school.promises().violated(this + " was signed out: " + payload);
      default -> {}
    }
  }

  private void pushed(Line on, JsonNode message) {
    school.counts().pushes++;
    String conversation = message.path("conversationId").stringValue();
    long rev = message.path("rev").longValue();
    Long before = on.revs.put(conversation, rev);
    if (before != null && before >= rev) {
      school.promises().violated(this + " heard rev " + rev + " after " + before + ": " + message);
    }
    long made = Instant.parse(message.path("updatedAt").stringValue()).toEpochMilli();
    if (school.membership().isForeign(account.userId(), conversation, made)) {
      school.promises().violated(this + " is not in the conversation of " + message);
    }
    copy.apply(message);
  }

  /** Of each person one hears in turn that they came and that they went. */
  private void presence(Line on, String event, JsonNode payload) {
    school.counts().presence++;
    String user = payload.path("userId").stringValue();
    boolean news = event.equals("user:online") ? on.online.add(user) : on.online.remove(user);
    if (!news) {
      school.promises().violated(this + " heard twice: " + event + " " + payload);
    }
  }

  /** One connection, from its beginning to its end. */
  private final class Line implements SocketIoClient.Listener {

    private final SocketIoClient socket =
        new SocketIoClient(
            SoakDevice.this.toString(), "", "{\"token\":\"" + account.token() + "\"}", this);

    private final Map<Long, Consumer<JsonNode>> calls = new HashMap<>();

    /** The last pushed of each conversation. */
    private final Map<String, Long> revs = new HashMap<>();

    private final Set<String> online = new TreeSet<>();

    /** Those for which the other thread waits. */
    private final List<CompletableFuture<JsonNode>> waiting = new ArrayList<>();

    private boolean hears = true;
    private long nextCall;
    private boolean ended;

    void call(String elements, Consumer<JsonNode> answer) {
      if (!ended) {
        calls.put(nextCall, answer);
        socket.write("42" + nextCall++ + "[" + elements + "]");
        socket.flush();
      }
    }

    @Override
    public void packet(ByteBuf in, int at, int length) {
      if (ended) {
        return;
      }
      String packet = SocketIoClient.string(in, at, length);
      int body = packet.indexOf('[');
      if (packet.charAt(1) == '1' || body < 0) {
        school.promises().violated(SoakDevice.this + " was sent: " + packet);
        return;
      }
      String id = packet.substring(2, body);
      JsonNode elements = school.parse(packet.substring(body));
      if (packet.charAt(1) == '3') {
        Consumer<JsonNode> answer = calls.remove(Long.parseLong(id));
        if (answer != null) {
          answer.accept(elements);
        }
      } else {
        heard(this, elements.path(0).stringValue(), elements.path(1));
        if (!id.isEmpty()) {
          socket.write("43" + id + "[]");
        }
      }
    }

    @Override
    public void failed(String why) {
      if (!ended) {
        if (why.contains("was not connected: 44") && !why.contains("\"code\":503")) {
          school.promises().violated(why);
        }
        end();
      }
    }

    void end() {
      if (!ended) {
        ended = true;
        socket.close();
        lost(this);
        var gone = new IllegalStateException(SoakDevice.this + " lost its connection");
        waiting.forEach(answer -> answer.completeExceptionally(gone));
      }
    }
  }
}
