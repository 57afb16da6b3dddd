// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.UserName;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The schools, people and classes of an application as far as a store can keep them: no address
 * twice, no link twice, none of what is not there. Read once; for one thread.
 */
final class FeathersPeople {

  /** Documents read at once. */
  private static final int PAGE = 1_000;

  private final MongoTransfer rosters;
  private final FeathersLeftOut leftOut;
  private final TreeMap<String, School> schools = new TreeMap<>();
  private final Map<UserId, SchoolId> users = new HashMap<>();
  private final Map<ClassId, SchoolClass> classes = new HashMap<>();
  private final Map<ClassId, Set<UserId>> members = new HashMap<>();

  /** Of class and person, each once. */
  private final Set<String> links = new HashSet<>();

  FeathersPeople(MongoTransfer rosters, RosterMapping mapping, FeathersLeftOut leftOut) {
    this.rosters = rosters;
    this.leftOut = leftOut;
    readSchools(mapping);
    var taken = new HashSet<String>();
    read(Part.USERS, item -> add(((Item.OfUser) item).user(), taken));
    read(Part.CLASSES, item -> add(((Item.OfClass) item).schoolClass()));
    var pairs = new HashSet<String>();
    read(Part.CLASS_TEACHERS, item -> add(((Item.OfTeacher) item).teacher(), pairs));
    pairs.clear();
    read(Part.CLASS_ENROLLMENTS, item -> add(((Item.OfEnrollment) item).enrollment(), pairs));
  }

  /** A school that has no document is known by the people who name it. */
  private void readSchools(RosterMapping mapping) {
    read(Part.SCHOOLS, item -> add(((Item.OfSchool) item).school()));
    @Nullable String only = mapping.schoolId();
    if (only != null && !schools.containsKey(only)) {
      @Nullable String name = mapping.schoolName();
      add(school(only, name == null ? only : name));
    }
  }

  private static School school(String id, String name) {
    return new School(new SchoolId(id), name, SchoolSettings.DEFAULT, Instant.EPOCH);
  }

  private void add(School school) {
    schools.put(school.id().value(), school);
  }

  private void add(User user, Set<String> taken) {
    if (user.email() != null && !taken.add(EmailAddress.key(user.email()))) {
      leftOut.add("users whose address another one has, too", user.id().value());
      return;
    }
    if (user.username() != null
        && !taken.add(user.schoolId() + "/" + UserName.key(user.username()))) {
      leftOut.add("users whose user name another one has, too", user.id().value());
      return;
    }
    users.put(user.id(), user.schoolId());
    schools.computeIfAbsent(user.schoolId().value(), id -> school(id, id));
  }

  private void add(SchoolClass schoolClass) {
    if (schools.containsKey(schoolClass.schoolId().value())) {
      classes.put(schoolClass.id(), schoolClass);
    } else {
      leftOut.add("classes of a school without people", schoolClass.id().value());
    }
  }

  private void add(ClassTeacher link, Set<String> pairs) {
    add("teachers", link.id(), link.classId(), link.teacherId(), pairs);
  }

  private void add(ClassEnrollment link, Set<String> pairs) {
    add("enrollments", link.id(), link.classId(), link.studentId(), pairs);
  }

  private void add(String kind, String id, ClassId classId, UserId person, Set<String> pairs) {
    @Nullable SchoolClass schoolClass = classes.get(classId);
    if (schoolClass == null || !isIn(schoolClass.schoolId(), person)) {
      leftOut.add(kind + " of a class or a person that is not there", id);
    } else if (!pairs.add(classId + "/" + person)) {
      leftOut.add(kind + " that are there twice", id);
    } else {
      links.add(kind + "/" + id);
      members.computeIfAbsent(classId, any -> new TreeSet<>()).add(person);
    }
  }

  /** Whether that person is one of the school. */
  boolean isIn(SchoolId school, UserId person) {
    return school.equals(users.get(person));
  }

  /** Whether there is that school. */
  boolean has(SchoolId school) {
    return schools.containsKey(school.value());
  }

  /** The school of a person; null if there is no such person. */
  @Nullable SchoolId schoolOf(UserId person) {
    return users.get(person);
  }

  /** The class with that id; null if there is none. */
  @Nullable SchoolClass schoolClass(ClassId id) {
    return classes.get(id);
  }

  /** Who teaches or attends a class, by id. */
  Set<UserId> members(ClassId id) {
    return members.getOrDefault(id, Set.of());
  }

  long count(Part part) {
    return switch (part) {
      case SCHOOLS -> schools.size();
      case USERS -> users.size();
      case CLASSES -> classes.size();
      case CLASS_TEACHERS -> links.stream().filter(link -> link.startsWith("teachers/")).count();
      case CLASS_ENROLLMENTS ->
          links.stream().filter(link -> link.startsWith("enrollments/")).count();
      default -> throw new IllegalArgumentException("no part of the rosters");
    };
  }

  /** As {@link MongoTransfer#next}, without what is left out. */
  List<Item> next(Part part, @Nullable Item last, int limit) {
    if (part == Part.SCHOOLS) {
      Map<String, School> rest =
          last == null
              ? schools
              : schools.tailMap(((Item.OfSchool) last).school().id().value(), false);
      return rest.values().stream().limit(limit).<Item>map(Item.OfSchool::new).toList();
    }
    List<Item> page = rosters.next(part, last, limit);
    while (!page.isEmpty()) {
      List<Item> kept = page.stream().filter(this::isKept).toList();
      if (!kept.isEmpty()) {
        return kept;
      }
      page = rosters.next(part, page.getLast(), limit);
    }
    return page;
  }

  private boolean isKept(Item item) {
    return switch (item) {
      case Item.OfUser of -> users.containsKey(of.user().id());
      case Item.OfClass of -> classes.containsKey(of.schoolClass().id());
      case Item.OfTeacher of -> links.contains("teachers/" + of.teacher().id());
      case Item.OfEnrollment of -> links.contains("enrollments/" + of.enrollment().id());
      default -> throw new IllegalArgumentException("no part of the rosters");
    };
  }

  private void read(Part part, Consumer<Item> each) {
    List<Item> page = rosters.next(part, null, PAGE);
    while (!page.isEmpty()) {
      page.forEach(each);
      page = rosters.next(part, page.getLast(), PAGE);
    }
  }
}
