// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.audit.Audit;
import homeroom.chat.conversation.ConversationCreation;
import homeroom.chat.conversation.ConversationNotifier;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.GroupLimits;
import homeroom.chat.conversation.GroupRate;
import homeroom.chat.conversation.Groups;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.roster.Roster;

/** Conversations: found, made, joined and left. */
final class ConversationUseCases {

  final Conversations conversations;
  final Groups groups;

  ConversationUseCases(
      Stores stores,
      Roster roster,
      Membership membership,
      ConversationPolicy policy,
      Sequencer sequencer,
      ConversationNotifier notifier,
      Audit audit,
      GroupLimits limits,
      ChatEnvironment environment) {
    var creation =
        new ConversationCreation(stores.conversations(), membership, sequencer, notifier);
    conversations =
        new Conversations(
            stores.conversations(),
            membership,
            policy,
            roster,
            creation,
            environment.ids(),
            environment.clock());
    groups =
        new Groups(
            stores.conversations(),
            creation,
            membership,
            policy,
            sequencer,
            notifier,
            new GroupRate(limits, environment.timer()),
            audit,
            environment.ids(),
            environment.clock());
  }
}
