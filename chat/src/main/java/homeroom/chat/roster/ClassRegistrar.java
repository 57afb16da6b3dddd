// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and archives the classes of a school on behalf of its admins. When an outcome is
 * there, the change is durable and the running chat has followed it: a new class has its
 * conversation. Safe for many threads, whose changes go one after another; blocks on the store.
 */
public final class ClassRegistrar {

  private static final String THING = "class";

  /** What is to be another; null stays as it is. */
  public record Change(@Nullable String name, @Nullable String code, @Nullable Boolean archived) {}

  private final Registrar registrar;
  private final Roster roster;
  private final Fanout fanout;
  private final IdSource ids;
  private final Clock clock;
  private final ReentrantLock changing = new ReentrantLock();

  public ClassRegistrar(
      Registrar registrar, Roster roster, Fanout fanout, IdSource ids, Clock clock) {
    this.registrar = registrar;
    this.roster = roster;
    this.fanout = fanout;
    this.ids = ids;
    this.clock = clock;
  }

  /** Whether the caller may make classes at all. */
  public Outcome<Boolean> mayChange(Caller caller) {
    return registrar.ifAdmin(caller, () -> Outcome.done(true));
  }

  /** The class, if the caller may change it. */
  public Outcome<SchoolClass> mayChange(Caller caller, ClassId id) {
    return registrar.ifAdmin(
        caller,
        () ->
            roster
                .schoolClass(caller, id)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(Refusal.notFound(THING, id.value()))));
  }

  /** Makes a class that nobody is in yet. */
  public Outcome<SchoolClass> create(Caller caller, String name, String code) {
    return registrar.ifAdmin(
        caller,
        () -> {
          Optional<Refusal> refusal = new RosterRules().name(name).code(code).refusal();
          if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
          }
          Instant now = now();
          var made =
              new SchoolClass(
                  new ClassId(ids.next()), caller.schoolId(), name, code, false, now, now);
          Outcome<SchoolClass> outcome =
              registrar.change(new RosterChange.AddClass(made), THING, made);
          if (outcome instanceof Outcome.Done<SchoolClass>) {
            fanout.deliver(new RosterEvent.ClassAdded(made), concerned(made), null);
          }
          return outcome;
        });
  }

  /** Renames a class, or takes it out of the archive or into it. */
  public Outcome<SchoolClass> change(Caller caller, ClassId id, Change change) {
    return registrar.ifAdmin(
        caller,
        () ->
            new RosterRules()
                .name(change.name())
                .code(change.code())
                .refusal()
                .map(Outcome::<SchoolClass>refused)
                .orElseGet(() -> replace(caller, id, known -> changed(known, change))));
  }

  /** Archives a class: gone for its members, its conversation kept for audit. */
  public Outcome<SchoolClass> archive(Caller caller, ClassId id) {
    return change(caller, id, new Change(null, null, true));
  }

  private Outcome<SchoolClass> replace(
      Caller caller, ClassId id, UnaryOperator<SchoolClass> change) {
    changing.lock();
    try {
      return roster
          .schoolClass(caller, id)
          .map(known -> replace(known, change.apply(known)))
          .orElseGet(() -> Outcome.refused(Refusal.notFound(THING, id.value())));
    } finally {
      changing.unlock();
    }
  }

  private Outcome<SchoolClass> replace(SchoolClass known, SchoolClass wanted) {
    if (wanted.equals(known)) {
      return Outcome.done(known);
    }
    var stamped =
        new SchoolClass(
            known.id(),
            known.schoolId(),
            wanted.name(),
            wanted.code(),
            wanted.archived(),
            known.createdAt(),
            now());
    Set<UserId> concerned = concerned(known);
    Outcome<SchoolClass> outcome =
        registrar.change(new RosterChange.UpdateClass(stamped), THING, stamped);
    if (outcome instanceof Outcome.Done<SchoolClass>) {
      concerned.addAll(concerned(stamped));
      boolean gone = stamped.archived() && !known.archived();
      fanout.deliver(
          gone ? new RosterEvent.ClassRemoved(stamped) : new RosterEvent.ClassChanged(stamped),
          concerned,
          null);
    }
    return outcome;
  }

  private static SchoolClass changed(SchoolClass known, Change change) {
    return new SchoolClass(
        known.id(),
        known.schoolId(),
        change.name() == null ? known.name() : change.name(),
        change.code() == null ? known.code() : change.code(),
        change.archived() == null ? known.archived() : change.archived(),
        known.createdAt(),
        known.updatedAt());
  }

  /** Those who can read it: its people and the admins. */
  private Set<UserId> concerned(SchoolClass schoolClass) {
    Set<UserId> concerned =
        new HashSet<>(roster.members(schoolClass.schoolId(), schoolClass.id()).all());
    concerned.addAll(roster.admins(schoolClass.schoolId()));
    return concerned;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
