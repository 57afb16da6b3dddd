// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import homeroom.chat.Stores;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.NewMessage;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.IdFormat;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One small school in a store: Tom teaches class 7B, which Ada and Bob attend; Cleo attends none;
 * Root is its admin. Each call makes a school of its own, so that tests may share a store. Time is
 * {@link #NOW} and goes on by a second with each message.
 */
public final class Fixtures {

  public static final Instant NOW = Instant.parse("2026-11-22T08:15:30.123Z");

  private static final AtomicLong IDS = new AtomicLong();

  public final Stores stores;
  public final School school;
  public final User tom;
  public final User ada;
  public final User bob;
  public final User cleo;
  public final User root;
  public final SchoolClass class7b;

  private final AtomicLong seconds = new AtomicLong();

  private Fixtures(Stores stores) {
    this.stores = stores;
    this.school =
        new School(new SchoolId(id("school")), "Hill School", SchoolSettings.DEFAULT, NOW);
    this.tom = newUser(Role.TEACHER, "Tom");
    this.ada = newUser(Role.STUDENT, "Ada");
    this.bob = newUser(Role.STUDENT, "Bob");
    this.cleo = newUser(Role.STUDENT, "Cleo");
    this.root = newUser(Role.ADMIN, "Root");
    this.class7b = newClass("7B");
  }

  private Fixtures(Stores stores, Fixtures same) {
    this.stores = stores;
    this.school = same.school;
    this.tom = same.tom;
    this.ada = same.ada;
    this.bob = same.bob;
    this.cleo = same.cleo;
    this.root = same.root;
    this.class7b = same.class7b;
  }

  /** Stores the school and its people. */
  public static Fixtures in(Stores stores) {
    var fixtures = new Fixtures(stores);
    fixtures.apply(new RosterChange.AddSchool(fixtures.school));
    for (User user :
        List.of(fixtures.tom, fixtures.ada, fixtures.bob, fixtures.cleo, fixtures.root)) {
      fixtures.apply(new RosterChange.AddUser(user, "hash-of-" + user.name()));
    }
    fixtures.apply(
        new RosterChange.AddClass(fixtures.class7b),
        new RosterChange.AddTeacher(fixtures.teaches(fixtures.tom, fixtures.class7b)),
        new RosterChange.Enroll(fixtures.attends(fixtures.ada, fixtures.class7b)),
        new RosterChange.Enroll(fixtures.attends(fixtures.bob, fixtures.class7b)));
    return fixtures;
  }

  /** The same school through other stores. */
  public Fixtures seenBy(Stores others) {
    return new Fixtures(others, this);
  }

  /** An id that was never made before. */
  public static String id(String kind) {
    return "%s-%08d".formatted(kind, IDS.incrementAndGet());
  }

  public SchoolId schoolId() {
    return school.id();
  }

  /** A moment later than all before. */
  public Instant later() {
    return NOW.plusSeconds(seconds.incrementAndGet());
  }

  /** The address of somebody who has one. */
  public static String email(User user) {
    return Objects.requireNonNull(user.email());
  }

  /** Of this school; not stored. */
  public User newUser(Role role, String name) {
    String id =
        id(name.length() < 9 && IdFormat.matches(name) ? name.toLowerCase(Locale.ROOT) : "user");
    return new User(
        new UserId(id), school.id(), role, name, name + "." + id + "@Hill.example", true, NOW, NOW);
  }

  /** Of this school; not stored. */
  public SchoolClass newClass(String code) {
    return new SchoolClass(
        new ClassId(id("class")), school.id(), "Class " + code, code, false, NOW, NOW);
  }

  /** Not stored. */
  public ClassTeacher teaches(User teacher, SchoolClass schoolClass) {
    return new ClassTeacher(id("ct"), school.id(), schoolClass.id(), teacher.id());
  }

  /** Not stored. */
  public ClassEnrollment attends(User student, SchoolClass schoolClass) {
    return new ClassEnrollment(id("ce"), school.id(), schoolClass.id(), student.id());
  }

  /** Applies changes that must succeed. */
  public void apply(RosterChange... changes) {
    RosterResult result = stores.roster().apply(List.of(changes));
    if (!(result instanceof RosterResult.Applied)) {
      throw new AssertionError("not applied: " + result);
    }
  }

  public Conversation direct(User one, User other) {
    return stores
        .conversations()
        .create(
            new NewConversation.Direct(
                newConversationId(), school.id(), one.id(), other.id(), NOW));
  }

  /** Started by the first of them. */
  public Conversation group(@Nullable String title, User first, User... others) {
    var participants = new HashSet<UserId>(Set.of(first.id()));
    for (User other : others) {
      participants.add(other.id());
    }
    return stores
        .conversations()
        .create(
            new NewConversation.Group(
                newConversationId(), school.id(), first.id(), title, participants, NOW));
  }

  public Conversation ofClass7b() {
    return stores
        .conversations()
        .create(
            new NewConversation.OfClass(
                newConversationId(),
                school.id(),
                class7b.id(),
                class7b.name(),
                Set.of(tom.id(), ada.id(), bob.id()),
                NOW));
  }

  public ConversationId newConversationId() {
    return new ConversationId(id("conversation"));
  }

  /** Not stored; with a clientId of its own. */
  public NewMessage newMessage(Conversation in, User sender, String text) {
    return newMessage(in.id(), sender, id("client"), text);
  }

  /** Not stored. */
  public NewMessage newMessage(ConversationId in, User sender, String clientId, String text) {
    return new NewMessage(
        new MessageId(id("message")), in, school.id(), sender.id(), clientId, text, null, later());
  }

  /** Sends a message that must be new. */
  public Message send(Conversation in, User sender, String text) {
    Appended appended = stores.messages().append(newMessage(in, sender, text));
    if (appended instanceof Appended.Stored(Message message)) {
      return message;
    }
    throw new AssertionError("not stored: " + appended);
  }

  public Message edit(Message message, String text) {
    return stores
        .messages()
        .edit(school.id(), message.id(), message.senderId(), text, later())
        .orElseThrow();
  }

  public Message delete(Message message) {
    return stores
        .messages()
        .delete(school.id(), message.id(), message.senderId(), later())
        .orElseThrow();
  }
}
