// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditLimits;
import homeroom.chat.bus.Announcements;
import homeroom.chat.bus.News;
import homeroom.chat.bus.Notice;
import homeroom.chat.bus.OtherNodes;
import homeroom.chat.conversation.ClassClosing;
import homeroom.chat.conversation.ConversationFollower;
import homeroom.chat.conversation.ConversationNotifier;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Explanations;
import homeroom.chat.conversation.Groups;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.imports.RosterImports;
import homeroom.chat.imports.VersionedRosterStore;
import homeroom.chat.live.ClassConversations;
import homeroom.chat.live.ClusterFollower;
import homeroom.chat.live.LiveRoster;
import homeroom.chat.live.LiveRules;
import homeroom.chat.live.RulesPreview;
import homeroom.chat.live.TypingEnds;
import homeroom.chat.message.Cluster;
import homeroom.chat.message.ConversationViews;
import homeroom.chat.message.EditHistory;
import homeroom.chat.message.Editing;
import homeroom.chat.message.History;
import homeroom.chat.message.Inbox;
import homeroom.chat.message.MessageViews;
import homeroom.chat.message.Messaging;
import homeroom.chat.message.Receipts;
import homeroom.chat.message.RecordTelling;
import homeroom.chat.message.SpreadReceipts;
import homeroom.chat.message.Sync;
import homeroom.chat.people.Devices;
import homeroom.chat.people.Directory;
import homeroom.chat.people.Renames;
import homeroom.chat.people.UserRegistrar;
import homeroom.chat.policy.Rules;
import homeroom.chat.policy.Settings;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.presence.Holders;
import homeroom.chat.presence.Presence;
import homeroom.chat.presence.Typing;
import homeroom.chat.rate.CallBudget;
import homeroom.chat.roster.ClassLinkRegistrar;
import homeroom.chat.roster.ClassRegistrar;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SchoolAdmins;
import homeroom.chat.session.EndedTokens;
import homeroom.chat.session.SharedFailures;
import org.jspecify.annotations.Nullable;

/**
 * The chat of all schools on one set of stores: what the wire, the tests and whoever else embeds it
 * call. {@link #live} is to be started before anybody connects.
 *
 * @param <S> what carries events to a connection
 */
public final class Chat<S> implements AutoCloseable {

  private final VersionedRosterStore rosters;
  private final Roster roster;
  private final EndedTokens endedTokens;
  private final SharedFailures failures;
  private final Audit audit;
  private final PeopleUseCases people;
  private final ConversationUseCases conversing;
  private final MessageUseCases messages;
  private final ConversationViews conversationViews;
  private final Presence<S> presence;
  private final Typing typing;
  private final LiveRoster live;
  private final LiveRules liveRules;
  private final Settings settings;
  private final RulesPreview rulesPreview;
  private final CallBudget calls;
  private final RosterImports imports;

  /**
   * Builds it as the only node on its stores; nothing runs yet.
   *
   * @param connections those that {@code fanout} delivers to; entered through {@link #presence}
   */
  public Chat(
      Stores stores,
      ConnectionManager<S> connections,
      Fanout fanout,
      ChatLimits limits,
      ChatEnvironment environment) {
    this(stores, connections, fanout, limits, environment, null);
  }

