// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.UserId;
import homeroom.chat.text.Name;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and archives the classes of a school on behalf of its admins. When an outcome is
 * there, the change is durable and the running chat has followed it: a new class has its
 * conversation. Safe for many threads, whose changes go one after another; blocks on the store.
 */
public final class ClassRegistrar {

  /** What is to be another; null stays as it is. */
  public record Change(@Nullable String name, @Nullable String code, @Nullable Boolean archived) {
    public Change {
      name = name == null ? null : Name.canonical(name);
      code = code == null ? null : Name.canonical(code);
    }
  }

  private final Roster roster;
  private final RosterWriter writer;
  private final RosterNotifier notifier;
  private final Audit audit;
  private final IdSource ids;
  private final Clock clock;
  private final ReentrantLock changing = new ReentrantLock();

  public ClassRegistrar(
      Roster roster,
      RosterWriter writer,
      RosterNotifier notifier,
      Audit audit,
      IdSource ids,
      Clock clock) {
    this.roster = roster;
    this.writer = writer;
    this.notifier = notifier;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /** Whether the caller may make classes at all. */
  public Outcome<Outcome.Nothing> mayChange(Caller caller) {
    return RosterPolicy.change(caller);
  }

  /** The class, if the caller may change it. */
  public Outcome<SchoolClass> mayChange(Caller caller, ClassId id) {
    return RosterPolicy.change(caller).andThen(() -> find(caller, id));
  }

  private Outcome<SchoolClass> find(Caller caller, ClassId id) {
    return Outcome.found(
        roster.schoolClass(caller, id), () -> RosterThing.SCHOOL_CLASS.notFound(id.value()));
  }

  /** Makes a class that nobody is in yet. */
  public Outcome<SchoolClass> create(Caller caller, String name, String code) {
    return RosterPolicy.change(caller)
        .andThen(() -> make(caller, Name.canonical(name), Name.canonical(code)));
  }

  private Outcome<SchoolClass> make(Caller caller, String name, String code) {
    return new RosterRules().name(name).code(code).check().andThen(() -> add(caller, name, code));
  }

  private Outcome<SchoolClass> add(Caller caller, String name, String code) {
    Instant now = clock.instant();
    var made =
        new SchoolClass(new ClassId(ids.next()), caller.schoolId(), name, code, false, now, now);
    return writer
        .apply(
            List.of(new RosterChange.AddClass(made)),
            List.of(audit.event(caller, AuditAction.CLASS_CREATED, made.id().value(), "")))
        .outcome(RosterThing.SCHOOL_CLASS, made)
        .ifDone(done -> notifier.schoolClass(new RosterEvent.ClassAdded(made), made, List.of()));
  }

  /** Renames a class, or takes it out of the archive or into it. */
  public Outcome<SchoolClass> change(Caller caller, ClassId id, Change change) {
    return RosterPolicy.change(caller)
        .andThen(() -> new RosterRules().name(change.name()).code(change.code()).check())
        .andThen(() -> replace(caller, id, change));
  }

  /** Archives a class: gone for its members, its conversation kept for audit. */
  public Outcome<SchoolClass> archive(Caller caller, ClassId id) {
    return change(caller, id, new Change(null, null, true));
  }

  private Outcome<SchoolClass> replace(Caller caller, ClassId id, Change change) {
    changing.lock();
    try {
      return OptimisticLocking.retry(() ->
          find(caller, id)
              .flatMap(known -> {
                SchoolClass wanted = changed(known, change, known.updatedAt());
                return wanted.equals(known)
                    ? Outcome.done(Optional.of(known))
                    : replace(caller, known, changed(known, change, clock.instant()));
              }));
    } finally {
      changing.unlock();
    }
  }

  /** Done with nothing if the class is another one by now. */
  private Outcome<Optional<SchoolClass>> replace(
      Caller caller, SchoolClass known, SchoolClass wanted) {
    Set<UserId> before = notifier.readers(known.schoolId(), known.id());
    boolean gone = wanted.archived() && !known.archived();
    AuditEvent event =
        audit.event(
            caller,
            gone ? AuditAction.CLASS_ARCHIVED : AuditAction.CLASS_CHANGED,
            wanted.id().value(),
            changes(known, wanted));
    RosterResult result =
        writer.apply(List.of(new RosterChange.UpdateClass(wanted, known)), List.of(event));
    if (result instanceof RosterResult.Outdated) {
      return Outcome.done(Optional.empty());
    }
    return result
        .outcome(RosterThing.SCHOOL_CLASS, Optional.of(wanted))
        .ifDone(done ->
            notifier.schoolClass(
                gone ? new RosterEvent.ClassRemoved(wanted) : new RosterEvent.ClassChanged(wanted),
                wanted,
                before));
  }

  private static String changes(SchoolClass known, SchoolClass wanted) {
    return Stream.of(
            known.name().equals(wanted.name()) ? "" : "name",
            known.code().equals(wanted.code()) ? "" : "code",
            known.archived() == wanted.archived() ? "" : "archived")
        .filter(field -> !field.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static SchoolClass changed(SchoolClass known, Change change, Instant updatedAt) {
    return new SchoolClass(
        known.id(),
        known.schoolId(),
        change.name() == null ? known.name() : change.name(),
        change.code() == null ? known.code() : change.code(),
        change.archived() == null ? known.archived() : change.archived(),
        known.createdAt(),
        updatedAt);
  }
}
