// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import homeroom.chat.Stores;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.message.Message;
import homeroom.chat.message.NewMessage;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two schools with whatever a store keeps, the same each time: ids, times and choices are fixed. A
 * release writes them once with its own program; every later one opens that store and must give the
 * same {@link KeptAnswers}.
 */
public final class KeptSchools {

  private static final Instant START = Instant.parse("2026-09-01T06:00:00.001Z");

  private static final SchoolId HILL = new SchoolId("school-hill");
  private static final SchoolId LYCEE = new SchoolId("school-lycee");

  private static final List<String> TEXTS =
      List.of(
          "Homework for Friday is on page",
          "L'\u00e9cole ferme \u00e0 midi, voil\u00e0",
          "e\u0301cole, decomposed, as a Mac writes it",
          "\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u043b\u0430\u0441\u0441!",
          "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645 \u202e right to left \u202c",
          "\u660e\u5929\u8003\u8bd5",
          "A family \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66 and a flag"
              + " \ud83c\uddeb\ud83c\uddf7",
          "Robert'); DROP TABLE messages; -- \"quoted\" $set {\"$gt\": 1}",
          "two\nlines\tand a tab \\ and a backslash",
          "Z\u0351\u036ba\u0321l\u0358g\u0489o \ufeff\u200bof nothing\u2028but separators",
          "\ud835\udd1c\ud835\udd2c\ud835\udd32 outside the basic plane \uffff",
          "STRASSE Stra\u00dfe \u0130stanbul \u0131",
          "?!");

  private final Stores stores;
  private final Random random = new Random(20_261_127L);
  private Instant now = START;
  private int made;

  private KeptSchools(Stores stores) {
    this.stores = stores;
  }

  /** Writes them into stores that are empty. */
  public static void writeTo(Stores stores) {
    var schools = new KeptSchools(stores);
    schools.hill();
    schools.lycee();
    schools.endTokens();
  }

  private void hill() {
    apply(new RosterChange.AddSchool(new School(HILL, "Hill School", SchoolSettings.DEFAULT, now)));
    UserId root = add(HILL, "hill-root", Role.ADMIN, "Root \u2603", "Root@Hill.example");
    UserId tom = add(HILL, "hill-tom", Role.TEACHER, "Tom O'Neil", "tom@hill.example");
    UserId eve = add(HILL, "hill-eve", Role.TEACHER, "\u00c8ve", "EVE@hill.example");
    List<UserId> students = new ArrayList<>();
    for (String name :
        List.of(
            "Ada", "Bob", "\u00c7elik", "\u0414\u0438\u043c\u0430", "\u05d0\u05d1\u05d9", "F")) {
      String id = "hill-student-" + (students.size() + 1);
      students.add(add(HILL, id, Role.STUDENT, name, id + "@Hill.example"));
    }
    UserId gone = add(HILL, "hill-gone", Role.STUDENT, "Gone", "gone@hill.example");
    ClassId maths = addClass(HILL, "hill-7b", "7B Mathematics", tom, students.subList(0, 4));
    ClassId music = addClass(HILL, "hill-8a", "8A \u266b", eve, students.subList(2, 6));
    enroll(HILL, maths, gone);
    var ofMaths = ofClass(HILL, maths, "7B Mathematics", tom, students.subList(0, 4), gone);
    var ofMusic = ofClass(HILL, music, "8A \u266b", eve, students.subList(2, 6), gone);
    var pair = direct(HILL, "hill-direct-1", students.get(0), students.get(1));
    var toTom = direct(HILL, "hill-direct-2", tom, students.get(3));
    direct(HILL, "hill-direct-never-used", eve, root);
    var group = group(HILL, "hill-group-1", "Chess \u265e", students.subList(0, 3));
    var untitled = group(HILL, "hill-group-2", null, List.of(students.get(4), tom, eve));

    talk(HILL, ofMaths, plus(students.subList(0, 4), tom, gone), 70, root);
    talk(HILL, pair, students.subList(0, 2), 40, root);
    talk(HILL, toTom, List.of(tom, students.get(3)), 12, root);
    talk(HILL, group, students.subList(0, 3), 30, root);
    stores.conversations().rename(HILL, group, "Chess and \u8c61\u68cb", later());
    stores
        .conversations()
        .changeParticipants(HILL, group, Set.of(students.get(5)), Set.of(students.get(1)), later());
    talk(HILL, group, List.of(students.get(0), students.get(2), students.get(5)), 20, root);
    talk(HILL, untitled, List.of(students.get(4), tom, eve), 8, root);
    talk(HILL, ofMusic, plus(students.subList(2, 6), eve), 25, root);
    leave(maths, ofMaths, gone);
    archive(music, eve);
    deactivate(gone, "hill-gone", "gone@hill.example");
    apply(new RosterChange.SetPassword(HILL, tom, "$2b$10$kept.by.nobody"));
  }

