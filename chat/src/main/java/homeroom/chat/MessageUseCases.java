// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.audit.Audit;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.conversation.Supervisors;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.message.Cluster;
import homeroom.chat.message.ConversationViews;
import homeroom.chat.message.EditHistory;
import homeroom.chat.message.Editing;
import homeroom.chat.message.Epoch;
import homeroom.chat.message.Epochs;
import homeroom.chat.message.History;
import homeroom.chat.message.Inbox;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.message.MessageViews;
import homeroom.chat.message.Messaging;
import homeroom.chat.message.Receipts;
import homeroom.chat.message.RecentSenders;
import homeroom.chat.message.SendRate;
import homeroom.chat.message.Sync;
import homeroom.chat.message.Telling;
import homeroom.chat.message.WordFlags;
import homeroom.chat.policy.Rules;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Messages: sent, changed, read, and how far they have come. */
final class MessageUseCases {

  final Messaging messaging;
  final Editing editing;
  final EditHistory editHistory;
  final History history;
  final Inbox inbox;
  final Receipts receipts;
  final Sync sync;
  final Telling telling;

  MessageUseCases(
      Stores stores,
      Conversations conversations,
      ConversationViews conversationViews,
      Membership membership,
      Rules rules,
      ConversationPolicy policy,
      Supervisors supervisors,
      Sequencer sequencer,
      Fanout fanout,
      Fanout receiptFanout,
      Audit audit,
      MessageLimits limits,
      ChatEnvironment environment,
      @Nullable Cluster cluster) {
    var messages = stores.messages();
    Clock clock = environment.clock();
    var views = new MessageViews(stores.receipts(), membership);
    var senders = new RecentSenders(messages);
    var rate = new SendRate(limits, environment.timer());
    telling = new Telling(messages, membership, views, sequencer, senders, fanout, rate, cluster);
    var flags = new WordFlags(rules, audit, environment.background());
    messaging =
        new Messaging(
            messages,
            policy,
            conversations,
            membership,
            supervisors,
            views,
            telling,
            audit,
            flags,
            clock,
            environment.ids(),
            limits,
            rate);
    editing =
        new Editing(
            messages, policy, membership, supervisors, flags, views, telling, audit, clock, limits);
    editHistory = new EditHistory(messages, membership, policy, audit);
    history = new History(messages, membership, conversations, views);
    inbox = new Inbox(conversations, conversationViews);
    receipts =
        new Receipts(
            stores.receipts(),
            messages,
            senders,
            membership,
            receiptFanout,
            policy::quietUntil,
            clock,
            environment.timer(),
            environment.receipts());
    Epoch epoch = new Epochs(stores.epochs(), environment.ids(), clock).forServing();
    sync = new Sync(membership, inbox, messages, views, stores.receipts(), receipts, epoch);
  }
}
