// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import homeroom.chat.bus.Change;
import homeroom.chat.bus.ChangeListener;
import homeroom.chat.bus.News;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Notice;
import homeroom.chat.bus.Worker;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationFollower;
import homeroom.chat.message.RecentChanges;
import homeroom.chat.message.SpreadReceipts;
import homeroom.chat.message.Telling;
import homeroom.chat.policy.Rules;
import homeroom.chat.presence.PresenceFollower;
import homeroom.chat.presence.Typing;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.session.EndedTokens;
import homeroom.chat.session.SharedFailures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Keeps this node in line with what the others change. What it remembers of that is forgotten
 * before anything later is told, so that who may not hear of something does not; what follows for
 * whoever is connected may come a moment later.
 */
public final class ClusterFollower implements ChangeListener {

  /** Schools that could not be followed are again with every fourth poll. */
  private static final int RETRY_AT = 4;

  /** How many conversations a look has in memory. */
  private static final int CONVERSATIONS_AT_ONCE = 500;

  private final Roster roster;
  private final Rules rules;
  private final ConversationFollower conversations;
  private final Telling messages;
  private final SpreadReceipts receipts;
  private final PresenceFollower presence;
  private final Typing typing;
  private final SharedFailures failures;
  private final RecentChanges recent;
  private final EndedTokens endedTokens;
  private final Worker following;

  /** Schools of which those connected are to be brought in line. */
  private final Set<SchoolId> changed = ConcurrentHashMap.newKeySet();

  /** Of the one who polls. */
  private int polls;

  /**
   * @param executor brings those connected in line with roster and rules; may block
   */
  public ClusterFollower(
      Roster roster,
      Rules rules,
      ConversationFollower conversations,
      Telling messages,
      SpreadReceipts receipts,
      PresenceFollower presence,
      Typing typing,
      SharedFailures failures,
      RecentChanges recent,
      EndedTokens endedTokens,
      LiveRoster live,
      LiveRules liveRules,
      Executor executor) {
    this.roster = roster;
    this.rules = rules;
    this.conversations = conversations;
    this.messages = messages;
    this.receipts = receipts;
    this.presence = presence;
    this.typing = typing;
    this.failures = failures;
    this.recent = recent;
    this.endedTokens = endedTokens;
    this.following =
        new Worker(
            executor,
            () -> {
              follow(live);
              liveRules.catchUp();
            });
  }

  private void follow(LiveRoster live) {
    Set<SchoolId> schools = Set.copyOf(changed);
    changed.removeAll(schools);
    boolean done = false;
    try {
      live.catchUp(schools);
      done = true;
    } finally {
      if (!done) {
        changed.addAll(schools);
      }
    }
  }

  @Override
  public void heard(SchoolId school, Change.OfMessage change) {
    messages.heard(school, change);
  }

  @Override
  public void heard(SchoolId school, News news) {
    switch (news) {
      case News.OfConversation(var id, var came, var gone) ->
          conversations.follow(school, id, came, gone);
      case News.OfSchool() -> {
        var _ = refresh();
        follow(school);
      }
    }
  }

  @Override
  public void heard(SchoolId school, NodeId from, Notice.OfPresence notice) {
    presence.heard(school, from, notice);
  }

  @Override
  public void heard(SchoolId school, Notice.OfReceipts notice) {
    receipts.heard(school, notice);
  }

  @Override
  public void heard(SchoolId school, Notice.OfTyping notice) {
    typing.heard(school, notice);
  }

  @Override
  public void heard(Notice.OfFailure notice) {
    failures.heard(new SharedFailures.Failure(notice.kind(), notice.account(), notice.origin()));
  }

  /**
   * Nobody whose tokens were ended is answered, or stays connected; schools that could not be
   * followed are again.
   */
  @Override
  public void catchUp() {
    endedTokens.refresh();
    if (++polls % RETRY_AT == 0 && !changed.isEmpty()) {
      following.wake();
    }
  }

  @Override
  public void begins(SchoolId school, Instant since, Instant now) {
    messages.begins(school, since, now);
  }

  @Override
  public void introduce(SchoolId school) {
    presence.introduce(school);
  }

  @Override
  public void living(Set<NodeId> nodes) {
    presence.living(nodes);
  }

  @Override
  public Map<ConversationId, RuntimeException> look(SchoolId school, Instant since) {
    long before = roster.version(school);
    if (refresh() || roster.version(school) != before) {
      follow(school);
    }
    lookAtConversations(school, since);
    return messages.look(school, since);
  }

  private void lookAtConversations(SchoolId school, Instant since) {
    List<Conversation> page;
    Conversation last = null;
    do {
      page = recent.conversationsSince(school, since, last, CONVERSATIONS_AT_ONCE);
      conversations.look(page, since);
      last = page.isEmpty() ? null : page.getLast();
    } while (page.size() == CONVERSATIONS_AT_ONCE);
  }

  @Override
  public void look(SchoolId school, ConversationId conversation, Instant since) {
    messages.look(school, conversation, since);
  }

  /** Whether there are other rules than before, of whatever school. */
  private boolean refresh() {
    var _ = roster.refresh();
    return rules.refresh();
  }

  private void follow(SchoolId school) {
    changed.add(school);
    following.wake();
  }
}
