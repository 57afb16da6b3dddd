// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Tells of changes of classes those who can read them. Safe for many threads. */
public final class RosterNotifier {

  private final Roster roster;
  private final Fanout fanout;

  public RosterNotifier(Roster roster, Fanout fanout) {
    this.roster = roster;
    this.fanout = fanout;
  }

  /** Tells the people of the class now, who it is about, and the admins. */
  public void link(RosterEvent event, SchoolId school, ClassId classId, UserId about) {
    Set<UserId> concerned = readers(school, classId);
    concerned.add(about);
    fanout.deliver(event, concerned, null);
  }

  /** Tells the people of the class as it was and as it is, and the admins. */
  void schoolClass(RosterEvent event, SchoolClass schoolClass, Collection<UserId> before) {
    Set<UserId> concerned = readers(schoolClass.schoolId(), schoolClass.id());
    concerned.addAll(before);
    fanout.deliver(event, concerned, null);
  }

  /** Those who can read what there is of the class: its people and the admins. */
  Set<UserId> readers(SchoolId school, ClassId classId) {
    var readers = new HashSet<>(roster.members(school, classId).all());
    readers.addAll(roster.admins(school));
    return readers;
  }
}
