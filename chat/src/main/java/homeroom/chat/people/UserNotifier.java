// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterEvent;
import homeroom.chat.roster.RosterNotifier;
import homeroom.chat.roster.User;
import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;

/** Tells of changes of people those who may look them up. Safe for many threads. */
public final class UserNotifier {

  private final Roster roster;
  private final Directory directory;
  private final RosterNotifier links;
  private final Fanout fanout;

  public UserNotifier(Roster roster, Directory directory, RosterNotifier links, Fanout fanout) {
    this.roster = roster;
    this.directory = directory;
    this.links = links;
    this.fanout = fanout;
  }

  /**
   * Tells the viewers. The address is for the staff and the user; of a deactivated one, for the
   * admins alone.
   */
  void tell(User user, Set<UserId> viewers, BiFunction<User, Boolean, RosterEvent> event) {
    Set<UserId> withEmail = new HashSet<>(directory.staffAmong(user.schoolId(), viewers));
    withEmail.add(user.id());
    if (!user.active()) {
      withEmail.retainAll(roster.admins(user.schoolId()));
    }
    var others = new HashSet<>(viewers);
    others.removeAll(withEmail);
    fanout.deliver(event.apply(user, true), withEmail, null);
    fanout.deliver(event.apply(user, false), others, null);
  }

  /** Tells the viewers of the name and role that the user has now. */
  void tellUpdated(User user, Set<UserId> viewers) {
    fanout.deliver(new RosterEvent.UserUpdated(user), viewers, null);
  }

  /** Tells the people of the classes that somebody is not in any more. */
  void tellLeft(ClassLinks left) {
    left.taught()
        .forEach(link ->
            links.link(
                new RosterEvent.TeacherRemoved(link),
                link.schoolId(),
                link.classId(),
                link.teacherId()));
    left.attended()
        .forEach(link ->
            links.link(
                new RosterEvent.Unenrolled(link),
                link.schoolId(),
                link.classId(),
                link.studentId()));
  }
}
