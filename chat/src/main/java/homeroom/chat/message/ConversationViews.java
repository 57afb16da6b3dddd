// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.conversation.MemberViews;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Adds to conversations what members have not read. Who has no watermark, because they have just
 * come or just left, has read everything. Blocks on the store, and only reads; for many threads.
 */
public final class ConversationViews implements MemberViews {

  private final ConversationPolicy policy;
  private final MessageStore messages;
  private final ReceiptStore receipts;
  private final Predicate<UserId> connected;

  /**
   * Views of what the stores have.
   *
   * @param connected who has a connection now
   */
  public ConversationViews(
      ConversationPolicy policy,
      MessageStore messages,
      ReceiptStore receipts,
      Predicate<UserId> connected) {
    this.policy = policy;
    this.messages = messages;
    this.receipts = receipts;
    this.connected = connected;
  }

  /** The conversation as {@code member} sees it. */
  public ConversationView of(UserId member, Conversation conversation) {
    return of(conversation.schoolId(), member, List.of(conversation)).getFirst();
  }

  /** The conversations as {@code member} sees them, in the order given. */
  public List<ConversationView> of(
      SchoolId school, UserId member, List<Conversation> conversations) {
    List<ConversationId> ids = conversations.stream().map(Conversation::id).toList();
    Map<ConversationId, Watermark> marks = receipts.watermarksOf(school, member, ids);
    return conversations.stream()
        .map(conversation -> {
          long readSeq = readSeq(conversation, marks.get(conversation.id()));
          return view(member, conversation, readSeq, unread(member, conversation, readSeq));
        })
        .toList();
  }

  /** Takes two queries, however many members. */
  @Override
  public Map<UserId, ConversationView> of(Conversation conversation, Collection<UserId> members) {
    Set<UserId> asked = members.stream().filter(connected).collect(Collectors.toSet());
    if (asked.isEmpty()) {
      return Map.of();
    }
    var readSeqs = new HashMap<UserId, Long>();
    asked.forEach(member -> readSeqs.put(member, conversation.rev()));
    for (Watermark mark : receipts.watermarks(conversation.schoolId(), conversation.id())) {
      readSeqs.computeIfPresent(mark.userId(), (member, seq) -> mark.readSeq());
    }
    Map<UserId, Integer> unread = unread(conversation, readSeqs);
    UserId manager = policy.managerOf(conversation).orElse(null);
    boolean closed = policy.isClosed(conversation);
    return asked.stream()
        .collect(
            Collectors.toMap(
                member -> member,
                member ->
                    new ConversationView(
                        conversation,
                        manager,
                        policy.readsOnly(member, conversation),
                        closed,
                        unread.getOrDefault(member, 0),
                        readSeqs.getOrDefault(member, 0L))));
  }

  /** The conversation as members see it of whom it is known what they have read. */
  Map<UserId, ConversationView> of(Conversation conversation, Map<UserId, Standing> standings) {
    UserId manager = policy.managerOf(conversation).orElse(null);
    boolean closed = policy.isClosed(conversation);
    var views = new HashMap<UserId, ConversationView>();
    standings.forEach((member, at) ->
        views.put(
            member,
            new ConversationView(
                conversation,
                manager,
                policy.readsOnly(member, conversation),
                closed,
                at.unread(),
                at.readSeq())));
    return views;
  }

  private Map<UserId, Integer> unread(Conversation conversation, Map<UserId, Long> readSeqs) {
    var behind = new HashMap<>(readSeqs);
    behind.values().removeIf(readSeq -> readSeq >= conversation.rev());
    return behind.isEmpty()
        ? Map.of()
        : messages.countUnread(
            conversation.schoolId(), conversation.id(), behind, ConversationView.MAX_UNREAD);
  }

  private int unread(UserId member, Conversation conversation, long readSeq) {
    return unread(conversation, Map.of(member, readSeq)).getOrDefault(member, 0);
  }

  private ConversationView view(
      UserId member, Conversation conversation, long readSeq, int unread) {
    return new ConversationView(
        conversation,
        policy.managerOf(conversation).orElse(null),
        policy.readsOnly(member, conversation),
        policy.isClosed(conversation),
        unread,
        readSeq);
  }

  private static long readSeq(Conversation conversation, @Nullable Watermark mark) {
    return mark == null ? conversation.rev() : mark.readSeq();
  }
}
