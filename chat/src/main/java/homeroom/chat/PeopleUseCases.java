// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.audit.Audit;
import homeroom.chat.people.Devices;
import homeroom.chat.people.Directory;
import homeroom.chat.people.LastAdmin;
import homeroom.chat.people.UserRegistrar;
import homeroom.chat.roster.ClassLinkRegistrar;
import homeroom.chat.roster.ClassRegistrar;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterWriter;
import homeroom.chat.roster.SchoolAdmins;
import homeroom.chat.session.EndedTokens;

/** Who is at a school, and in which class: what is asked and changed. */
final class PeopleUseCases {

  final Directory directory;
  final ClassLinkRegistrar classLinks;
  final ClassRegistrar classes;
  final UserRegistrar users;
  final Devices devices;

  PeopleUseCases(
      Stores stores,
      Roster roster,
      SchoolAdmins admins,
      RosterWriter writer,
      EndedTokens ended,
      PeopleNotifiers notifiers,
      Audit audit,
      ChatEnvironment environment) {
    var ids = environment.ids();
    var clock = environment.clock();
    directory = notifiers.directory();
    classLinks = new ClassLinkRegistrar(roster, writer, notifiers.classes(), audit, ids);
    classes = new ClassRegistrar(roster, writer, notifiers.classes(), audit, ids, clock);
    devices = new Devices(stores.signIns(), ended, roster, audit, clock);
    users =
        new UserRegistrar(
            roster,
            writer,
            directory,
            notifiers.users(),
            environment.hasher(),
            new LastAdmin(admins),
            ended,
            stores.factors(),
            audit,
            ids,
            clock);
  }
}
