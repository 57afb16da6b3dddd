// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageReceipt;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.Watermark;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of receipts does. */
public interface ReceiptStoreContract extends StoresContract {

  Instant T1 = Fixtures.NOW.plusSeconds(1_000);
  Instant T2 = Fixtures.NOW.plusSeconds(2_000);

  @Test
  default void aDeliveryMovesOnlyTheDelivered() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    WatermarkAdvance delivered = delivered(s, group, s.bob, 3, T1);
    assertThat(stores().receipts().advance(List.of(delivered)))
        .containsExactly(new WatermarkMove(delivered, 0));
    assertThat(watermark(s, group, s.bob)).isEqualTo(new Watermark(s.bob.id(), 0, 3, T1, 0, null));
    assertThat(watermark(s, group, s.ada))
        .isEqualTo(new Watermark(s.ada.id(), 0, 0, null, 0, null));
  }

  @Test
  default void aReadingIsADeliveryToo() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    advance(delivered(s, group, s.bob, 7, T1));
    advance(read(s, group, s.bob, 3, T2));
    assertThat(watermark(s, group, s.bob)).isEqualTo(new Watermark(s.bob.id(), 0, 7, T1, 3, T2));
    advance(read(s, group, s.bob, 9, T2));
    assertThat(watermark(s, group, s.bob)).isEqualTo(new Watermark(s.bob.id(), 0, 9, T2, 9, T2));
  }

  @Test
  default void watermarksOnlyMoveForward() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    advance(read(s, group, s.bob, 5, T1));
    Watermark before = watermark(s, group, s.bob);
    assertThat(
            stores()
                .receipts()
                .advance(
                    List.of(
                        read(s, group, s.bob, 5, T2),
                        read(s, group, s.bob, 4, T2),
                        delivered(s, group, s.bob, 5, T2),
                        delivered(s, group, s.bob, 0, T2),
                        delivered(s, group, s.bob, -1, T2))))
        .isEmpty();
    assertThat(watermark(s, group, s.bob)).isEqualTo(before);
  }

  @Test
  default void oneStepMovesManyAndTellsWhichMoved() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    Conversation other = spoken(s, 2);
    WatermarkAdvance bobs = delivered(s, group, s.bob, 9, T1);
    WatermarkAdvance ofNoMember = delivered(s, group, s.cleo, 1, T1);
    WatermarkAdvance behind = delivered(s, group, s.bob, 8, T2);
    WatermarkAdvance elsewhere = read(s, other, s.ada, 2, T1);
    WatermarkAdvance nowhere =
        new WatermarkAdvance(
            s.schoolId(), new ConversationId("none"), s.ada.id(), ReceiptKind.READ, 0, 1, T1);
    assertThat(stores().receipts().advance(List.of(elsewhere, bobs, ofNoMember, behind, nowhere)))
        .containsExactly(new WatermarkMove(elsewhere, 0), new WatermarkMove(bobs, 0));
    assertThat(watermark(s, group, s.ada).deliveredSeq()).isZero();
    assertThat(stores().receipts().watermarks(s.schoolId(), group.id())).hasSize(2);
    assertThat(stores().receipts().advance(List.of())).isEmpty();
  }

  @Test
  default void theNewestSeqIsThatOfAMessageAndNotTheRevOfAnEdit() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message message = s.send(group, s.ada, "one");
    s.edit(message, "two");
    s.delete(message);
    assertThat(moved(read(s, group, s.bob, 3, T1)))
        .containsExactly(new WatermarkMove(read(s, group, s.bob, 1, T1), 0));
    assertThat(moved(read(s, group, s.bob, 2, T1))).isEmpty();
    stores().receipts().join(s.schoolId(), group.id(), Set.of(s.tom.id()));
    assertThat(watermark(s, group, s.tom))
        .isEqualTo(new Watermark(s.tom.id(), 1, 1, null, 1, null));
  }

  @Test
  default void aSeqAboveTheNewestCountsAsTheNewest() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    assertThat(moved(delivered(s, group, s.bob, 1_000, T1)))
        .containsExactly(new WatermarkMove(delivered(s, group, s.bob, 9, T1), 0));
    assertThat(moved(delivered(s, group, s.bob, Long.MAX_VALUE, T2))).isEmpty();
    assertThat(watermark(s, group, s.bob)).isEqualTo(new Watermark(s.bob.id(), 0, 9, T1, 0, null));
    assertThat(bobs(s, group, 9)).isEqualTo(receipt(s.bob, T1, null));
    s.send(group, s.ada, "ten");
    assertThat(bobs(s, group, 10)).isEqualTo(receipt(s.bob, null, null));
    assertThat(moved(delivered(s, s.group("Empty", s.ada, s.bob), s.bob, 1, T1))).isEmpty();
  }

  @Test
  default void whatMovedTellsWhereItsWatermarkStoodBefore() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    WatermarkAdvance third = delivered(s, group, s.bob, 3, T1);
    WatermarkAdvance seventh = delivered(s, group, s.bob, 7, T1);
    WatermarkAdvance readFifth = read(s, group, s.bob, 5, T2);
    WatermarkAdvance readNinth = read(s, group, s.bob, 9, T2);
    assertThat(moved(third)).containsExactly(new WatermarkMove(third, 0));
    assertThat(moved(seventh)).containsExactly(new WatermarkMove(seventh, 3));
    assertThat(moved(readFifth)).containsExactly(new WatermarkMove(readFifth, 0));
    assertThat(moved(readNinth)).containsExactly(new WatermarkMove(readNinth, 5));
  }

  @Test
  default void anAdvanceThatLeavesAMessageOutMovesNothing() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    advance(delivered(s, group, s.bob, 3, T1));
    Watermark before = watermark(s, group, s.bob);
    assertThat(moved(after(5, delivered(s, group, s.bob, 9, T2)))).isEmpty();
    assertThat(moved(after(5, read(s, group, s.bob, 9, T2)))).isEmpty();
    assertThat(moved(after(4, delivered(s, group, s.bob, 5, T2)))).isEmpty();
    assertThat(watermark(s, group, s.bob)).isEqualTo(before);
    assertThat(moved(after(3, delivered(s, group, s.bob, 5, T2)))).hasSize(1);
    assertThat(moved(after(2, delivered(s, group, s.bob, 9, T2)))).hasSize(1);
  }

  @Test
  default void revsOfChangesAreNoHole() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message first = s.send(group, s.ada, "one");
    s.edit(s.edit(first, "two"), "three");
    s.send(group, s.ada, "four");
    WatermarkAdvance fourth = after(3, delivered(s, group, s.bob, 4, T1));
    assertThat(moved(fourth)).isEmpty();
    advance(delivered(s, group, s.bob, 1, T1));
    assertThat(moved(fourth)).containsExactly(new WatermarkMove(fourth, 1));
  }

  @Test
  default void onesOwnMessagesAndDeletedOnesCanBeHoles() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    s.delete(s.send(group, s.ada, "one"));
    s.send(group, s.ada, "three");
    assertThat(moved(after(1, delivered(s, group, s.bob, 3, T1)))).isEmpty();
    advance(delivered(s, group, s.bob, 1, T1));
    s.send(group, s.bob, "four");
    s.send(group, s.ada, "five");
    advance(after(2, delivered(s, group, s.bob, 3, T1)));
    assertThat(moved(after(4, delivered(s, group, s.bob, 5, T1)))).isEmpty();
    advance(after(3, delivered(s, group, s.bob, 5, T1)));
  }

  @Test
  default void aReadingIsMeasuredAgainstWhatWasDelivered() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    advance(delivered(s, group, s.bob, 6, T1));
    WatermarkAdvance readToTheEnd = after(6, read(s, group, s.bob, 9, T2));
    assertThat(moved(readToTheEnd)).containsExactly(new WatermarkMove(readToTheEnd, 0));
    assertThat(watermark(s, group, s.bob)).isEqualTo(new Watermark(s.bob.id(), 0, 9, T2, 9, T2));
  }

  @Test
  default void theAdvancesOfOneStepFollowEachOther() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    WatermarkAdvance tooEarly = after(5, delivered(s, group, s.bob, 7, T1));
    WatermarkAdvance one = delivered(s, group, s.bob, 3, T1);
    WatermarkAdvance two = after(3, delivered(s, group, s.bob, 5, T1));
    WatermarkAdvance three = after(5, read(s, group, s.bob, 8, T2));
    assertThat(moved(tooEarly, one, two, three, tooEarly))
        .containsExactly(
            new WatermarkMove(one, 0), new WatermarkMove(two, 3), new WatermarkMove(three, 0));
    assertThat(watermark(s, group, s.bob)).isEqualTo(new Watermark(s.bob.id(), 0, 8, T2, 8, T2));
    assertThat(bobs(s, group, 4)).isEqualTo(receipt(s.bob, T1, T2));
  }

  @Test
  default void oneStepTakesThousands() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    var advances = new ArrayList<WatermarkAdvance>();
    for (int i = 0; i < 2_000; i++) {
      User user = i % 2 == 0 ? s.ada : s.bob;
      advances.add(delivered(s, group, user, 1 + i % 18 / 2, T1));
    }
    assertThat(stores().receipts().advance(advances)).hasSize(18);
  }

  @Test
  default void manySidesMoveAWatermarkToTheHighest() {
    Fixtures s = school();
    Conversation group = spoken(s, 40);
    Crowd.of(
        40,
        i ->
            (i % 2 == 0 ? stores() : secondStores())
                .receipts()
                .advance(List.of(delivered(s, group, s.bob, 1 + (i * 7) % 40, T1))));
    assertThat(watermark(s, group, s.bob).deliveredSeq()).isEqualTo(40);
  }

  @Test
  default void whoJoinsStartsAtTheNewestAndWhoIsThereStays() {
    Fixtures s = school();
    Conversation group = spoken(s, 4);
    stores().receipts().join(s.schoolId(), group.id(), Set.of(s.bob.id(), s.tom.id()));
    assertThat(watermark(s, group, s.bob))
        .isEqualTo(new Watermark(s.bob.id(), 0, 0, null, 0, null));
    assertThat(watermark(s, group, s.tom))
        .isEqualTo(new Watermark(s.tom.id(), 4, 4, null, 4, null));
    stores().receipts().join(s.schoolId(), group.id(), Set.of());
  }

  @Test
  default void whoLeavesHasNoneAndStartsAnewAfterComingBack() {
    Fixtures s = school();
    Conversation group = spoken(s, 4);
    advance(read(s, group, s.bob, 4, T1));
    stores().receipts().leave(s.schoolId(), group.id(), Set.of(s.bob.id(), s.cleo.id()));
    assertThat(stores().receipts().watermarks(s.schoolId(), group.id()))
        .extracting(Watermark::userId)
        .containsExactly(s.ada.id());
    s.send(group, s.ada, "five");
    assertThat(stores().receipts().advance(List.of(read(s, group, s.bob, 5, T1)))).isEmpty();
    stores().receipts().join(s.schoolId(), group.id(), Set.of(s.bob.id()));
    assertThat(watermark(s, group, s.bob))
        .isEqualTo(new Watermark(s.bob.id(), 5, 5, null, 5, null));
    assertThat(receipts(s, group, 3)).extracting(MessageReceipt::userId).containsOnly(s.ada.id());
  }

  @Test
  default void aUsersWatermarksAreReadForManyConversations() {
    Fixtures s = school();
    Conversation one = spoken(s, 4);
    Conversation other = spoken(s, 2);
    Conversation without = s.group("Without", s.ada, s.tom);
    advance(read(s, one, s.bob, 3, T1));
    var in = List.of(one.id(), other.id(), without.id(), new ConversationId("none"));
    var found = stores().receipts().watermarksOf(s.schoolId(), s.bob.id(), in);
    assertThat(found).containsOnlyKeys(one.id(), other.id());
    assertThat(found.get(one.id())).isEqualTo(new Watermark(s.bob.id(), 0, 3, T1, 3, T1));
    assertThat(stores().receipts().watermarksOf(s.schoolId(), s.bob.id(), List.of())).isEmpty();
  }

  @Test
  default void theWatermarksOfManyConversationsAreReadAtOnce() {
    Fixtures s = school();
    Conversation one = spoken(s, 4);
    Conversation other = spoken(s, 2);
    advance(read(s, one, s.bob, 3, T1));
    var in = List.of(one.id(), other.id(), new ConversationId("none"));
    var found = stores().receipts().watermarksIn(s.schoolId(), in);
    assertThat(found).containsOnlyKeys(one.id(), other.id());
    for (ConversationId id : found.keySet()) {
      assertThat(found.get(id))
          .containsExactlyInAnyOrderElementsOf(stores().receipts().watermarks(s.schoolId(), id));
    }
    assertThat(stores().receipts().watermarksIn(school().schoolId(), in)).isEmpty();
    assertThat(stores().receipts().watermarksIn(s.schoolId(), List.of())).isEmpty();
  }

  @Test
  default void aReceiptHasTheTimeOfTheAdvanceThatReachedTheMessage() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    advance(delivered(s, group, s.bob, 3, Fixtures.NOW));
    advance(delivered(s, group, s.bob, 7, T1));
    advance(delivered(s, group, s.bob, 9, T2));
    advance(read(s, group, s.bob, 5, T2));
    assertThat(bobs(s, group, 3)).isEqualTo(receipt(s.bob, Fixtures.NOW, T2));
    assertThat(bobs(s, group, 5)).isEqualTo(receipt(s.bob, T1, T2));
    assertThat(bobs(s, group, 7)).isEqualTo(receipt(s.bob, T1, null));
    assertThat(bobs(s, group, 8)).isEqualTo(receipt(s.bob, T2, null));
  }

  @Test
  default void aReadingThatDeliversIsTheTimeOfBoth() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    advance(delivered(s, group, s.bob, 3, T1));
    advance(read(s, group, s.bob, 6, T2));
    assertThat(bobs(s, group, 2)).isEqualTo(receipt(s.bob, T1, T2));
    assertThat(bobs(s, group, 6)).isEqualTo(receipt(s.bob, T2, T2));
    assertThat(bobs(s, group, 7)).isEqualTo(receipt(s.bob, null, null));
  }

  @Test
  default void stepsOfOneAndOfHundredsEachHaveTheirTime() {
    Fixtures s = school();
    Conversation group = spoken(s, 300);
    long[] steps = {1, 1, 64, 65, 2, 66, 1, 100};
    long seq = 0;
    for (int i = 0; i < steps.length; i++) {
      seq += steps[i];
      advance(delivered(s, group, s.bob, seq, T1.plusSeconds(i)));
      advance(delivered(s, group, s.ada, 10 + i, T2.plusSeconds(i)));
    }
    advance(read(s, group, s.bob, 300, T2));
    seq = 0;
    for (int i = 0; i < steps.length; i++) {
      seq += steps[i];
      MessageReceipt expected = receipt(s.bob, T1.plusSeconds(i), T2);
      assertThat(bobs(s, group, seq)).isEqualTo(expected);
      assertThat(bobs(s, group, seq - steps[i] + 1)).isEqualTo(expected);
    }
    assertThat(receipts(s, group, 12)).contains(receipt(s.ada, T2.plusSeconds(2), null));
  }

  @Test
  default void hundredsOfMembersEachHaveTheirOwn() {
    Fixtures s = school();
    Conversation group = spoken(s, 3);
    var members = new ArrayList<User>();
    for (int i = 0; i < 200; i++) {
      User user = s.newUser(Role.STUDENT, "Member");
      s.apply(new RosterChange.AddUser(user, "hash"));
      members.add(i % 2 == 0 ? members.size() : 0, user);
    }
    for (List<User> some : List.of(members.subList(0, 120), members.subList(100, 200))) {
      stores()
          .receipts()
          .join(
              s.schoolId(),
              group.id(),
              some.stream().map(User::id).collect(Collectors.toUnmodifiableSet()));
    }
    s.send(group, s.ada, "four");
    s.send(group, s.ada, "five");
    assertThat(
            stores()
                .receipts()
                .advance(members.stream().map(user -> delivered(s, group, user, 4, T1)).toList()))
        .hasSize(200);
    advance(read(s, group, members.get(77), 5, T2));
    advance(read(s, group, members.get(199), 5, T2));
    stores().receipts().leave(s.schoolId(), group.id(), Set.of(members.get(33).id()));
    for (int i = 0; i < members.size(); i++) {
      UserId user = members.get(i).id();
      Watermark expected =
          i == 77 || i == 199
              ? new Watermark(user, 3, 5, T2, 5, T2)
              : new Watermark(user, 3, 4, T1, 3, null);
      var marks = stores().receipts().watermarksOf(s.schoolId(), user, List.of(group.id()));
      assertThat(marks).isEqualTo(i == 33 ? Map.of() : Map.of(group.id(), expected));
    }
    assertThat(stores().receipts().watermarks(s.schoolId(), group.id())).hasSize(201);
    assertThat(receipts(s, group, 4)).hasSize(201).contains(receipt(members.get(77), T1, T2));
  }

  @Test
  default void whoComesAfterSomebodyLeftHasNoneOfTheirTimes() {
    Fixtures s = school();
    Conversation group = spoken(s, 9);
    advance(read(s, group, s.bob, 9, T1));
    stores().receipts().leave(s.schoolId(), group.id(), Set.of(s.bob.id()));
    stores().receipts().join(s.schoolId(), group.id(), Set.of(s.tom.id()));
    s.send(group, s.ada, "ten");
    s.send(group, s.ada, "eleven");
    stores().receipts().join(s.schoolId(), group.id(), Set.of(s.bob.id()));
    advance(read(s, group, s.tom, 11, T2));
    s.send(group, s.ada, "twelve");
    advance(delivered(s, group, s.bob, 12, T2));
    assertThat(receipts(s, group, 10))
        .containsExactlyInAnyOrder(receipt(s.ada, null, null), receipt(s.tom, T2, T2));
    assertThat(receipts(s, group, 12))
        .containsExactlyInAnyOrder(
            receipt(s.ada, null, null), receipt(s.tom, null, null), receipt(s.bob, T2, null));
  }

  @Test
  default void receiptsAreOfThoseWhoHadJoinedBefore() {
    Fixtures s = school();
    Conversation group = spoken(s, 4);
    stores().receipts().join(s.schoolId(), group.id(), Set.of(s.tom.id()));
    s.send(group, s.ada, "five");
    assertThat(receipts(s, group, 4))
        .containsExactlyInAnyOrder(receipt(s.ada, null, null), receipt(s.bob, null, null));
    assertThat(receipts(s, group, 5))
        .extracting(MessageReceipt::userId)
        .containsExactlyInAnyOrder(s.ada.id(), s.bob.id(), s.tom.id());
  }

  @Test
  default void anotherSchoolHasNoneOfTheReceipts() {
    Fixtures s = school();
    SchoolId other = school().schoolId();
    Conversation group = spoken(s, 4);
    var receipts = stores().receipts();
    List<Watermark> before = receipts.watermarks(s.schoolId(), group.id());
    assertThat(receipts.watermarks(other, group.id())).isEmpty();
    assertThat(receipts.watermarksOf(other, s.bob.id(), List.of(group.id()))).isEmpty();
    assertThat(receipts.receipts(other, group.id(), 2)).isEmpty();
    receipts.join(other, group.id(), Set.of(s.cleo.id()));
    receipts.leave(other, group.id(), Set.of(s.bob.id()));
    assertThat(
            receipts.advance(
                List.of(
                    new WatermarkAdvance(
                        other, group.id(), s.bob.id(), ReceiptKind.READ, 0, 2, T1))))
        .isEmpty();
    assertThat(receipts.watermarks(s.schoolId(), group.id()))
        .containsExactlyInAnyOrderElementsOf(before);
  }

  /** Ada's messages, with Bob listening. */
  private Conversation spoken(Fixtures s, int messages) {
    Conversation group = s.group("Spoken", s.ada, s.bob);
    for (int i = 1; i <= messages; i++) {
      s.send(group, s.ada, "message " + i);
    }
    return group;
  }

  private void advance(WatermarkAdvance advance) {
    assertThat(moved(advance)).extracting(WatermarkMove::advance).containsExactly(advance);
  }

  private List<WatermarkMove> moved(WatermarkAdvance... advances) {
    return stores().receipts().advance(List.of(advances));
  }

  private Watermark watermark(Fixtures s, Conversation in, User user) {
    return stores().receipts().watermarks(s.schoolId(), in.id()).stream()
        .filter(watermark -> watermark.userId().equals(user.id()))
        .findFirst()
        .orElseThrow();
  }

  private List<MessageReceipt> receipts(Fixtures s, Conversation in, long seq) {
    return stores().receipts().receipts(s.schoolId(), in.id(), seq);
  }

  private MessageReceipt bobs(Fixtures s, Conversation in, long seq) {
    return receipts(s, in, seq).stream()
        .filter(receipt -> receipt.userId().equals(s.bob.id()))
        .findFirst()
        .orElseThrow();
  }

  private static WatermarkAdvance delivered(
      Fixtures s, Conversation in, User user, long seq, Instant at) {
    return new WatermarkAdvance(
        s.schoolId(), in.id(), user.id(), ReceiptKind.DELIVERED, 0, seq, at);
  }

  private static WatermarkAdvance read(
      Fixtures s, Conversation in, User user, long seq, Instant at) {
    return new WatermarkAdvance(s.schoolId(), in.id(), user.id(), ReceiptKind.READ, 0, seq, at);
  }

  /** The same about the messages after {@code after} only. */
  private static WatermarkAdvance after(long after, WatermarkAdvance advance) {
    return new WatermarkAdvance(
        advance.schoolId(),
        advance.conversationId(),
        advance.userId(),
        advance.kind(),
        after,
        advance.seq(),
        advance.at());
  }

  private static MessageReceipt receipt(
      User user, @Nullable Instant deliveredAt, @Nullable Instant readAt) {
    return new MessageReceipt(user.id(), deliveredAt, readAt);
  }
}
