// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.result.UpdateResult;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs on the caller's thread; any thread may call. */
final class MongoRosterStore implements RosterStore {

  private static final Logger LOG = LoggerFactory.getLogger(MongoRosterStore.class);
  private static final Document ONLY_ID = new Document("_id", 1);

  private final Collections collections;
  private final RosterWrites writes;
  private final MongoAuditLog audit;
  private final RosterVersion version;
  private final OddDocuments odd;
  private final LastKnown<School> schools;
  private final LastKnown<SchoolClass> classes;
  private final MongoCalls calls;
  private final AtomicLong lastVersion = new AtomicLong();

  MongoRosterStore(
      Collections collections, MongoAuditLog audit, OddDocuments odd, MongoCalls calls) {
    this.collections = collections;
    this.audit = audit;
    this.odd = odd;
    this.schools = new LastKnown<>(collections.schools(), odd, RosterDocuments::school);
    this.classes = new LastKnown<>(collections.classes(), odd, RosterDocuments::schoolClass);
    this.version = new RosterVersion(collections, System::nanoTime);
    this.writes = new RosterWrites(collections, version, calls);
    this.calls = calls;
  }

  @Override
  public Optional<User> userById(UserId id) {
    return first(
        collections.users(), known(new Document("_id", id.value())), RosterDocuments::user);
  }

  @Override
  public Optional<Credentials> credentials(String email) {
    return first(
        collections.users(),
        known(new Document("emailKey", RosterDocuments.emailKey(email))),
        RosterDocuments::credentials);
  }

  @Override
  public Optional<Credentials> credentials(SchoolId school, String username) {
    Document named =
        known(of(school).append("usernameKey", RosterDocuments.usernameKey(school, username)));
    return calls.run(() -> {
      // Another application may not see to it that they are unique.
      List<Document> found = collections.users().find(named).limit(2).into(new ArrayList<>());
      return found.size() == 1
          ? odd.read(collections.users(), found.getFirst(), RosterDocuments::credentials)
          : Optional.empty();
    });
  }

  @Override
  public Optional<Credentials> credentials(UserId id) {
    return first(
        collections.users(), known(new Document("_id", id.value())), RosterDocuments::credentials);
  }

  @Override
  public List<School> schools() {
    return calls.run(() -> {
      List<Document> found = collections.schools().find().sort(ONLY_ID).into(new ArrayList<>());
      schools.keep(schools.like(any -> true), found);
      return schools.readAll(found);
    });
  }

  @Override
  public Optional<School> school(SchoolId id) {
    return calls.run(() ->
        Optional.ofNullable(collections.schools().find(new Document("_id", id.value())).first())
            .flatMap(schools::read));
  }

  @Override
  public Optional<User> user(SchoolId school, UserId id) {
    return first(
        collections.users(), known(of(school).append("_id", id.value())), RosterDocuments::user);
  }

  @Override
  public List<User> users(SchoolId school, Collection<UserId> ids) {
    Document among = of(school).append("_id", in(ids.stream().map(UserId::value).toList()));
    return calls.run(() ->
        odd.readAll(
            collections.users(),
            collections
                .users()
                .find(known(among))
                .projection(RosterDocuments.HIDDEN_OF_USERS)
                .into(new ArrayList<>()),
            RosterDocuments::user));
  }

  @Override
  public Optional<SchoolClass> schoolClass(SchoolId school, ClassId id) {
    return calls.run(() -> classes(school, List.of(id.value())).stream().findFirst());
  }

  @Override
  public List<SchoolClass> classes(SchoolId school) {
    return calls.run(() -> {
      List<Document> found =
          collections.classes().find(of(school)).sort(ONLY_ID).into(new ArrayList<>());
      var all = new TreeMap<ClassId, SchoolClass>();
      classes.readAll(found).forEach(one -> all.put(one.id(), one));
      // One whose school cannot be read is not found by it.
      Set<Object> missing = classes.like(one -> one.schoolId().equals(school));
      found.forEach(each -> missing.remove(each.get("_id")));
      if (!missing.isEmpty()) {
        classes(school, missing).forEach(one -> all.put(one.id(), one));
      }
      return List.copyOf(all.values());
    });
  }

  /** Those of the ids that are the school's. */
  private List<SchoolClass> classes(SchoolId school, Collection<?> ids) {
    List<Document> found =
        collections.classes().find(new Document("_id", in(ids))).into(new ArrayList<>());
    classes.keep(List.copyOf(ids), found);
    return classes.readAll(found).stream().filter(one -> one.schoolId().equals(school)).toList();
  }

