// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.bus.Announcements;
import homeroom.chat.bus.News;
import homeroom.chat.conversation.Supervisors;
import homeroom.chat.people.Renames;
import homeroom.chat.presence.OnlineUser;
import homeroom.chat.presence.Presence;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.roster.RosterWriter;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.Attempts;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings the running chat in line with the roster: who sees whom, who is in which class
 * conversation and from where on, whose sessions end, who is called what. What is changed through
 * {@link #apply} is followed before that returns; what another process changed, when {@link
 * #catchUp} is called.
 *
 * <p>Safe for many threads, which go one after another; blocks on the store. What it remembers is
 * who is in which class, so that a look at everything costs one query per class. It remembers a
 * class as seen once everything that follows from it was done: what failed is done at the next
 * {@link #catchUp}.
 */
public final class LiveRoster implements RosterWriter {

  /** How many users are asked for in one query. */
  private static final int USERS_AT_ONCE = 10_000;

  /** A class as last seen. */
  private record Seen(SchoolClass schoolClass, ClassMembers members) {

    boolean isNamed(String name) {
      return schoolClass.name().equals(name);
    }
  }

  private record Address(SchoolId school, ClassId classId) {}

  /**
   * Whether somebody was active when their partners were told last.
   *
   * @param changedHere whether other nodes learn of it from this one alone
   */
  private record Known(SchoolId school, UserId user, boolean active, boolean changedHere) {}

  private final Roster roster;
  private final Presence<?> presence;
  private final ClassConversations classes;
  private final Renames renames;
  private final Supervisors supervisors;
  private final Announcements others;
  private final ReentrantLock pass = new ReentrantLock();
  private final Map<SchoolId, Map<ClassId, Seen>> seen = new HashMap<>();

  /** Whom this pass has followed already. */
  private final Set<UserId> followed = new HashSet<>();

  /** Who was online, and so active, when this pass came to their school. */
  private final Set<UserId> wereOnline = new HashSet<>();

  /** Whose partners may have yet to be told that they are active, or not. */
  private final Map<UserId, Known> partnersToTell = new HashMap<>();

  private final FollowedVersions versions;

  public LiveRoster(
      Roster roster,
      Presence<?> presence,
      ClassConversations classes,
      Renames renames,
      Supervisors supervisors,
      Announcements others,
      Timer timer) {
    this.supervisors = supervisors;
    this.others = others;
    this.roster = roster;
    this.presence = presence;
    this.classes = classes;
    this.renames = renames;
    this.versions = new FollowedVersions(timer, !others.equals(Announcements.TO_NOBODY));
  }

  /** Takes the roster as it is. To be called once, before anyone comes. */
  public void start() {
    var _ = roster.refresh();
    catchUp();
  }

  /**
   * Does what failed before, and looks at the schools that changed since it last did; at all if it
   * is not known which. What is wrong with one school or class keeps none of the others from being
   * followed. Where nodes say which schools they change, this takes a twentieth of the time at
   * most.
   */
  public void catchUp() {
    pass.lock();
    try {
      doWhatFailed();
      versions.follow(
          roster.versions(),
          changed -> changed.ifPresentOrElse(this::follow, this::followEverything));
    } finally {
      pass.unlock();
    }
  }

  /** Looks at all of these schools, which another node says it changed. */
  public void catchUp(Set<SchoolId> changed) {
    pass.lock();
    try {
      doWhatFailed();
      RosterVersions now = roster.versions();
      follow(changed);
      versions.followed(changed, now);
    } finally {
      pass.unlock();
    }
  }

  private void doWhatFailed() {
    followed.clear();
    presence.followUp();
    tellPartners();
    tellRenames();
  }

  private void followEverything() {
    var gone = new HashSet<>(seen.keySet());
    var attempts = new Attempts();
    for (School school : roster.schools()) {
      gone.remove(school.id());
      follow(school.id(), attempts);
    }
    gone.forEach(school -> attempts.make(() -> followTheEnd(school)));
    attempts.make(this::tellRenames);
    attempts.finish();
  }

  private void follow(Set<SchoolId> schools) {
    var attempts = new Attempts();
    for (SchoolId school : schools) {
      attempts.make(() -> {
        if (roster.school(school).isPresent()) {
          follow(school, attempts);
        } else if (seen.containsKey(school)) {
          followTheEnd(school);
        }
      });
    }
    attempts.make(this::tellRenames);
    attempts.finish();
  }

  private void follow(SchoolId school, Attempts attempts) {
    attempts.make(() -> {
      classes.open(school);
      follow(school, roster.classes(school));
    });
    attempts.make(() -> renames.look(school));
    if (supervisors.areWanted(school)) {
      attempts.make(() -> supervisors.followAll(school));
    }
  }

  /** Of a school that is not there any more. */
  private void followTheEnd(SchoolId school) {
    follow(school, List.of());
    renames.forget(school);
    seen.remove(school);
  }

  @Override
  public RosterResult apply(List<RosterChange> changes, List<AuditEvent> events) {
    List<User> before = before(changes);
    RosterResult result = roster.apply(changes, events);
    if (result instanceof RosterResult.Applied) {
      try {
        changes.stream()
            .map(RosterChange::schoolId)
            .distinct()
            .forEach(school -> others.announce(school, new News.OfSchool()));
      } finally {
        follow(changes, before); // it is stored, whether others know or not
      }
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
      followed.clear();
      wereOnline.clear();
      var touched = new Touched();
      before.forEach(user ->
          partnersToTell.putIfAbsent(
              user.id(), new Known(user.schoolId(), user.id(), user.active(), true)));
      changes.forEach(touched::add);
      touched.schools.forEach(classes::open);
      for (Address address : touched.classes) {
        roster.schoolClass(address.school, address.classId).ifPresent(one -> look(one, true));
      }
      touched.users.forEach((user, school) -> {
        follow(school, user);
        roster.user(school, user).ifPresent(renames::look);
      });
      touched.users.forEach((user, school) -> supervisors.follow(school, user));
      tellPartners();
      tellRenames();
    } finally {
      pass.unlock();
    }
  }

  /** Looks at every class of a school, those that are not there any more too, and its people. */
  private void follow(SchoolId school, List<SchoolClass> there) {
    wereOnline.clear();
    presence.online(school).forEach(one -> wereOnline.add(one.userId()));
    var attempts = new Attempts();
    var gone = new HashMap<>(seenOf(school));
    for (SchoolClass one : there) {
      gone.remove(one.id());
      attempts.make(() -> look(one, false));
    }
    gone.values().forEach(one -> attempts.make(() -> lookAtDeleted(one)));
    attempts.make(() -> followPeople(school));
    attempts.finish();
  }

  /** Once in a pass, however many classes somebody is in. */
  private void follow(SchoolId school, UserId user) {
    if (!followed.contains(user)) {
      if (wereOnline.contains(user)) {
        partnersToTell.putIfAbsent(user, new Known(school, user, true, false));
      }
      presence.follow(school, user);
      followed.add(user);
    }
  }

  private Map<ClassId, Seen> seenOf(SchoolId school) {
    return seen.computeIfAbsent(school, id -> new HashMap<>());
  }

  private void look(SchoolClass now, boolean settleAnyway) {
    Map<ClassId, Seen> known = seenOf(now.schoolId());
    Seen before = known.get(now.id());
    ClassMembers members = roster.members(now.schoolId(), now.id());
    boolean same =
        before != null
            && before.members.equals(members)
            && before.schoolClass.archived() == now.archived();
    if (!same || settleAnyway) {
      classes.settle(now, members);
    }
    if (!same) {
      Set<UserId> people = before == null ? members.all() : difference(before.members, members);
      people.forEach(user -> follow(now.schoolId(), user));
    }
    if (before != null && !before.isNamed(now.name())) {
      classes.tellRenamed(now);
    }
    known.put(now.id(), new Seen(now, members));
  }

  /** A class that another application deleted is followed as one that was archived. */
  private void lookAtDeleted(Seen last) {
    SchoolClass known = last.schoolClass;
    classes.settle(known.asArchived(), ClassMembers.NONE);
    last.members.all().forEach(user -> follow(known.schoolId(), user));
    seenOf(known.schoolId()).remove(known.id());
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
  private void followPeople(SchoolId school) {
    List<OnlineUser> online = presence.online(school);
    var stored = new HashMap<UserId, User>();
    List<UserId> ids = online.stream().map(OnlineUser::userId).toList();
    for (int from = 0; from < ids.size(); from += USERS_AT_ONCE) {
      int to = Math.min(from + USERS_AT_ONCE, ids.size());
      roster.users(school, ids.subList(from, to)).forEach(user -> stored.put(user.id(), user));
    }
    for (OnlineUser one : online) {
      Optional<User> user = Optional.ofNullable(stored.get(one.userId())).filter(User::active);
      if (user.isEmpty()) {
        partnersToTell.putIfAbsent(one.userId(), new Known(school, one.userId(), true, false));
      }
      if (user.isEmpty() || user.get().role() != one.role()) {
        follow(school, one.userId());
      }
    }
    tellPartners();
  }

  /** Tells those who have a conversation with somebody who is active now and was not, or was. */
  private void tellPartners() {
    for (Known before : List.copyOf(partnersToTell.values())) {
      boolean active = roster.user(before.school, before.user).filter(User::active).isPresent();
      if (active != before.active) {
        classes.tellPartners(before.school, before.user, before.changedHere);
      }
      partnersToTell.remove(before.user);
    }
  }

  private void tellRenames() {
    var attempts = new Attempts();
    renames.waiting().forEach(user -> attempts.make(() -> renames.tell(user)));
    attempts.finish();
  }

  /** What a change may concern. */
  private final class Touched {

    final Set<SchoolId> schools = new HashSet<>();
    final Set<Address> classes = new HashSet<>();
    final Map<UserId, SchoolId> users = new HashMap<>();

    void add(RosterChange change) {
      switch (change) {
        case RosterChange.AddSchool added -> schools.add(added.school().id());
        case RosterChange.UpdateSchool updated -> {}
        case RosterChange.AddUser added -> renames.look(added.user());
        case RosterChange.SetPassword set -> {}
        case RosterChange.UpdateUser(User user, _) -> addWithClasses(user.schoolId(), user.id());
        case RosterChange.AddClass(SchoolClass added) -> addNew(added);
        case RosterChange.UpdateClass(SchoolClass updated, _) -> addClass(updated);
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
      seenOf(school)
          .forEach((classId, known) -> {
            if (known.members.contains(id)) {
              classes.add(new Address(school, classId));
            }
          });
      roster
          .user(school, id)
          .map(user -> roster.classesOf(school, id, user.role()))
          .ifPresent(now -> now.forEach(one -> classes.add(new Address(school, one))));
    }
  }
}