  /**
   * The same as one of several nodes, which tell each other of messages and receipts, of the people
   * of conversations, of who is online and writes, and that the roster or the rules are others.
   */
  public Chat(
      Stores stores,
      ConnectionManager<S> connections,
      Fanout fanout,
      ChatLimits limits,
      ChatEnvironment environment,
      @Nullable Cluster cluster) {
    var timer = environment.timer();
    var background = environment.background();
    rosters = new VersionedRosterStore(stores.roster());
    roster = new Roster(rosters);
    endedTokens = new EndedTokens(stores.endedTokens(), environment.clock(), timer::nanoTime);
    failures = cluster == null ? SharedFailures.ofOneNode() : sharedFailures(cluster.others());
    audit = new Audit(stores.audit(), environment.clock(), AuditLimits.DEFAULT);
    var membership = new Membership(roster, stores.conversations(), cluster != null);
    Announcements others = cluster == null ? Announcements.TO_NOBODY : cluster.others();
    var rules =
        new Rules(
            stores.settings(), roster, school -> others.announce(school, new News.OfSchool()));
    var policy = new ConversationPolicy(roster, rules, environment.clock());
    var sequencer = new Sequencer(timer, background);
    var holders = cluster == null ? null : new Holders(cluster.others(), limits.presence());
    typing = new Typing(membership, fanout, limits.presence(), timer, background, holders);
    conversationViews =
        new ConversationViews(
            policy, stores.messages(), stores.receipts(), connections::isConnected);
    var told =
        new RecordTelling(
            new TypingEnds(fanout, typing),
            stores.conversations(),
            stores.messages(),
            membership,
            conversationViews,
            new MessageViews(stores.receipts(), membership),
            sequencer,
            timer,
            background);
    var spread =
        cluster == null || holders == null
            ? null
            : new SpreadReceipts(told, membership, cluster.others(), holders);
    var notifier = new ConversationNotifier(conversationViews, told, others);
    conversing =
        new ConversationUseCases(
            stores,
            roster,
            membership,
            rules,
            policy,
            sequencer,
            notifier,
            audit,
            limits.groups(),
            environment);
    messages =
        new MessageUseCases(
            stores,
            conversing.conversations,
            conversationViews,
            membership,
            rules,
            policy,
            conversing.supervisors,
            sequencer,
            told,
            spread == null ? told : spread,
            audit,
            limits.messages(),
            environment,
            cluster);
    var classes =
        new ClassConversations(
            roster, conversing.conversations, membership, stores.receipts(), sequencer, notifier);
    presence =
        new Presence<>(
            connections,
            roster,
            told,
            typing::gone,
            classes,
            environment.clock(),
            limits.presence(),
            timer,
            background,
            holders);
    var notifiers = PeopleNotifiers.of(stores, roster, rules, told);
    var renames = new Renames(roster, notifiers.directory(), notifiers.users());
    live =
        new LiveRoster(roster, presence, classes, renames, conversing.supervisors, others, timer);
    liveRules =
        new LiveRules(
            rules,
            roster,
            policy,
            stores.conversations(),
            conversing.conversations,
            membership,
            conversing.supervisors,
            notifier,
            told);
    rulesPreview = new RulesPreview(rules, roster, policy, stores.conversations());
    settings = new Settings(rules, environment.clock(), liveRules);
    var admins = new SchoolAdmins(rosters, environment.signsInElsewhere(), stores.adminGuard());
    imports =
        new RosterImports(
            rosters,
            stores.rosterImports(),
            admins,
            stores.audit(),
            roster::refresh,
            school -> rules.of(school).rules().timeZone(),
            environment.clock(),
            environment.ids());
    calls =
        cluster == null
            ? new CallBudget(limits.calls(), timer)
            : new CallBudget(limits.calls(), timer, cluster.others()::awaitFresh);
    people =
        new PeopleUseCases(
            stores, roster, admins, live, endedTokens, notifiers, audit, environment);
    if (cluster != null && spread != null) {
      var conversations = new ConversationFollower(membership, sequencer, notifier);
      cluster
          .others()
          .tell(
              new ClusterFollower(
                  roster,
                  rules,
                  conversations,
                  messages.telling,
                  spread,
                  presence.follower(),
                  typing,
                  failures,
                  cluster.recent(),
                  endedTokens,
                  live,
                  liveRules,
                  background));
    }
  }

  private static SharedFailures sharedFailures(OtherNodes others) {
    return new SharedFailures(failure ->
        others.publish(
            OtherNodes.OF_ALL_SCHOOLS,
            new Notice.OfFailure(failure.kind(), failure.account(), failure.origin())));
  }

  public Roster roster() {
    return roster;
  }

  /** The roster as it is kept, never half of one version and half of another. */
  public RosterStore rosterStore() {
    return rosters;
  }

  /** Rosters that come as a whole. */
  public RosterImports imports() {
    return imports;
  }

  /** Changes the roster, and keeps the running chat in line with it. */
  public LiveRoster live() {
    return live;
  }

  /** Keeps the running chat in line with the rules of schools. */
  public LiveRules liveRules() {
    return liveRules;
  }

  /** The rules of schools. */
  public Settings settings() {
    return settings;
  }

  /** What a change of the rules would mean. */
  public RulesPreview rulesPreview() {
    return rulesPreview;
  }

  public Explanations explanations() {
    return conversing.explanations;
  }

  public ClassClosing classClosing() {
    return conversing.closing;
  }

  public EndedTokens endedTokens() {
    return endedTokens;
  }

  /** Failed sign-ins, here and on other nodes. */
  public SharedFailures failures() {
    return failures;
  }

  public Devices devices() {
    return people.devices;
  }

  public Audit audit() {
    return audit;
  }

  public Directory directory() {
    return people.directory;
  }

  public UserRegistrar userRegistrar() {
    return people.users;
  }

  public ClassRegistrar classRegistrar() {
    return people.classes;
  }

  public ClassLinkRegistrar classLinkRegistrar() {
    return people.classLinks;
  }

  public Conversations conversations() {
    return conversing.conversations;
  }

  public ConversationViews conversationViews() {
    return conversationViews;
  }

  public Groups groups() {
    return conversing.groups;
  }

  public Messaging messaging() {
    return messages.messaging;
  }

  /** Changes of messages so far that were told since they were found in the store. */
  public long foundChanges() {
    return messages.telling.foundChanges();
  }

  public Editing editing() {
    return messages.editing;
  }

  public EditHistory editHistory() {
    return messages.editHistory;
  }

  public History history() {
    return messages.history;
  }

  public Inbox inbox() {
    return messages.inbox;
  }

  public Receipts receipts() {
    return messages.receipts;
  }

  public Sync sync() {
    return messages.sync;
  }

  public Presence<S> presence() {
    return presence;
  }

  public Typing typing() {
    return typing;
  }

  /** What lets the calls of users in. */
  public CallBudget calls() {
    return calls;
  }

  /** Returns once all receipts that were gathered are stored. The stores stay open. */
  @Override
  public void close() {
    messages.receipts.close();
  }
}