  @Override
  public Set<ClassId> classesTaughtBy(SchoolId school, UserId teacher) {
    return classes(collections.classTeachers(), school, "teacherId", teacher);
  }

  @Override
  public Set<ClassId> classesAttendedBy(SchoolId school, UserId student) {
    return classes(collections.classEnrollments(), school, "studentId", student);
  }

  private Set<ClassId> classes(
      MongoCollection<Document> links, SchoolId school, String person, UserId user) {
    Document theirs = links(school).append(person, user.value());
    return calls.run(() ->
        classes(school, texts(links, theirs, "classId")).stream()
            .filter(one -> !one.archived())
            .map(SchoolClass::id)
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public ClassMembers members(SchoolId school, ClassId id) {
    return calls.run(() -> {
      if (classes(school, List.of(id.value())).stream().allMatch(SchoolClass::archived)) {
        return ClassMembers.NONE;
      }
      Document ofClass = links(school).append("classId", id.value());
      Set<String> teachers = texts(collections.classTeachers(), ofClass, "teacherId");
      Set<String> students = texts(collections.classEnrollments(), ofClass, "studentId");
      return new ClassMembers(
          active(school, teachers, Role.TEACHER), active(school, students, Role.STUDENT));
    });
  }

  private Set<UserId> active(SchoolId school, Set<String> ids, Role role) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    Document wanted =
        of(school)
            .append("_id", in(ids))
            .append("active", true)
            .append("role", RosterDocuments.name(role));
    return ids(collections.users(), known(wanted), "_id", UserId::new);
  }

  @Override
  public Set<UserId> admins(SchoolId school) {
    Document admins =
        of(school).append("role", RosterDocuments.name(Role.ADMIN)).append("active", true);
    return calls.run(() -> ids(collections.users(), admins, "_id", UserId::new));
  }

  @Override
  public List<User> people(SchoolId school) {
    return calls.run(() ->
        odd.readAll(
            collections.users(),
            collections
                .users()
                .find(known(of(school)))
                .projection(RosterDocuments.HIDDEN_OF_USERS)
                .into(new ArrayList<>()),
            RosterDocuments::user));
  }

  @Override
  public Page<User> findUsers(SchoolId school, Query query) {
    return page(
        RosterDocuments.USERS,
        collections.users(),
        RosterDocuments.HIDDEN_OF_USERS,
        known(of(school)),
        query,
        RosterDocuments::user);
  }

  @Override
  public Page<SchoolClass> findClasses(SchoolId school, Query query) {
    return page(
        RosterDocuments.CLASSES,
        collections.classes(),
        new Document(),
        of(school),
        query,
        RosterDocuments::schoolClass);
  }

  @Override
  public Page<ClassTeacher> findClassTeachers(SchoolId school, Query query) {
    return page(
        RosterDocuments.TEACHERS,
        collections.classTeachers(),
        new Document(),
        allLinks(school),
        query,
        found -> RosterDocuments.teacher(found, school));
  }

  @Override
  public Page<ClassEnrollment> findClassEnrollments(SchoolId school, Query query) {
    return page(
        RosterDocuments.ENROLLMENTS,
        collections.classEnrollments(),
        new Document(),
        allLinks(school),
        query,
        found -> RosterDocuments.enrollment(found, school));
  }

  @Override
  public SchoolRoster everything(SchoolId school) {
    return calls.run(() ->
        new SchoolRoster(
            all(collections.users(), known(of(school)), RosterDocuments::user),
            all(collections.classes(), of(school), RosterDocuments::schoolClass),
            all(
                collections.classTeachers(),
                allLinks(school),
                found -> RosterDocuments.teacher(found, school)),
            all(
                collections.classEnrollments(),
                allLinks(school),
                found -> RosterDocuments.enrollment(found, school))));
  }

  @Override
  public SchoolRoster everythingOf(SchoolId school, Collection<UserId> people) {
    Document among = in(people.stream().map(UserId::value).toList());
    return calls.run(() ->
        new SchoolRoster(
            all(collections.users(), known(of(school).append("_id", among)), RosterDocuments::user),
            all(collections.classes(), of(school), RosterDocuments::schoolClass),
            all(
                collections.classTeachers(),
                allLinks(school).append("teacherId", among),
                found -> RosterDocuments.teacher(found, school)),
            all(
                collections.classEnrollments(),
                allLinks(school).append("studentId", among),
                found -> RosterDocuments.enrollment(found, school))));
  }

  private <T> List<T> all(
      MongoCollection<Document> from, Document where, Function<Document, T> reader) {
    return odd.readAll(from, from.find(where).into(new ArrayList<>()), reader);
  }

  @Override
  public RosterResult apply(List<RosterChange> changes, List<AuditEvent> events) {
    List<RosterChange> all = List.copyOf(changes);
    return calls.write(() -> audit.writtenDown(events, () -> writes.apply(all)));
  }

  /** Hashes of another application stay as it can read them. */
  @Override
  public boolean renewsHashes() {
    return collections.mapping().isOwn();
  }

  @Override
  public boolean replaceHash(Credentials known, String passwordHash) {
    if (!renewsHashes()) {
      return false;
    }
    var same =
        new Document("_id", known.user().id().value()).append("passwordHash", known.passwordHash());
    var change = new Document("$set", new Document("passwordHash", passwordHash));
    return calls.write(() -> {
      UpdateResult result = collections.users().updateOne(same, change);
      if (result.getModifiedCount() > 0) {
        countUnchanged(result.getModifiedCount());
      }
      return result.getMatchedCount() > 0;
    });
  }

  /** The hash is there: whoever signs in is not refused because nobody counted that. */
  private void countUnchanged(long written) {
    try {
      version.unchanged(written);
    } catch (MongoException e) {
      LOG.info(
          "A renewed hash was not counted ({}); all rosters are read once for it.",
          MongoErrors.kind(e));
    }
  }

  @Override
  public long version() {
    return calls.run(() -> noticed(version.current()));
  }

  @Override
  public RosterVersions versions() {
    return calls.run(() -> {
      RosterVersions now = version.bySchool();
      var _ = noticed(now.all());
      return now;
    });
  }

  private long noticed(long now) {
    if (lastVersion.getAndSet(now) != now) {
      odd.lookAgain();
    }
    return now;
  }

  private <T> Optional<T> first(
      MongoCollection<Document> from, Document where, Function<Document, T> reader) {
    return calls.run(() ->
        Optional.ofNullable(from.find(where).first())
            .flatMap(found -> odd.read(from, found, reader)));
  }

  private <T> Page<T> page(
      QueryDocument fields,
      MongoCollection<Document> from,
      Document hidden,
      Document source,
      Query query,
      Function<Document, T> reader) {
    return calls.run(() -> {
      Query placed = placed(from, query);
      while (true) {
        int known = odd.known(from);
        Page<T> page =
            fields.page(
                from,
                odd.without(from, source),
                placed,
                hidden,
                calls.limits().readTime(),
                found -> odd.readAll(from, found, reader));
        // Those that were found odd are left out now, so that the page is a whole one.
        if (odd.known(from) <= known) {
          return page;
        }
      }
    });
  }

  private Query placed(MongoCollection<Document> from, Query query) {
    return collections.mapping().isOwn()
        ? query
        : new Query(
            IdOrder.placed(from, query.filter()), query.sort(), query.limit(), query.skip());
  }

  private Set<String> texts(MongoCollection<Document> from, Document where, String field) {
    return ids(from, where, field, text -> text);
  }

  private <T> Set<T> ids(
      MongoCollection<Document> from, Document where, String field, Function<String, T> type) {
    List<Document> found =
        from.find(where).projection(new Document(field, 1)).into(new ArrayList<>());
    return Set.copyOf(
        odd.readAll(from, found, each -> type.apply(new DocumentReader(each).text(field))));
  }

  /** Of users: those who can take part here. */
  private Document known(Document users) {
    return collections.mapping().known(users);
  }

  /** Of links that some class or person narrows down. */
  private Document links(SchoolId school) {
    return collections.mapping().linksNameTheirSchool() ? of(school) : new Document();
  }

  /** Of all links of the school: those of its classes, if they do not say it themselves. */
  private Document allLinks(SchoolId school) {
    if (collections.mapping().linksNameTheirSchool()) {
      return of(school);
    }
    Set<String> classes = calls.run(() -> texts(collections.classes(), of(school), "_id"));
    return new Document("classId", in(classes));
  }

  private static Document of(SchoolId school) {
    return new Document("schoolId", school.value());
  }

  private static Document in(Collection<?> values) {
    return new Document("$in", List.copyOf(values));
  }
}
