// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterChange.AddClass;
import homeroom.chat.roster.RosterChange.AddSchool;
import homeroom.chat.roster.RosterChange.AddTeacher;
import homeroom.chat.roster.RosterChange.AddUser;
import homeroom.chat.roster.RosterChange.Enroll;
import homeroom.chat.roster.RosterChange.RemoveTeacher;
import homeroom.chat.roster.RosterChange.SetPassword;
import homeroom.chat.roster.RosterChange.Unenroll;
import homeroom.chat.roster.RosterChange.UpdateClass;
import homeroom.chat.roster.RosterChange.UpdateSchool;
import homeroom.chat.roster.RosterChange.UpdateUser;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.School;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Tries changes one after the other in memory and says how each is written. For one thread.
 *
 * @param view of what the changes concern
 * @param own whether the documents are Homeroom's own
 */
record RosterChangeValidator(RosterView view, boolean own) {

  /** A change that cannot be made; nothing was written. */
  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RosterResult result;

    Refused(RosterResult result) {
      super(null, null, false, false);
      this.result = result;
    }

    RosterResult result() {
      return result;
    }
  }

  /** A link between a class and a person, whose field is the teacher's or the student's. */
  private record Link(
      RosterTable table, String person, String id, String school, String classId, String user) {

    Document document() {
      return new Document("_id", id)
          .append("schoolId", school)
          .append("classId", classId)
          .append(person, user);
    }
  }

  /**
   * @throws Refused for the first change that cannot be made
   */
  List<RosterStep> steps(List<RosterChange> changes) {
    return changes.stream().map(this::step).toList();
  }

  private RosterStep step(RosterChange change) {
    return switch (change) {
      case AddSchool(School school) -> add(change, school);
      case UpdateSchool(School school) ->
          view.schools()
              .update(
                  there(change, view.schools().byId(school.id().value())),
                  RosterDocuments.fields(school));
      case AddUser(User user, String passwordHash) -> add(change, user, passwordHash);
      case UpdateUser(User user, User known) -> update(change, user, known);
      case SetPassword set ->
          view.users()
              .update(
                  user(change, set.schoolId().value(), set.userId().value()),
                  new Document("passwordHash", set.passwordHash()));
      case AddClass(SchoolClass schoolClass) -> add(change, schoolClass);
      case UpdateClass(SchoolClass schoolClass, SchoolClass known) ->
          update(change, schoolClass, known);
      case AddTeacher(ClassTeacher teacher) -> add(change, link(teacher));
      case RemoveTeacher(ClassTeacher teacher) -> remove(change, link(teacher));
      case Enroll(ClassEnrollment enrollment) -> add(change, link(enrollment));
      case Unenroll(ClassEnrollment enrollment) -> remove(change, link(enrollment));
    };
  }

  private RosterStep add(RosterChange change, School school) {
    free(change, "_id", view.schools().byId(school.id().value()));
    var document =
        new Document("_id", school.id().value()).append("createdAt", Date.from(school.createdAt()));
    document.putAll(RosterDocuments.fields(school));
    return view.schools().insert(document);
  }

  private RosterStep add(RosterChange change, User user, String passwordHash) {
    there(change, view.schools().byId(user.schoolId().value()));
    free(change, "_id", view.users().byId(user.id().value()));
    free(change, "email", view.users().idOf(RosterDocuments.emailKey(user)));
    free(change, "username", view.users().idOfOther(RosterDocuments.usernameKey(user)));
    var document =
        new Document("_id", user.id().value())
            .append("schoolId", user.schoolId().value())
            .append("passwordHash", passwordHash);
    document.putAll(RosterDocuments.fields(user));
    return view.users().insert(document);
  }

  private RosterStep update(RosterChange change, User user, @Nullable User known) {
    Document before = user(change, user.schoolId().value(), user.id().value());
    String id = user.id().value();
    freeBut(id, change, "email", view.users().idOf(RosterDocuments.emailKey(user)));
    freeBut(id, change, "username", view.users().idOfOther(RosterDocuments.usernameKey(user)));
    Document fields = RosterDocuments.fields(user);
    // A document of an application that knows no user names, or no addresses, does not get any.
    leaveMissing(fields, before, "username");
    leaveMissing(fields, before, "email");
    return update(change, view.users(), before, fields, known, RosterDocuments::user);
  }

  private RosterStep update(
      RosterChange change, SchoolClass schoolClass, @Nullable SchoolClass known) {
    Document before = schoolClass(change, schoolClass.schoolId().value(), schoolClass.id().value());
    Document fields = RosterDocuments.fields(schoolClass);
    return update(change, view.classes(), before, fields, known, RosterDocuments::schoolClass);
  }

  /**
   * Only while the document says what is known, if anything is: but how another application writes
   * a value is not known so well that it could be asked for.
   */
  private <T> RosterStep update(
      RosterChange change,
      RosterTable table,
      Document before,
      Document fields,
      @Nullable T known,
      Function<Document, T> read) {
    if (known == null || !own) {
      return table.update(before, fields);
    }
    if (!known.equals(read.apply(before))) {
      throw new Refused(new RosterResult.Outdated(change));
    }
    return table.updateIfSame(before, fields);
  }

  private static void leaveMissing(Document fields, Document before, String field) {
    if ("".equals(fields.get(field)) && "".equals(before.getOrDefault(field, ""))) {
      fields.remove(field);
      fields.remove(field + "Key");
    }
  }

  private RosterStep add(RosterChange change, SchoolClass schoolClass) {
    there(change, view.schools().byId(schoolClass.schoolId().value()));
    free(change, "_id", view.classes().byId(schoolClass.id().value()));
    var document =
        new Document("_id", schoolClass.id().value())
            .append("schoolId", schoolClass.schoolId().value());
    document.putAll(RosterDocuments.fields(schoolClass));
    return view.classes().insert(document);
  }

  private RosterStep add(RosterChange change, Link link) {
    schoolClass(change, link.school(), link.classId());
    user(change, link.school(), link.user());
    free(change, "_id", link.table().byId(link.id()));
    free(change, "classId", link.table().idOf(link.classId(), link.user()));
    return link.table().insert(link.document());
  }

  private RosterStep remove(RosterChange change, Link link) {
    schoolClass(change, link.school(), link.classId());
    Document found = there(change, link.table().byId(link.id()));
    Document wanted = link.document();
    if (!found.containsKey("schoolId")) {
      wanted.remove("schoolId");
    }
    if (!found.entrySet().containsAll(wanted.entrySet())) {
      throw new Refused(new RosterResult.Missing(change));
    }
    return link.table().delete(found);
  }

  private Link link(ClassTeacher link) {
    return new Link(
        view.teachers(),
        "teacherId",
        link.id(),
        link.schoolId().value(),
        link.classId().value(),
        link.teacherId().value());
  }

  private Link link(ClassEnrollment link) {
    return new Link(
        view.enrollments(),
        "studentId",
        link.id(),
        link.schoolId().value(),
        link.classId().value(),
        link.studentId().value());
  }

  private Document user(RosterChange change, String school, String id) {
    return there(change, view.users().ofSchool(school, id));
  }

  private Document schoolClass(RosterChange change, String school, String id) {
    return there(change, view.classes().ofSchool(school, id));
  }

  private static Document there(RosterChange change, @Nullable Document found) {
    if (found == null) {
      throw new Refused(new RosterResult.Missing(change));
    }
    return found;
  }

  private static void freeBut(
      String id, RosterChange change, String field, @Nullable String owner) {
    free(change, field, owner == null || owner.equals(id) ? null : owner);
  }

  private static void free(RosterChange change, String field, @Nullable Object found) {
    if (found != null) {
      throw new Refused(new RosterResult.Taken(change, field));
    }
  }
}
