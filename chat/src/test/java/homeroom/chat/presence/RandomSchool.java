// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** The people of a school and what its roster says of them, as its seed has it. */
final class RandomSchool {

  private static final List<Role> ROLES =
      List.of(Role.STUDENT, Role.STUDENT, Role.STUDENT, Role.TEACHER, Role.ADMIN);

  final SchoolId id;
  final List<UserId> people;
  private final List<ClassId> classes;
  private final Random random;

  RandomSchool(String name, Random random) {
    this.random = random;
    this.id = new SchoolId(name);
    this.people =
        IntStream.range(0, 4 + random.nextInt(20))
            .mapToObj(i -> new UserId(name + "-user" + i))
            .toList();
    this.classes =
        IntStream.range(0, 1 + random.nextInt(6))
            .mapToObj(i -> new ClassId(name + "-class" + i))
            .toList();
  }

  /** Anybody, in any role, with any classes. */
  Connection<String> anybody() {
    UserId user = people.get(random.nextInt(people.size()));
    Role role = ROLES.get(random.nextInt(ROLES.size()));
    return connection(user, role, "socket" + random.nextInt(3));
  }

  private Connection<String> connection(UserId user, Role role, String socket) {
    return new Connection<>(
        new ConnectionId(user + "-" + socket),
        user,
        id,
        role,
        role == Role.ADMIN ? Set.of() : someClasses(),
        Instant.EPOCH,
        socket);
  }

  private Set<ClassId> someClasses() {
    var some = new HashSet<ClassId>();
    classes.stream().filter(one -> random.nextInt(3) == 0).forEach(some::add);
    return some;
  }
}