  private void lycee() {
    apply(
        new RosterChange.AddSchool(
            new School(LYCEE, "Lyc\u00e9e \ud83c\udf93", new SchoolSettings(false, true), now)));
    UserId chief = add(LYCEE, "lycee-admin", Role.ADMIN, "Mme Dupr\u00e9", "chef@lycee.example");
    UserId prof = add(LYCEE, "lycee-prof", Role.TEACHER, "Prof", "prof@lycee.example");
    UserId lea = add(LYCEE, "lycee-lea", Role.STUDENT, "Le\u0301a", "lea@lycee.example");
    UserId max = add(LYCEE, "lycee-max", Role.STUDENT, "Max", "max@lycee.example");
    ClassId third = addClass(LYCEE, "lycee-3e", "3\u1d49", prof, List.of(lea, max));
    addClass(LYCEE, "lycee-without", "Nobody's", null, List.of());
    var ofThird = ofClass(LYCEE, third, "3\u1d49", prof, List.of(lea, max), prof);
    talk(LYCEE, ofThird, List.of(prof, lea, max), 45, chief);
    talk(LYCEE, direct(LYCEE, "lycee-direct-1", lea, prof), List.of(lea, prof), 15, chief);
    var group = group(LYCEE, "lycee-group-1", "Th\u00e9\u00e2tre", List.of(prof, lea, max));
    talk(LYCEE, group, List.of(prof, lea, max), 15, chief);
    apply(
        new RosterChange.UpdateSchool(
            new School(LYCEE, "Lyc\u00e9e \ud83c\udf93", new SchoolSettings(false, false), START)));
  }

  private void endTokens() {
    for (int i = 1; i <= 3; i++) {
      stores.endedTokens().add(new EndedToken("token-" + i, later(), now.plusSeconds(900L * i)));
    }
    Instant until = later();
    String all = "user:hill-gone:" + until.toEpochMilli();
    stores.endedTokens().add(new EndedToken(all, until, until.plusSeconds(31_622_400)));
  }

