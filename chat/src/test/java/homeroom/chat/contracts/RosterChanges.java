// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import org.jspecify.annotations.Nullable;

/** Changes of a roster in short words. */
public final class RosterChanges {

  static final RosterResult APPLIED = new RosterResult.Applied();

  private RosterChanges() {}

  public static RosterChange add(User user) {
    return new RosterChange.AddUser(user, "hash");
  }

  public static RosterChange add(SchoolClass schoolClass) {
    return new RosterChange.AddClass(schoolClass);
  }

  public static RosterChange archive(SchoolClass c) {
    return new RosterChange.UpdateClass(
        new SchoolClass(
            c.id(), c.schoolId(), c.name(), c.code(), true, c.createdAt(), c.updatedAt()));
  }

  public static RosterChange rename(SchoolClass c, String name) {
    return new RosterChange.UpdateClass(
        new SchoolClass(
            c.id(), c.schoolId(), name, c.code(), c.archived(), c.createdAt(), c.updatedAt()));
  }

  public static RosterChange rename(User user, String name) {
    return new RosterChange.UpdateUser(
        new User(
            user.id(),
            user.schoolId(),
            user.role(),
            name,
            user.email(),
            user.username(),
            user.active(),
            user.createdAt(),
            user.updatedAt()));
  }

  public static RosterChange deactivate(User user) {
    return new RosterChange.UpdateUser(
        new User(
            user.id(),
            user.schoolId(),
            user.role(),
            user.name(),
            user.email(),
            user.username(),
            false,
            user.createdAt(),
            user.updatedAt()));
  }

  public static RosterChange withRole(User user, Role role) {
    return new RosterChange.UpdateUser(
        new User(
            user.id(),
            user.schoolId(),
            role,
            user.name(),
            user.email(),
            user.username(),
            user.active(),
            user.createdAt(),
            user.updatedAt()));
  }

  static User withEmail(User user, String email) {
    return new User(
        user.id(),
        user.schoolId(),
        user.role(),
        user.name(),
        email,
        user.username(),
        user.active(),
        user.createdAt(),
        user.updatedAt());
  }

  static User called(User user, @Nullable String email, @Nullable String username) {
    return new User(
        user.id(),
        user.schoolId(),
        user.role(),
        user.name(),
        email,
        username,
        user.active(),
        user.createdAt(),
        user.updatedAt());
  }
}
