// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.people.Directory;
import homeroom.chat.people.UserNotifier;
import homeroom.chat.policy.Rules;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterNotifier;

/** Who may look whom up, and who is told of changes of people and classes. */
record PeopleNotifiers(Directory directory, RosterNotifier classes, UserNotifier users) {

  static PeopleNotifiers of(Stores stores, Roster roster, Rules rules, Fanout fanout) {
    var directory =
        new Directory(roster, stores.conversations(), stores.messages()::hasSent, rules);
    var classes = new RosterNotifier(roster, fanout);
    return new PeopleNotifiers(
        directory, classes, new UserNotifier(roster, directory, classes, fanout));
  }
}
