// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import homeroom.chat.text.UserName;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The roster as documents. */
final class RosterDocuments {

  static final Document HIDDEN_OF_USERS = new Document("passwordHash", 0);

  private static final Document BY_ID = new Document("_id", 1);

  static final QueryDocument USERS =
      new QueryDocument(
          Map.of(
              "_id", DocumentField.id(),
              "role", DocumentField.text("role"),
              "name", DocumentField.name("name", "nameKey"),
              "email", new DocumentField("emailKey", DocumentField.Type.EMAIL, true),
              "active", DocumentField.flag("active"),
              "createdAt", DocumentField.time("createdAt"),
              "updatedAt", DocumentField.time("updatedAt")),
          BY_ID);

  static final QueryDocument CLASSES =
      new QueryDocument(
          Map.of(
              "_id", DocumentField.id(),
              "name", DocumentField.name("name", "nameKey"),
              "code", DocumentField.text("code"),
              "archived", DocumentField.flag("archived"),
              "createdAt", DocumentField.time("createdAt"),
              "updatedAt", DocumentField.time("updatedAt")),
          BY_ID);

  static final QueryDocument TEACHERS = links("teacherId");

  static final QueryDocument ENROLLMENTS = links("studentId");

  private RosterDocuments() {}

  private static QueryDocument links(String person) {
    return new QueryDocument(
        Map.of(
            "_id",
            DocumentField.id(),
            "classId",
            DocumentField.text("classId"),
            person,
            DocumentField.text(person)),
        BY_ID);
  }

  /** Everything but the id and when it was made, which never change. */
  static Document fields(School school) {
    return new Document("name", school.name())
        .append(
            "settings",
            new Document("studentToStudentDirect", school.settings().studentToStudentDirect())
                .append("studentGroups", school.settings().studentGroups()));
  }

  static School school(Document document) {
    var stored = new DocumentReader(document);
    @Nullable DocumentReader settings = stored.part("settings");
    return new School(
        new SchoolId(stored.text("_id")),
        stored.text("name"),
        settings == null
            ? SchoolSettings.DEFAULT
            : new SchoolSettings(
                settings.flag("studentToStudentDirect"), settings.flag("studentGroups")),
        stored.time("createdAt"));
  }

  /**
   * Everything but the id, the school and the password, which an update leaves. Who has no address
   * or no user name has '' as one, and a key that nobody else has.
   */
  static Document fields(User user) {
    return new Document("role", name(user.role()))
        .append("name", user.name())
        .append("nameKey", Name.key(user.name()))
        .append("email", user.email() == null ? "" : user.email())
        .append("emailKey", emailKey(user))
        .append("username", user.username() == null ? "" : user.username())
        .append("usernameKey", usernameKey(user))
        .append("active", user.active())
        .append("createdAt", Date.from(user.createdAt()))
        .append("updatedAt", Date.from(user.updatedAt()));
  }

  static User user(Document document) {
    var stored = new DocumentReader(document);
    return new User(
        new UserId(stored.text("_id")),
        new SchoolId(stored.text("schoolId")),
        Role.valueOf(stored.text("role").toUpperCase(Locale.ROOT)),
        stored.text("name"),
        emptyToNull(stored.text("email")),
        emptyToNull(stored.textOrNull("username")),
        stored.flag("active"),
        stored.time("createdAt"),
        stored.time("updatedAt"));
  }

  static Credentials credentials(Document document) {
    @Nullable String hash = new DocumentReader(document).textOrNull("passwordHash");
    // Whoever signs in elsewhere only has none, and none matches.
    return new Credentials(user(document), hash == null ? "" : hash);
  }

  /** Everything but the id and the school. */
  static Document fields(SchoolClass schoolClass) {
    return new Document("name", schoolClass.name())
        .append("nameKey", Name.key(schoolClass.name()))
        .append("code", schoolClass.code())
        .append("archived", schoolClass.archived())
        .append("createdAt", Date.from(schoolClass.createdAt()))
        .append("updatedAt", Date.from(schoolClass.updatedAt()));
  }

  static SchoolClass schoolClass(Document document) {
    var stored = new DocumentReader(document);
    return new SchoolClass(
        new ClassId(stored.text("_id")),
        new SchoolId(stored.text("schoolId")),
        stored.text("name"),
        stored.text("code"),
        stored.flag("archived"),
        stored.time("createdAt"),
        stored.time("updatedAt"));
  }

  /**
   * @param school unless the document says another
   */
  static ClassTeacher teacher(Document document, SchoolId school) {
    var stored = new DocumentReader(document);
    return new ClassTeacher(
        stored.text("_id"),
        school(stored, school),
        new ClassId(stored.text("classId")),
        new UserId(stored.text("teacherId")));
  }

  /**
   * @param school unless the document says another
   */
  static ClassEnrollment enrollment(Document document, SchoolId school) {
    var stored = new DocumentReader(document);
    return new ClassEnrollment(
        stored.text("_id"),
        school(stored, school),
        new ClassId(stored.text("classId")),
        new UserId(stored.text("studentId")));
  }

  private static SchoolId school(DocumentReader link, SchoolId otherwise) {
    @Nullable String named = link.textOrNull("schoolId");
    return named == null ? otherwise : new SchoolId(named);
  }

  static String emailKey(String email) {
    return EmailAddress.key(email);
  }

  static String emailKey(User user) {
    return user.email() == null ? "\n" + user.id() : emailKey(user.email());
  }

  /** Unique in a school: it begins with that school. */
  static String usernameKey(SchoolId school, String username) {
    return school.value() + "/" + UserName.key(username);
  }

  static String usernameKey(User user) {
    return user.username() == null
        ? "\n" + user.id()
        : usernameKey(user.schoolId(), user.username());
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
