// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.presence.OnlineUser;
import homeroom.chat.presence.Presence;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterWriter;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings the running chat in line with the roster: who sees whom, who is in which class
 * conversation and from where on, whose sessions end. What is changed through {@link #apply} is
 * followed before that returns; what another process changed, when {@link #catchUp} is called.
 *
 * <p>Safe for many threads, which go one after another; blocks on the store. What it remembers is
 * who is in which class, so that a look at everything costs one query per class.
 */
public final class LiveRoster implements RosterWriter {

  private static final long NEVER = Long.MIN_VALUE;

  /** A class as last seen. */
  private record Seen(SchoolClass schoolClass, ClassMembers members) {

    boolean isNamed(String name) {
      return schoolClass.name().equals(name);
    }
  }

  private record Address(SchoolId school, ClassId classId) {}

  private final Roster roster;
  private final Presence<?> presence;
  private final ClassConversations classes;
  private final ReentrantLock pass = new ReentrantLock();
  private final Map<Address, Seen> seen = new HashMap<>();
  private volatile long seenVersion = NEVER;

  public LiveRoster(Roster roster, Presence<?> presence, ClassConversations classes) {
    this.roster = roster;
    this.presence = presence;
    this.classes = classes;
  }

  /** Takes the roster as it is. To be called once, before anyone comes. */
  public void start() {
    catchUp();
  }

  /** Looks at everything, if anything changed since it last did. */
  public void catchUp() {
    pass.lock();
    try {
      long version = roster.version();
      if (version != seenVersion) {
        roster.schools().forEach(this::follow);
        seenVersion = version;
      }
    } finally {
      pass.unlock();
    }
  }

  @Override
  public RosterResult apply(List<RosterChange> changes, List<AuditEvent> events) {
    List<User> before = before(changes);
    RosterResult result = roster.apply(changes, events);
    if (result instanceof RosterResult.Applied) {
      follow(changes, before);
    }
    return result;
  }

  /** The users that are to be updated, as they are. */
  private List<User> before(List<RosterChange> changes) {
    return changes.stream()
        .filter(RosterChange.UpdateUser.class::isInstance)
        .map(change -> ((RosterChange.UpdateUser) change).user())
        .flatMap(user -> roster.user(user.schoolId(), user.id()).stream())
        .toList();
  }

  private void follow(List<RosterChange> changes, List<User> before) {
    pass.lock();
    try {
      var touched = new Touched();
      changes.forEach(touched::add);
      touched.schools.forEach(classes::open);
      for (Address address : touched.classes) {
        roster
            .schoolClass(address.school, address.classId)
            .ifPresent(one -> look(one, touched, true));
      }
      touched.users.forEach((user, school) -> presence.follow(school, user));
      before.forEach(this::tellIfActiveChanged);
    } finally {
      pass.unlock();
    }
  }

  private void follow(School school) {
    classes.open(school.id());
    var touched = new Touched();
    roster.classes(school.id()).forEach(one -> look(one, touched, false));
    addChanged(school.id(), touched);
    touched.users.forEach((user, in) -> presence.follow(in, user));
    touched.deactivated.forEach(user -> classes.tellPartners(school.id(), user));
  }

  /** Looks at one class, and remembers whom a change of it may concern. */
  private void look(SchoolClass now, Touched touched, boolean settleAnyway) {
    var address = new Address(now.schoolId(), now.id());
    ClassMembers members = roster.members(now.schoolId(), now.id());
    Seen before = seen.put(address, new Seen(now, members));
    boolean same =
        before != null
            && before.members.equals(members)
            && before.schoolClass.archived() == now.archived();
    if (!same || settleAnyway) {
      classes.settle(now, members);
    }
    if (!same) {
      Set<UserId> people = before == null ? members.all() : difference(before.members, members);
      people.forEach(user -> touched.users.put(user, now.schoolId()));
    }
    if (before != null && !before.isNamed(now.name())) {
      classes.tellRenamed(now);
    }
  }

  private static Set<UserId> difference(ClassMembers before, ClassMembers now) {
    Set<UserId> either = before.all();
    either.addAll(now.all());
    either.removeIf(user ->
        before.teachers().contains(user) == now.teachers().contains(user)
            && before.students().contains(user) == now.students().contains(user));
    return either;
  }

  /** Those online whose role or activity is another; the others are found by their classes. */
  private void addChanged(SchoolId school, Touched touched) {
    List<OnlineUser> online = presence.online(school);
    var stored = new HashMap<UserId, User>();
    List<UserId> ids = online.stream().map(OnlineUser::userId).toList();
    for (int from = 0; from < ids.size(); from += Touched.USERS_AT_ONCE) {
      int to = Math.min(from + Touched.USERS_AT_ONCE, ids.size());
      roster.users(school, ids.subList(from, to)).forEach(user -> stored.put(user.id(), user));
    }
    for (OnlineUser one : online) {
      Optional<User> user = Optional.ofNullable(stored.get(one.userId())).filter(User::active);
      if (user.isEmpty()) {
        touched.deactivated.add(one.userId());
      }
      if (user.isEmpty() || user.get().role() != one.role()) {
        touched.users.put(one.userId(), school);
      }
    }
  }

  private void tellIfActiveChanged(User before) {
    boolean active = roster.user(before.schoolId(), before.id()).filter(User::active).isPresent();
    if (active != before.active()) {
      classes.tellPartners(before.schoolId(), before.id());
    }
  }

  /** What a change may concern. */
  private final class Touched {

    /** How many users are asked for in one query. */
    static final int USERS_AT_ONCE = 10_000;

    final Set<SchoolId> schools = new HashSet<>();
    final Set<Address> classes = new HashSet<>();
    final Map<UserId, SchoolId> users = new HashMap<>();
    final Set<UserId> deactivated = new HashSet<>();

    void add(RosterChange change) {
      switch (change) {
        case RosterChange.AddSchool added -> schools.add(added.school().id());
        case RosterChange.UpdateSchool updated -> {}
        case RosterChange.AddUser added -> {}
        case RosterChange.SetPassword set -> {}
        case RosterChange.UpdateUser(User user) -> addWithClasses(user.schoolId(), user.id());
        case RosterChange.AddClass(SchoolClass added) -> addNew(added);
        case RosterChange.UpdateClass(SchoolClass updated) -> addClass(updated);
        case RosterChange.AddTeacher(var link) ->
            add(link.schoolId(), link.classId(), link.teacherId());
        case RosterChange.RemoveTeacher(var link) ->
            add(link.schoolId(), link.classId(), link.teacherId());
        case RosterChange.Enroll(var link) ->
            add(link.schoolId(), link.classId(), link.studentId());
        case RosterChange.Unenroll(var link) ->
            add(link.schoolId(), link.classId(), link.studentId());
      }
    }

    private void add(SchoolId school, ClassId classId, UserId user) {
      classes.add(new Address(school, classId));
      users.put(user, school);
    }

    private void addNew(SchoolClass added) {
      schools.add(added.schoolId());
      addClass(added);
    }

    private void addClass(SchoolClass schoolClass) {
      classes.add(new Address(schoolClass.schoolId(), schoolClass.id()));
    }

    /** Another role or activity makes a user a member, or none, of each of the classes. */
    private void addWithClasses(SchoolId school, UserId id) {
      users.put(id, school);
      seen.forEach((address, known) -> {
        if (known.members.contains(id)) {
          classes.add(address);
        }
      });
      roster
          .user(school, id)
          .map(user -> roster.classesOf(school, id, user.role()))
          .ifPresent(now -> now.forEach(one -> classes.add(new Address(school, one))));
    }
  }
}
