// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.audit.Audit;
import homeroom.chat.conversation.ClassClosing;
import homeroom.chat.conversation.ConversationCreation;
import homeroom.chat.conversation.ConversationNotifier;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Explanations;
import homeroom.chat.conversation.GroupLimits;
import homeroom.chat.conversation.GroupRate;
import homeroom.chat.conversation.Groups;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.conversation.Supervisors;
import homeroom.chat.policy.Rules;
import homeroom.chat.roster.Roster;

/** Conversations: found, made, joined and left. */
final class ConversationUseCases {

  final Conversations conversations;
  final Groups groups;
  final Supervisors supervisors;
  final ClassClosing closing;
  final Explanations explanations;

  ConversationUseCases(
      Stores stores,
      Roster roster,
      Membership membership,
      Rules rules,
      ConversationPolicy policy,
      Sequencer sequencer,
      ConversationNotifier notifier,
      Audit audit,
      GroupLimits limits,
      ChatEnvironment environment) {
    supervisors =
        new Supervisors(
            rules,
            policy,
            stores.conversations(),
            membership,
            sequencer,
            notifier,
            environment.clock());
    closing = new ClassClosing(rules, policy, membership, sequencer, notifier, audit);
    explanations =
        new Explanations(roster, policy, stores.conversations(), membership, environment.clock());
    var creation =
        new ConversationCreation(
            stores.conversations(), membership, supervisors, sequencer, notifier);
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
            supervisors,
            sequencer,
            notifier,
            new GroupRate(limits, environment.timer()),
            audit,
            environment.ids(),
            environment.clock());
  }
}
