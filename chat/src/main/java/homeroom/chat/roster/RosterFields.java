// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.query.Fields;
import java.util.Locale;

/** What a query may name of the things of a roster that are in memory. */
public final class RosterFields {

  public static final Fields<User> USERS =
      Fields.<User>byId(user -> user.id().value())
          .with("role", user -> user.role().name().toLowerCase(Locale.ROOT))
          .withName("name", User::name)
          .withEmail("email", User::email)
          .with("active", User::active)
          .with("createdAt", User::createdAt)
          .with("updatedAt", User::updatedAt);

  public static final Fields<SchoolClass> CLASSES =
      Fields.<SchoolClass>byId(one -> one.id().value())
          .withName("name", SchoolClass::name)
          .with("code", SchoolClass::code)
          .with("archived", SchoolClass::archived)
          .with("createdAt", SchoolClass::createdAt)
          .with("updatedAt", SchoolClass::updatedAt);

  public static final Fields<ClassTeacher> TEACHERS =
      Fields.byId(ClassTeacher::id)
          .with("classId", link -> link.classId().value())
          .with("teacherId", link -> link.teacherId().value());

  public static final Fields<ClassEnrollment> ENROLLMENTS =
      Fields.byId(ClassEnrollment::id)
          .with("classId", link -> link.classId().value())
          .with("studentId", link -> link.studentId().value());

  private RosterFields() {}
}
