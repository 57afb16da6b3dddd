// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Chat;
import homeroom.chat.ChatEnvironment;
import homeroom.chat.ChatLimits;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.live.LiveRoster;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.message.Watermark;
import homeroom.chat.presence.Connection;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.presence.Presence;
import homeroom.chat.presence.PresenceEvent;
import homeroom.chat.presence.PresenceLimits;
import homeroom.chat.presence.SessionEnded;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.TimeOrderedIds;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of a roster, changed by this process and by another, while people come and go.
 * What each device believes, from its first snapshot and the events after it, is at every step what
 * the rules make of the roster: whom it sees and which class conversations it has.
 */
class LiveRosterHistoryTest {

  private static final int STEPS = 120;
  private static final Instant NOW = Instant.parse("2026-11-22T08:15:30.123Z");
  private static final SchoolId SCHOOL = new SchoolId("hill");

  /** A device as an honest client would keep its state. */
  private static final class Device {
    final Set<UserId> seen = new HashSet<>();
    final Set<ConversationId> conversations = new HashSet<>();
    boolean ended;

    void hear(ChatEvent event) {
      switch (event) {
        case PresenceEvent.Online online ->
            assertThat(seen.add(online.user().userId())).as("%s", event).isTrue();
        case PresenceEvent.Offline offline ->
            assertThat(seen.remove(offline.user().userId())).as("%s", event).isTrue();
        case ConversationEvent.Added added ->
            assertThat(conversations.add(added.id())).as("%s", event).isTrue();
        case ConversationEvent.Removed removed ->
            assertThat(conversations.remove(removed.id())).as("%s", event).isTrue();
        case SessionEnded end -> ended = true;
        default -> {}
      }
    }
  }

  /** A class as the model has it. */
  private record Link(ClassId classId, UserId user) {}

  @TempDir private Path directory;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ConnectionManager<Device> connections = new ConnectionManager<>();
  private final Map<UserId, User> users = new LinkedHashMap<>();
  private final Map<ClassId, SchoolClass> classes = new LinkedHashMap<>();
  private final Map<Link, ClassTeacher> teaching = new LinkedHashMap<>();
  private final Map<Link, ClassEnrollment> attending = new LinkedHashMap<>();
  private final List<Connection<Device>> open = new ArrayList<>();
  private SqliteStores here;
  private SqliteStores elsewhere;
  private Chat<Device> chat;
  private Roster roster;
  private Presence<Device> presence;
  private LiveRoster live;
  private int ids;

  @SuppressWarnings("NullAway.Init")
  LiveRosterHistoryTest() {}

