// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.bus.Elsewhere;
import homeroom.chat.bus.Notice;
import homeroom.chat.bus.OtherNodes;
import homeroom.chat.conversation.Membership;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.fanout.RecordKeepers;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries receipts to people of this node, and has other nodes carry them to those who are
 * connected there. Safe for many threads.
 */
public final class SpreadReceipts implements Fanout {

  private final Fanout fanout;
  private final Membership membership;
  private final OtherNodes others;
  private final Elsewhere elsewhere;

  public SpreadReceipts(
      Fanout fanout, Membership membership, OtherNodes others, Elsewhere elsewhere) {
    this.fanout = fanout;
    this.membership = membership;
    this.others = others;
    this.elsewhere = elsewhere;
  }

  @Override
  public RecordKeepers recordKeepers() {
    return fanout.recordKeepers();
  }

  @Override
  public void deliver(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    fanout.deliver(event, users, except);
    if (event instanceof ReceiptEvent receipts) {
      Set<UserId> there = elsewhere.among(receipts.schoolId(), users);
      if (!there.isEmpty()) {
        others.publish(receipts.schoolId(), notice(receipts, there));
      }
    }
  }

  private static Notice notice(ReceiptEvent event, Set<UserId> to) {
    return new Notice.OfReceipts(
        event.conversationId(),
        event.kind() == ReceiptKind.READ,
        event.after(),
        event.receipts().stream()
            .map(one -> new Notice.Receipt(one.userId(), one.seq(), one.at()))
            .toList(),
        to);
  }

  /**
   * Another node says so.
   *
   * @throws homeroom.chat.school.StoreUnavailable to be called again
   */
  public void heard(SchoolId school, Notice.OfReceipts notice) {
    var to = new HashSet<>(notice.to());
    to.retainAll(
        membership
            .conversation(school, notice.conversation())
            .map(membership::members)
            .orElse(Set.of()));
    if (!to.isEmpty()) {
      fanout.deliver(event(school, notice), to, null);
    }
  }

  private static ReceiptEvent event(SchoolId school, Notice.OfReceipts notice) {
    return new ReceiptEvent(
        school,
        notice.conversation(),
        notice.read() ? ReceiptKind.READ : ReceiptKind.DELIVERED,
        notice.after(),
        notice.receipts().stream()
            .map(one -> new ReceiptEvent.Entry(one.user(), one.seq(), one.at()))
            .toList());
  }
}
