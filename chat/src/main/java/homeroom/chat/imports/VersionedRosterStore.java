// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterFields;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A roster store that shows whole versions of a school's roster only. While a new version is being
 * brought into the rows of the store, {@link #bringIn}, everybody who asks is answered from a
 * picture of it in memory; nobody waits but who wants to change that school. Safe for many threads.
 */
public final class VersionedRosterStore implements RosterStore {

  /** The reads of the rows that began before some moment; the one who waits for them is a party. */
  private static final class Reads {
    final Phaser under = new Phaser(1);
  }

  /** Keeps apart what is one number here. */
  private static final long MANY_MOVES = 1_000_003;

  /**
   * What is shown of a school instead of its rows.
   *
   * @param move the latest one before, and so another each time
   * @param unnamed of the rows at that time
   */
  private record Shown(RosterPicture picture, long move, long unnamed) {}

  private final RosterStore rows;
  private final Map<SchoolId, Shown> shown = new ConcurrentHashMap<>();
  private final Map<SchoolId, ReentrantLock> changing = new ConcurrentHashMap<>();

  /** Of each school how often it was changed through this; the rows may not tell whose it was. */
  private final Map<SchoolId, Long> changes = new ConcurrentHashMap<>();

  private final AtomicLong moves = new AtomicLong();
  private final ReentrantLock drawing = new ReentrantLock();
  private volatile Reads reads = new Reads();

  public VersionedRosterStore(RosterStore rows) {
    this.rows = rows;
  }

  /** The store behind it, in whatever state its rows are. */
  RosterStore rows() {
    return rows;
  }

  /**
   * Shows the picture from now on, has {@code moving} bring the rows there, and then shows the rows
   * again. If that fails the picture stays, and is to be brought in again.
   */
  void bringIn(SchoolId school, Supplier<RosterPicture> picture, Runnable moving) {
    ReentrantLock alone = changing(school);
    alone.lock();
    try {
      shown.put(school, new Shown(picture.get(), moves.get(), rows.versions().unnamed()));
      moves.incrementAndGet();
      awaitReads();
      moving.run();
      shown.remove(school);
      moves.incrementAndGet();
    } finally {
      alone.unlock();
    }
  }

  /**
   * Shows the rows of all schools but these: what was shown of others, since bringing it in broke
   * off here, another process has brought in.
   *
   * @return whether there was any
   */
  boolean showRowsBut(Set<SchoolId> schools) {
    boolean any = shown.keySet().retainAll(schools);
    if (any) {
      moves.incrementAndGet();
    }
    return any;
  }

  /** Returns once every read of the rows that is under way is over. */
  private void awaitReads() {
    drawing.lock();
    try {
      Reads before = reads;
      reads = new Reads();
      before.under.arriveAndAwaitAdvance();
    } finally {
      drawing.unlock();
    }
  }

  private <T> T reading(Supplier<T> read) {
    Reads mine = begin();
    try {
      return read.get();
    } finally {
      mine.under.arriveAndDeregister();
    }
  }

  private Reads begin() {
    while (true) {
      Reads mine = reads;
      mine.under.register();
      if (mine == reads) {
        return mine;
      }
      mine.under.arriveAndDeregister();
    }
  }

  /**
   * A picture may ask the rows for what is not brought in, so that a look at it is one at them too.
   */
  private <T> T in(SchoolId school, Function<RosterPicture, T> pictured, Supplier<T> stored) {
    return reading(() -> {
      RosterPicture picture = picture(school);
      return picture == null ? stored.get() : pictured.apply(picture);
    });
  }

  private @Nullable RosterPicture picture(SchoolId school) {
    Shown instead = shown.get(school);
    return instead == null ? null : instead.picture();
  }

  private ReentrantLock changing(SchoolId school) {
    return changing.computeIfAbsent(school, _ -> new ReentrantLock());
  }

  @Override
  public Optional<User> userById(UserId id) {
    for (Shown one : shown.values()) {
      Optional<User> found = one.picture().known(id);
      if (found.isPresent()) {
        return found;
      }
    }
    return reading(() -> rows.userById(id)).flatMap(this::asShown);
  }

  /** As the school's version has the user: the rows may be ahead of it or behind. */
  private Optional<User> asShown(User stored) {
    RosterPicture picture = picture(stored.schoolId());
    return picture == null ? Optional.of(stored) : picture.shown(stored);
  }

  @Override
  public Optional<Credentials> credentials(String email) {
    for (Shown one : shown.values()) {
      Optional<User> found = one.picture().withEmail(email);
      if (found.isPresent()) {
        return found.flatMap(user -> credentials(user.id()));
      }
    }
    return reading(() -> rows.credentials(email)).filter(this::isShown);
  }

  private boolean isShown(Credentials stored) {
    return asShown(stored.user()).filter(stored.user()::equals).isPresent();
  }

  @Override
  public Optional<Credentials> credentials(SchoolId school, String username) {
    return Optional.ofNullable(picture(school))
        .flatMap(picture -> picture.withUsername(username))
        .flatMap(user -> credentials(user.id()))
        .or(() -> reading(() -> rows.credentials(school, username)).filter(this::isShown));
  }

  @Override
  public Optional<Credentials> credentials(UserId id) {
    Optional<Credentials> stored = reading(() -> rows.credentials(id));
    return userById(id)
        .map(user -> new Credentials(user, stored.map(Credentials::passwordHash).orElse("")));
  }

  @Override
  public List<School> schools() {
    List<School> stored = reading(rows::schools);
    if (shown.isEmpty()) {
      return stored;
    }
    var all = stored.stream().collect(Collectors.toMap(School::id, Function.identity()));
    shown
        .values()
        .forEach(one -> one.picture().school().ifPresent(school -> all.put(school.id(), school)));
    return all.values().stream().sorted(Comparator.comparing(one -> one.id().value())).toList();
  }

  @Override
  public Optional<School> school(SchoolId id) {
    return in(id, RosterPicture::school, () -> rows.school(id));
  }

  @Override
  public Optional<User> user(SchoolId school, UserId id) {
    return in(school, one -> one.user(id), () -> rows.user(school, id));
  }

  @Override
  public List<User> users(SchoolId school, Collection<UserId> ids) {
    return in(school, one -> one.users(ids), () -> rows.users(school, ids));
  }

  @Override
  public Optional<SchoolClass> schoolClass(SchoolId school, ClassId id) {
    return in(school, one -> one.schoolClass(id), () -> rows.schoolClass(school, id));
  }

  @Override
  public List<SchoolClass> classes(SchoolId school) {
    return in(
        school,
        one ->
            one.classes().stream().sorted(Comparator.comparing(each -> each.id().value())).toList(),
        () -> rows.classes(school));
  }

  @Override
  public List<User> people(SchoolId school) {
    return in(school, one -> List.copyOf(one.users()), () -> rows.people(school));
  }

  @Override
  public Set<ClassId> classesTaughtBy(SchoolId school, UserId teacher) {
    return in(
        school, one -> one.classesTaughtBy(teacher), () -> rows.classesTaughtBy(school, teacher));
  }

  @Override
  public Set<ClassId> classesAttendedBy(SchoolId school, UserId student) {
    return in(
        school,
        one -> one.classesAttendedBy(student),
        () -> rows.classesAttendedBy(school, student));
  }

  @Override
  public ClassMembers members(SchoolId school, ClassId id) {
    return in(school, one -> one.members(id), () -> rows.members(school, id));
  }

  @Override
  public Set<UserId> admins(SchoolId school) {
    return in(school, RosterPicture::admins, () -> rows.admins(school));
  }

  @Override
  public Page<User> findUsers(SchoolId school, Query query) {
    return in(
        school,
        one -> RosterFields.USERS.page(one.users().stream(), query),
        () -> rows.findUsers(school, query));
  }

  @Override
  public Page<SchoolClass> findClasses(SchoolId school, Query query) {
    return in(
        school,
        one -> RosterFields.CLASSES.page(one.classes().stream(), query),
        () -> rows.findClasses(school, query));
  }

  @Override
  public Page<ClassTeacher> findClassTeachers(SchoolId school, Query query) {
    return in(
        school,
        one -> RosterFields.TEACHERS.page(one.teachers().stream(), query),
        () -> rows.findClassTeachers(school, query));
  }

  @Override
  public Page<ClassEnrollment> findClassEnrollments(SchoolId school, Query query) {
    return in(
        school,
        one -> RosterFields.ENROLLMENTS.page(one.enrollments().stream(), query),
        () -> rows.findClassEnrollments(school, query));
  }

  @Override
  public SchoolRoster everything(SchoolId school) {
    return in(school, RosterPicture::roster, () -> rows.everything(school));
  }

  @Override
  public SchoolRoster everythingOf(SchoolId school, Collection<UserId> people) {
    return in(
        school, one -> one.rosterOf(Set.copyOf(people)), () -> rows.everythingOf(school, people));
  }

  /** Waits while the school, or one of the schools, is being brought to a new version. */
  @Override
  public RosterResult apply(List<RosterChange> wanted, List<AuditEvent> events) {
    List<ReentrantLock> locks = schools(wanted).distinct().sorted().map(this::changing).toList();
    var held = new ArrayList<ReentrantLock>();
    try {
      for (ReentrantLock lock : locks) {
        lock.lock();
        held.add(lock);
      }
      try {
        return rows.apply(wanted, events);
      } finally {
        // Also if it throws: it may be applied all the same.
        schools(wanted).distinct().forEach(school -> changes.merge(school, 1L, Math::addExact));
        moves.incrementAndGet();
      }
    } finally {
      held.forEach(ReentrantLock::unlock);
    }
  }

  @Override
  public <T> T betweenVersions(SchoolId school, Supplier<T> change) {
    ReentrantLock alone = changing(school);
    alone.lock();
    try {
      return change.get();
    } finally {
      alone.unlock();
    }
  }

  private static Stream<SchoolId> schools(List<RosterChange> changes) {
    return changes.stream().map(RosterChange::schoolId);
  }

  @Override
  public boolean renewsHashes() {
    return rows.renewsHashes();
  }

  @Override
  public boolean replaceHash(Credentials known, String passwordHash) {
    return rows.replaceHash(known, passwordHash);
  }

  /** Another too whenever the rows are, though while a version is brought in nobody sees them. */
  @Override
  public long version() {
    long begun = moves.get();
    return shown.isEmpty() ? rows.version() : -1 - begun - MANY_MOVES * rows.version();
  }

  /**
   * While a version is brought in, its rows make no new ones; nor do changes of which it is not
   * known whose they are, since they may be these.
   */
  @Override
  public RosterVersions versions() {
    long begun = moves.get();
    var hidden = new TreeMap<SchoolId, Shown>(shown);
    RosterVersions stored = rows.versions();
    var named = new HashMap<>(stored.named());
    changes.forEach((school, times) -> named.merge(school, MANY_MOVES * times, Math::addExact));
    if (hidden.isEmpty()) {
      return new RosterVersions(stored.all(), stored.unnamed(), named);
    }
    hidden.forEach((school, one) -> named.put(school, -1 - one.move()));
    return new RosterVersions(
        -1 - begun - MANY_MOVES * stored.all(), hidden.firstEntry().getValue().unnamed(), named);
  }
}
