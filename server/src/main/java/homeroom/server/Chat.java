package homeroom.server;

import homeroom.api.socket.ChatSocket;
import homeroom.api.socket.ChatSockets;
import homeroom.chat.Stores;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Groups;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.live.LiveRoster;
import homeroom.chat.live.TypingEnds;
import homeroom.chat.message.ConversationViews;
import homeroom.chat.message.EditHistory;
import homeroom.chat.message.Editing;
import homeroom.chat.message.History;
import homeroom.chat.message.Inbox;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.message.MessageViews;
import homeroom.chat.message.Messaging;
import homeroom.chat.message.Receipts;
import homeroom.chat.message.Sync;
import homeroom.chat.people.Directory;
import homeroom.chat.people.UserRegistrar;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.presence.Presence;
import homeroom.chat.presence.PresenceLimits;
import homeroom.chat.presence.Typing;
import homeroom.chat.roster.ClassRegistrar;
import homeroom.chat.roster.PasswordHasher;
import homeroom.chat.roster.Registrar;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.IdSource;
import homeroom.chat.session.EndedTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The use cases of the chat, built from a store up to what carries events to sockets. The fields
 * are what the wire is built on.
 */
final class Chat {

  /** How long deliveries are gathered before they are stored and told. */
  private static final Duration RECEIPT_GATHER = Duration.ofMillis(200);

  final Roster roster;
  final Registrar registrar;
  final ClassRegistrar classRegistrar;
  final UserRegistrar userRegistrar;
  final Directory directory;
  final Conversations conversations;
  final Groups groups;
  final Messaging messaging;
  final Editing editing;
  final EndedTokens endedTokens;
  final Receipts receipts;
  final History history;
  final EditHistory editHistory;
  final ConversationViews conversationViews;
  final Inbox inbox;
  final Sync sync;
  final Presence<ChatSocket> presence;
  final Typing typing;
  final LiveRoster live;

  Chat(
      Stores stores,
      PasswordHasher hasher,
      ChatSockets chatSockets,
      IdSource ids,
      Clock clock,
      MessageLimits limits,
      PresenceLimits presenceLimits,
      Metrics metrics,
      ScheduledExecutorService timer) {
    roster = new Roster(stores.roster());
    endedTokens = new EndedTokens(stores.endedTokens(), clock);
    directory = new Directory(roster, stores.conversations(), stores.messages()::hasSent);
    ConnectionManager<ChatSocket> connections = chatSockets.connections();
    var membership = new Membership(roster, stores.conversations());
    var policy = new ConversationPolicy(roster);
    conversationViews = new ConversationViews(membership, stores.messages(), stores.receipts());
    metrics.show("homeroom.users.online", "Users with a socket.", connections::onlineUsers);
    metrics.show("homeroom.sockets", "Signed-in sockets.", connections::openConnections);
    Fanout sockets = metrics.counting(chatSockets.fanout(conversationViews));
    Executor aside = task -> Thread.startVirtualThread(task);
    typing = new Typing(membership, sockets, presenceLimits, System::nanoTime, timer, aside);
    var fanout = new TypingEnds(sockets, typing);
    registrar = new Registrar(roster, fanout, ids);
    classRegistrar = new ClassRegistrar(registrar, roster, fanout, ids, clock);
    userRegistrar =
        new UserRegistrar(registrar, roster, directory, hasher, endedTokens, fanout, ids, clock);
    conversations =
        new Conversations(stores.conversations(), membership, policy, roster, fanout, ids, clock);
    var sequencer = new Sequencer();
    groups = new Groups(stores.conversations(), membership, policy, sequencer, fanout, ids, clock);
    var views = new MessageViews(stores.receipts(), membership);
    messaging =
        new Messaging(
            stores.messages(),
            policy,
            conversations,
            membership,
            views,
            sequencer,
            fanout,
            clock,
            ids,
            limits);
    editing =
        new Editing(
            stores.messages(),
            policy,
            membership,
            views,
            sequencer,
            fanout,
            stores.audit(),
            clock,
            limits);
    receipts =
        new Receipts(
            stores.receipts(), stores.messages(), membership, fanout, clock, RECEIPT_GATHER);
    history = new History(stores.messages(), membership, conversations, views);
    editHistory = new EditHistory(stores.messages(), membership, policy, stores.audit(), clock);
    inbox = new Inbox(conversations, conversationViews);
    sync = new Sync(membership, inbox, stores.messages(), views, stores.receipts(), receipts);
    presence =
        new Presence<>(
            connections, roster, fanout, typing::gone, clock, presenceLimits, timer, aside);
    live =
        new LiveRoster(
            roster, presence, conversations, membership, stores.receipts(), sequencer, fanout);
  }
}
