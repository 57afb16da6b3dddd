// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.NewMessage;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.SendMessage;
import homeroom.chat.message.Sent;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A whole chat on stores in memory, on one morning: Tom teaches 7B, which Ada and Bob attend; Tina
 * teaches 8A, which Cleo attends; Dan attends none; Root and Rita are the admins. In another school
 * Max teaches 5C, which Eve attends, and Olga is the admin. Ids are names. Time passes only with
 * {@link #pass}; everything happens on the caller's thread.
 */
public final class SchoolDay {

  /** When it begins. */
  public static final Instant MORNING = TestTime.START;

  public final SchoolId hill = new SchoolId("hill");
  public final SchoolId dale = new SchoolId("dale");
  public final User tom = person(hill, Role.TEACHER, "tom");
  public final User tina = person(hill, Role.TEACHER, "tina");
  public final User ada = person(hill, Role.STUDENT, "ada");
  public final User bob = person(hill, Role.STUDENT, "bob");
  public final User cleo = person(hill, Role.STUDENT, "cleo");
  public final User dan = person(hill, Role.STUDENT, "dan");
  public final User root = person(hill, Role.ADMIN, "root");
  public final User rita = person(hill, Role.ADMIN, "rita");
  public final User max = person(dale, Role.TEACHER, "max");
  public final User eve = person(dale, Role.STUDENT, "eve");
  public final User olga = person(dale, Role.ADMIN, "olga");
  public final SchoolClass class7b = schoolClass(hill, "7b");
  public final SchoolClass class8a = schoolClass(hill, "8a");
  public final SchoolClass class5c = schoolClass(dale, "5c");

  /** The stores as another process has them. */
  public final InMemoryStores elsewhere;

  public final FailingStores stores;
  public final Chat<Device> chat;

  /** Who signs in with an identity provider. */
  public final Set<UserId> provided = new HashSet<>();

  private final TestTime time = new TestTime();
  private final AtomicLong ids = new AtomicLong();
  private final Told told;

  public SchoolDay() {
    this(ChatLimits.DEFAULT);
  }

  public SchoolDay(ChatLimits limits) {
    this(limits, elsewhere -> {});
  }

  /** On stores to which something was done before anybody is served. */
  public SchoolDay(Consumer<Stores> before) {
    this(ChatLimits.DEFAULT, before);
  }

  private SchoolDay(ChatLimits limits, Consumer<Stores> before) {
    var memory = new InMemoryStores(time.clock());
    elsewhere = memory.second();
    before.accept(elsewhere);
    stores = new FailingStores(memory);
    enter();
    var connections = new ConnectionManager<Device>();
    told = new Told(connections);
    chat =
        new Chat<>(
            stores,
            connections,
            told,
            limits,
            new ChatEnvironment(
                time.clock(),
                time,
                this::nextId,
                password -> "hash of " + password,
                user -> provided.contains(user.id()),
                Runnable::run,
                Runnable::run));
    chat.live().start();
    chat.liveRules().catchUp();
  }

  private void enter() {
    apply(
        elsewhere,
        new RosterChange.AddSchool(new School(hill, "Hill", SchoolSettings.DEFAULT, MORNING)),
        new RosterChange.AddSchool(new School(dale, "Dale", SchoolSettings.DEFAULT, MORNING)));
    for (User user : List.of(tom, tina, ada, bob, cleo, dan, root, rita, max, eve, olga)) {
      apply(elsewhere, new RosterChange.AddUser(user, "hash"));
    }
    for (SchoolClass one : List.of(class7b, class8a, class5c)) {
      apply(elsewhere, new RosterChange.AddClass(one));
    }
    apply(
        elsewhere,
        new RosterChange.AddTeacher(teaches(tom, class7b)),
        new RosterChange.AddTeacher(teaches(tina, class8a)),
        new RosterChange.AddTeacher(teaches(max, class5c)),
        new RosterChange.Enroll(attends(ada, class7b)),
        new RosterChange.Enroll(attends(bob, class7b)),
        new RosterChange.Enroll(attends(cleo, class8a)),
        new RosterChange.Enroll(attends(eve, class5c)));
  }

  /** Not stored. */
  public static User person(SchoolId school, Role role, String name) {
    return new User(
        new UserId(name), school, role, name, name + "@" + school, true, MORNING, MORNING);
  }

  private static SchoolClass schoolClass(SchoolId school, String code) {
    return new SchoolClass(
        new ClassId(code), school, "Class " + code, code, false, MORNING, MORNING);
  }

  /** The link of the two, stored or not. */
  public static ClassTeacher teaches(User teacher, SchoolClass in) {
    return new ClassTeacher(
        teacher.id() + "-" + in.id(), teacher.schoolId(), in.id(), teacher.id());
  }

  /** The link of the two, stored or not. */
  public static ClassEnrollment attends(User student, SchoolClass in) {
    return new ClassEnrollment(
        student.id() + "-" + in.id(), student.schoolId(), in.id(), student.id());
  }

  TestTime time() {
    return time;
  }

  String nextId() {
    return "id-%06d".formatted(ids.incrementAndGet());
  }

  public Instant now() {
    return time.clock().instant();
  }

  /** What was written down at Hill, the newest first. */
  public List<AuditEvent> audit() {
    return stores.audit().newest(hill, 50).stream().map(AuditEntry::event).toList();
  }

  /** Sets the clock, forward or back; no time passes. */
  public void setClock(Duration by) {
    time.setClock(by);
  }

  /** As of the timer. */
  public long nanoTime() {
    return time.nanoTime();
  }

  /** Lets time pass in which nothing is done. */
  public void jump(Duration duration) {
    time.jump(duration);
  }

  /** Lets time pass. */
  public void pass(Duration duration) {
    time.pass(duration);
  }

  /** Changes the roster through the running chat. */
  public void change(RosterChange... changes) {
    require(chat.live().apply(List.of(changes)));
  }

  /** Changes it as another process does, which the chat has yet to notice. */
  public void changeElsewhere(RosterChange... changes) {
    apply(elsewhere, changes);
  }

  /** The school's own application deletes the class and its links. */
  public void deleteElsewhere(SchoolClass one) {
    elsewhere.delete(one.id());
  }

  /** The school's own application deletes the school with its people and classes. */
  public void deleteElsewhere(SchoolId school) {
    elsewhere.delete(school);
  }

  private static void apply(Stores stores, RosterChange... changes) {
    require(stores.roster().apply(List.of(changes)));
  }

  private static void require(RosterResult result) {
    if (!(result instanceof RosterResult.Applied)) {
      throw new AssertionError("not applied: " + result);
    }
  }

  /** Lets the school of Hill decide anew. */
  public void settings(boolean studentToStudentDirect, boolean studentGroups) {
    var settings = new SchoolSettings(studentToStudentDirect, studentGroups);
    change(new RosterChange.UpdateSchool(new School(hill, "Hill", settings, MORNING)));
  }

  /** Lets an admin of Hill set these rules, {@code name=value} each. */
  public void rules(String... values) {
    var changes = new HashMap<String, String>();
    for (String value : values) {
      changes.put(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
    }
    long version = done(chat.settings().get(by(root))).current().version();
    done(chat.settings().change(by(root), version, changes));
  }

  /** Has the user be active or not. */
  public void setActive(User user, boolean active) {
    change(
        new RosterChange.UpdateUser(
            new User(
                user.id(),
                user.schoolId(),
                user.role(),
                user.name(),
                user.email(),
                user.username(),
                active,
                user.createdAt(),
                now())));
  }

  /** Archives the class or takes it back. */
  public void setArchived(SchoolClass one, boolean archived) {
    change(
        new RosterChange.UpdateClass(
            new SchoolClass(
                one.id(), one.schoolId(), one.name(), one.code(), archived, MORNING, now())));
  }

  /** The user as the roster has them now, over REST. */
  public Caller by(User user) {
    return chat.roster().userById(user.id()).orElseThrow().asCaller(null);
  }

  public Device connect(User user) {
    User known = chat.roster().userById(user.id()).orElseThrow();
    var device = new Device(new ConnectionId(nextId()));
    var snapshot =
        chat.presence().connected(chat.presence().connection(device.id(), known, device));
    device.opened(
        snapshot.connection(),
        snapshot.online().stream().map(one -> one.userId().value()).sorted().toList());
    return device;
  }

  /** A connection that keeps conversations and messages as records. */
  public Device connectKeepingRecords(User user) {
    told.keepsRecords(user.id());
    return connect(user);
  }

  /** The connection breaks. */
  public void drop(Device device) {
    chat.presence().disconnected(device.connection(), false);
  }

  /** The client says goodbye. */
  public void signOut(Device device) {
    chat.presence().disconnected(device.connection(), true);
  }

  /** What the user was told since {@link #forget}, connected or not, in a few words each. */
  public List<String> told(User user) {
    return told.to(user.id()).stream().map(Told::words).toList();
  }

  /** Who was told such an event since {@link #forget}, in order. */
  public List<String> toldOf(Class<? extends ChatEvent> kind) {
    return told.of(kind).stream().map(UserId::value).sorted().toList();
  }

  /** What the user was told, as events. */
  public List<ChatEvent> events(User user) {
    return told.to(user.id());
  }

  public void forget() {
    told.forget();
  }

  /** A group that the first makes. */
  public Conversation group(@Nullable String title, User first, User... others) {
    Conversation made = done(chat.groups().create(by(first), title, ids(others)));
    forget();
    return made;
  }

  public Conversation direct(User one, User other) {
    Conversation made = done(chat.conversations().directWith(by(one), other.id()));
    forget();
    return made;
  }

  public Conversation ofClass(SchoolClass one) {
    return chat.conversations().ofClass(one.schoolId(), one.id()).orElseThrow();
  }

  /** A message that is stored. */
  public Message send(User by, Conversation in, String text) {
    return send(by(by), in.id(), text, null).message().message();
  }

  /** A message that is stored, or was before. */
  public Sent send(Caller by, ConversationId in, String text, @Nullable String clientId) {
    return done(trySend(by, new SendMessage(new SendMessage.Target.To(in), text, clientId, null)));
  }

  /** A message to be stored past the chat. */
  public NewMessage newMessage(Conversation in, User by, String text, String clientId) {
    return new NewMessage(
        new MessageId(nextId()), in.id(), in.schoolId(), by.id(), clientId, text, null, now());
  }

  /** What the rule says that forbids it. */
  public Refusal sendRefused(User by, Conversation in, String text) {
    return refused(
        trySend(by(by), new SendMessage(new SendMessage.Target.To(in.id()), text, null, null)));
  }

  public Outcome<Sent> trySend(Caller by, SendMessage wish) {
    return chat.messaging().send(by, wish);
  }

  /** The message as its conversation's member sees it now. */
  public MessageView view(User reader, Message message) {
    return view(reader, message.id());
  }

  public MessageView view(User reader, MessageId id) {
    return done(chat.history().get(by(reader), id));
  }

  /** All messages up to seq were read. */
  public void read(User by, Conversation in, long seq) {
    done(chat.receipts().claim(by(by), in.id(), seq, ReceiptKind.READ));
  }

  public void delivered(User by, Conversation in, long seq) {
    done(chat.receipts().claim(by(by), in.id(), seq, ReceiptKind.DELIVERED));
  }

  public static Set<UserId> ids(User... users) {
    return Arrays.stream(users).map(User::id).collect(Collectors.toSet());
  }

  public static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(Refusal refusal) -> throw new AssertionError("refused: " + refusal);
    };
  }

  public static Refusal refused(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Done<?>(Object value) -> throw new AssertionError("done: " + value);
      case Outcome.Refused<?>(Refusal refusal) -> refusal;
    };
  }

  /** The code of the refusal. */
  public static RefusalCode code(Outcome<?> outcome) {
    return refused(outcome).code();
  }
}
