// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.people.Directory;
import homeroom.chat.people.UserRegistrar;
import homeroom.chat.roster.ClassRegistrar;
import homeroom.chat.roster.Registrar;
import homeroom.chat.roster.Roster;
import homeroom.chat.session.EndedTokens;

/** Who is at a school, and in which class: what is asked and changed. */
final class PeopleUseCases {

  final Directory directory;
  final Registrar registrar;
  final ClassRegistrar classRegistrar;
  final UserRegistrar userRegistrar;

  PeopleUseCases(
      Stores stores, Roster roster, EndedTokens ended, Fanout fanout, ChatEnvironment environment) {
    directory = new Directory(roster, stores.conversations(), stores.messages()::hasSent);
    registrar = new Registrar(roster, fanout, environment.ids());
    classRegistrar =
        new ClassRegistrar(registrar, roster, fanout, environment.ids(), environment.clock());
    userRegistrar =
        new UserRegistrar(
            registrar,
            roster,
            directory,
            environment.hasher(),
            ended,
            fanout,
            environment.ids(),
            environment.clock());
  }
}