  @BeforeEach
  void build() {
    here = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT);
    elsewhere = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT);
    var clock = Clock.tickMillis(ZoneOffset.UTC);
    chat =
        new Chat<>(
            here,
            connections,
            this::deliver,
            new ChatLimits(
                MessageLimits.DEFAULT, PresenceLimits.DEFAULT.withOfflineGrace(Duration.ZERO)),
            new ChatEnvironment(
                clock,
                Timer.on(timer),
                new TimeOrderedIds(clock, new Random(1)),
                password -> "hash",
                user -> false,
                Runnable::run,
                Runnable::run));
    roster = chat.roster();
    presence = chat.presence();
    live = chat.live();
  }

  @AfterEach
  void close() {
    timer.shutdownNow();
    elsewhere.close();
    here.close();
  }

  private void deliver(ChatEvent event, Collection<UserId> to, @Nullable ConnectionId except) {
    to.forEach(user -> connections.of(user).forEach(one -> one.socket().hear(event)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyDeviceBelievesWhatTheRosterSays(long seed) {
    var random = new Random(seed);
    found(random);
    live.start();
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> connect(random);
        case 2 -> disconnect(random);
        default -> change(random);
      }
      closeEnded();
      assertBelieved();
    }
    assertWatermarks();
  }

  private void found(Random random) {
    var changes = new ArrayList<RosterChange>();
    changes.add(
        new RosterChange.AddSchool(new School(SCHOOL, "Hill", SchoolSettings.DEFAULT, NOW)));
    for (int i = 0; i < 14; i++) {
      Role role = i < 9 ? Role.STUDENT : i < 13 ? Role.TEACHER : Role.ADMIN;
      User user = user(new UserId("user" + i), role, true);
      users.put(user.id(), user);
      changes.add(new RosterChange.AddUser(user, "hash"));
    }
    for (int i = 0; i < 4; i++) {
      changes.add(newClass());
    }
    apply(changes, here);
    for (int i = 0; i < 20; i++) {
      apply(List.of(link(random)), here);
    }
  }

  private static User user(UserId id, Role role, boolean active) {
    return new User(id, SCHOOL, role, "Name", id + "@hill.example", active, NOW, NOW);
  }

  private RosterChange newClass() {
    var id = new ClassId("class" + ids++);
    classes.put(id, new SchoolClass(id, SCHOOL, "Class " + id, id.value(), false, NOW, NOW));
    return new RosterChange.AddClass(known(id));
  }

  private SchoolClass known(ClassId id) {
    return Objects.requireNonNull(classes.get(id));
  }

  private void change(Random random) {
    RosterChange change =
        switch (random.nextInt(8)) {
          case 0 -> role(random);
          case 1 -> activity(random);
          case 2 -> archive(random);
          case 3 -> random.nextInt(3) == 0 ? newClass() : link(random);
          default -> link(random);
        };
    if (random.nextBoolean()) {
      assertThat(live.apply(List.of(change))).isEqualTo(new RosterResult.Applied());
    } else {
      apply(List.of(change), elsewhere);
      roster.refresh();
    }
    live.catchUp();
  }

  private static void apply(List<RosterChange> changes, SqliteStores by) {
    assertThat(by.roster().apply(changes)).isEqualTo(new RosterResult.Applied());
  }

  /** Puts somebody into a class in the role they have, or takes them out of it. */
  private RosterChange link(Random random) {
    User user = any(users.values(), random);
    var link = new Link(any(classes.keySet(), random), user.id());
    String id = "link" + ids++;
    if (user.role() == Role.TEACHER) {
      ClassTeacher known = teaching.remove(link);
      if (known != null) {
        return new RosterChange.RemoveTeacher(known);
      }
      teaching.put(link, new ClassTeacher(id, SCHOOL, link.classId, link.user));
      return new RosterChange.AddTeacher(Objects.requireNonNull(teaching.get(link)));
    }
    ClassEnrollment known = attending.remove(link);
    if (known != null) {
      return new RosterChange.Unenroll(known);
    }
    attending.put(link, new ClassEnrollment(id, SCHOOL, link.classId, link.user));
    return new RosterChange.Enroll(Objects.requireNonNull(attending.get(link)));
  }

  private RosterChange role(Random random) {
    User user = any(users.values(), random);
    Role role = any(List.of(Role.values()), random);
    return update(user(user.id(), role, user.active()));
  }

  private RosterChange activity(Random random) {
    User user = any(users.values(), random);
    return update(user(user.id(), user.role(), !user.active()));
  }

  private RosterChange update(User user) {
    users.put(user.id(), user);
    return new RosterChange.UpdateUser(user);
  }

  private RosterChange archive(Random random) {
    SchoolClass one = any(classes.values(), random);
    var changed =
        new SchoolClass(one.id(), SCHOOL, one.name(), one.code(), !one.archived(), NOW, NOW);
    classes.put(one.id(), changed);
    return new RosterChange.UpdateClass(changed);
  }

  private static <T> T any(Collection<T> some, Random random) {
    return List.copyOf(some).get(random.nextInt(some.size()));
  }

  private void connect(Random random) {
    User user = any(users.values(), random);
    if (!user.active()) {
      return;
    }
    var device = new Device();
    var id = new ConnectionId("connection" + ids++);
    Presence.Snapshot<Device> snapshot = presence.connected(presence.connection(id, user, device));
    snapshot.online().forEach(one -> device.seen.add(one.userId()));
    snapshot
        .connection()
        .classIds()
        .forEach(one -> device.conversations.add(conversation(one).id()));
    open.add(snapshot.connection());
  }

  private Conversation conversation(ClassId id) {
    return here.conversations().ofClass(SCHOOL, id).orElseThrow();
  }

  private void disconnect(Random random) {
    if (!open.isEmpty()) {
      presence.disconnected(open.remove(random.nextInt(open.size())), random.nextBoolean());
    }
  }

  private void closeEnded() {
    for (Connection<Device> one : List.copyOf(open)) {
      if (one.socket().ended) {
        open.remove(one);
        presence.disconnected(one, true);
      }
    }
  }

  private Set<ClassId> classesOf(UserId id) {
    Role role = Objects.requireNonNull(users.get(id)).role();
    Set<Link> links =
        switch (role) {
          case STUDENT -> attending.keySet();
          case TEACHER -> teaching.keySet();
          case ADMIN -> Set.of();
        };
    return links.stream()
        .filter(link -> link.user.equals(id) && !known(link.classId).archived())
        .map(Link::classId)
        .collect(Collectors.toSet());
  }

  private boolean isTold(UserId viewer, UserId about) {
    boolean share = !Collections.disjoint(classesOf(viewer), classesOf(about));
    Role viewerRole = Objects.requireNonNull(users.get(viewer)).role();
    return !viewer.equals(about)
        && switch (Objects.requireNonNull(users.get(about)).role()) {
          case ADMIN -> true;
          case TEACHER -> viewerRole == Role.TEACHER || (viewerRole == Role.STUDENT && share);
          case STUDENT -> viewerRole != Role.ADMIN && share;
        };
  }

  private void assertBelieved() {
    Set<UserId> online = open.stream().map(Connection::userId).collect(Collectors.toSet());
    assertThat(presence.online(SCHOOL)).extracting(one -> one.userId()).hasSameElementsAs(online);
    for (Connection<Device> one : open) {
      UserId user = one.userId();
      assertThat(one.socket().seen)
          .isEqualTo(
              online.stream().filter(other -> isTold(user, other)).collect(Collectors.toSet()));
      assertThat(one.socket().conversations)
          .isEqualTo(
              classesOf(user).stream()
                  .map(id -> conversation(id).id())
                  .collect(Collectors.toSet()));
    }
  }

  /** Whoever is in a class has a watermark, and who left it has none. */
  private void assertWatermarks() {
    for (SchoolClass one : classes.values()) {
      Conversation conversation = conversation(one.id());
      assertThat(conversation.archived()).isEqualTo(one.archived());
      if (!one.archived()) {
        Set<UserId> marked =
            here.receipts().watermarks(SCHOOL, conversation.id()).stream()
                .map(Watermark::userId)
                .filter(user -> Objects.requireNonNull(users.get(user)).active())
                .collect(Collectors.toSet());
        assertThat(marked)
            .isEqualTo(
                users.values().stream()
                    .filter(user -> user.active() && classesOf(user.id()).contains(one.id()))
                    .map(User::id)
                    .collect(Collectors.toSet()));
      }
    }
  }
}
