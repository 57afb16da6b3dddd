// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.roster.User;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import homeroom.chat.transfer.StoreTransfer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a store gives the advances of watermarks to a copy; on one that has no other school. */
public interface AdvanceTransferContract extends StoresContract {

  /** All that the stores keep. */
  StoreTransfer transfer();

  @Test
  default void pagesOfAnyLengthHaveEachAdvanceOfThoseWhoAreThereOnce() {
    Fixtures s = school();
    var expected = new HashSet<Item>();
    long[] steps = {1, 1, 65, 1};
    for (int i = 0; i < 2; i++) {
      Conversation group = s.group("Spoken", s.ada, s.bob, s.tom);
      var _ = s.group("Silent", s.ada, s.bob);
      for (int seq = 1; seq <= 68; seq++) {
        s.send(group, s.ada, "message " + seq);
      }
      long seq = 0;
      for (long step : steps) {
        seq += step;
        Instant at = Fixtures.NOW.plusSeconds(seq);
        advance(s, group, s.tom, ReceiptKind.READ, seq, at);
        advance(s, group, s.bob, ReceiptKind.READ, seq, at);
        advance(s, group, s.ada, ReceiptKind.DELIVERED, seq, at);
        expected.add(item(group, s.bob, ReceiptKind.DELIVERED, seq, at));
        expected.add(item(group, s.bob, ReceiptKind.READ, seq, at));
        expected.add(item(group, s.ada, ReceiptKind.DELIVERED, seq, at));
      }
      stores().receipts().leave(s.schoolId(), group.id(), Set.of(s.tom.id()));
    }
    for (int limit = 1; limit <= 20; limit++) {
      assertThat(pages(limit))
          .as("in pages of %d", limit)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(transfer().count(Part.ADVANCES)).isEqualTo(expected.size());
    assertThat(transfer().last(Part.ADVANCES)).isIn(expected);
  }

  private List<Item> pages(int limit) {
    var found = new ArrayList<Item>();
    @Nullable Item last = null;
    List<Item> page = transfer().next(Part.ADVANCES, null, limit);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      found.addAll(page);
      last = page.getLast();
      page = transfer().next(Part.ADVANCES, last, limit);
    }
    return found;
  }

  private void advance(
      Fixtures s, Conversation in, User user, ReceiptKind kind, long seq, Instant at) {
    assertThat(
            stores()
                .receipts()
                .advance(
                    List.of(
                        new WatermarkAdvance(s.schoolId(), in.id(), user.id(), kind, 0, seq, at))))
        .hasSize(1);
  }

  private static Item item(Conversation in, User user, ReceiptKind kind, long seq, Instant at) {
    return new Item.OfAdvance(in.schoolId(), in.id(), user.id(), kind, seq, at);
  }
}