  /** Messages by turns, with replies, edits, deletions and receipts between them. */
  private void talk(
      SchoolId school, ConversationId in, List<UserId> members, int messages, UserId admin) {
    List<Message> said = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      UserId sender = members.get(random.nextInt(members.size()));
      @Nullable MessageId replyTo =
          i > 0 && random.nextInt(5) == 0 ? said.get(random.nextInt(i)).id() : null;
      said.add(send(school, in, sender, text(), replyTo));
      if (random.nextInt(6) == 0) {
        change(school, said.get(random.nextInt(said.size())), admin);
      }
      UserId receiver = members.get(random.nextInt(members.size()));
      long seq = said.get(random.nextInt(said.size())).seq();
      ReceiptKind kind = random.nextBoolean() ? ReceiptKind.READ : ReceiptKind.DELIVERED;
      stores
          .receipts()
          .advance(List.of(new WatermarkAdvance(school, in, receiver, kind, 0, seq, later())));
    }
  }

  private void change(SchoolId school, Message message, UserId admin) {
    switch (random.nextInt(4)) {
      case 0 -> stores.messages().delete(school, message.id(), message.senderId(), later());
      case 1 -> {
        stores.messages().delete(school, message.id(), admin, later());
        var _ =
            stores
                .audit()
                .record(
                    new AuditEvent(
                        AuditChain.of(school),
                        now,
                        AuditActor.of(admin),
                        "message.delete",
                        message.id().value(),
                        "",
                        "",
                        1,
                        "r\u00fcde"));
      }
      default -> {
        stores.messages().edit(school, message.id(), message.senderId(), text(), later());
        stores.messages().edit(school, message.id(), message.senderId(), text(), later());
      }
    }
  }

  private Message send(
      SchoolId school, ConversationId in, UserId sender, String text, @Nullable MessageId replyTo) {
    String id = "message-%05d".formatted(++made);
    String clientId = "client \u2116 " + made;
    return stores
        .messages()
        .append(
            new NewMessage(new MessageId(id), in, school, sender, clientId, text, replyTo, later()))
        .message();
  }

  private String text() {
    int which = random.nextInt(TEXTS.size() + 1);
    return which == TEXTS.size()
        ? "long \u00e9 ".repeat(60).strip()
        : TEXTS.get(which) + " " + random.nextInt(100);
  }

  private UserId add(SchoolId school, String id, Role role, String name, String email) {
    var user = new User(new UserId(id), school, role, name, email, true, later(), now);
    apply(new RosterChange.AddUser(user, "hash of " + id));
    return user.id();
  }

  private void deactivate(UserId user, String id, String email) {
    apply(
        new RosterChange.UpdateUser(
            new User(user, HILL, Role.STUDENT, "Gone " + id, email, false, START, later())));
  }

  private ClassId addClass(
      SchoolId school, String id, String name, @Nullable UserId teacher, List<UserId> students) {
    var classId = new ClassId(id);
    apply(
        new RosterChange.AddClass(
            new SchoolClass(
                classId, school, name, id.toUpperCase(Locale.ROOT), false, later(), now)));
    if (teacher != null) {
      apply(new RosterChange.AddTeacher(new ClassTeacher("t-" + id, school, classId, teacher)));
    }
    students.forEach(student -> enroll(school, classId, student));
    return classId;
  }

  private void enroll(SchoolId school, ClassId classId, UserId student) {
    apply(new RosterChange.Enroll(enrollment(school, classId, student)));
  }

  private static ClassEnrollment enrollment(SchoolId school, ClassId classId, UserId student) {
    return new ClassEnrollment(
        "e-" + classId.value() + "-" + student.value(), school, classId, student);
  }

  private void leave(ClassId classId, ConversationId conversation, UserId student) {
    apply(new RosterChange.Unenroll(enrollment(HILL, classId, student)));
    stores.receipts().leave(HILL, conversation, Set.of(student));
  }

  private void archive(ClassId classId, UserId teacher) {
    apply(
        new RosterChange.RemoveTeacher(
            new ClassTeacher("t-" + classId.value(), HILL, classId, teacher)),
        new RosterChange.UpdateClass(
            new SchoolClass(classId, HILL, "8A \u266b", "8A", true, START, later())));
    stores.conversations().archive(HILL, classId, true, later());
  }

  private ConversationId direct(SchoolId school, String id, UserId one, UserId other) {
    var pair = new NewConversation.Direct(new ConversationId(id), school, one, other, later());
    return stores.conversations().create(pair).id();
  }

  private ConversationId group(
      SchoolId school, String id, @Nullable String title, List<UserId> participants) {
    var group =
        new NewConversation.Group(
            new ConversationId(id),
            school,
            participants.getFirst(),
            title,
            Set.copyOf(participants),
            later());
    return stores.conversations().create(group).id();
  }

  private ConversationId ofClass(
      SchoolId school,
      ClassId classId,
      String title,
      UserId teacher,
      List<UserId> students,
      UserId another) {
    var members = new HashSet<>(plus(students, teacher, another));
    var conversation =
        new NewConversation.OfClass(
            new ConversationId("of-" + classId.value()), school, classId, title, members, later());
    return stores.conversations().create(conversation).id();
  }

  private static List<UserId> plus(List<UserId> users, UserId... more) {
    var all = new ArrayList<>(users);
    all.addAll(List.of(more));
    return all;
  }

  private void apply(RosterChange... changes) {
    RosterResult result = stores.roster().apply(List.of(changes));
    if (!(result instanceof RosterResult.Applied)) {
      throw new AssertionError("not applied: " + result);
    }
  }

  /** A moment after all before, now and then in the same minute. */
  private Instant later() {
    now = now.plusMillis(1 + random.nextInt(90_000));
    return now;
  }
}
