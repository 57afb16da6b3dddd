// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Groups;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far messages have come, and who is told. */
class ReceiptsTest {

  /** How long confirmations are gathered. */
  private static final Duration GATHERED = Duration.ofMillis(250);

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob, day.tom);
  private final Message first = day.send(day.ada, group, "one");

  @Test
  void aMessageIsDeliveredOnceAllOthersGotIt() {
    assertThat(status(first)).isEqualTo(MessageStatus.SENT);
    day.delivered(day.bob, group, 1);
    assertThat(counts(first)).isEqualTo(new ReceiptCounts(1, 0, 2));
    assertThat(status(first)).isEqualTo(MessageStatus.SENT);
    day.delivered(day.tom, group, 1);
    assertThat(status(first)).isEqualTo(MessageStatus.DELIVERED);
  }

  @Test
  void aMessageIsReadOnceAllOthersReadIt() {
    day.read(day.bob, group, 1);
    assertThat(counts(first)).isEqualTo(new ReceiptCounts(1, 1, 2));
    day.delivered(day.tom, group, 1);
    assertThat(status(first)).isEqualTo(MessageStatus.DELIVERED);
    day.read(day.tom, group, 1);
    assertThat(counts(first)).isEqualTo(new ReceiptCounts(2, 2, 2));
    assertThat(status(first)).isEqualTo(MessageStatus.READ);
  }

  @Test
  void whoReadsAMessageHasReadThoseBefore() {
    Message second = day.send(day.tom, group, "two");
    day.read(day.bob, group, 2);
    assertThat(counts(first).read()).isEqualTo(1);
    assertThat(counts(second).read()).isEqualTo(1);
  }

  @Test
  void onesOwnReadingDoesNotCountForOnesOwnMessage() {
    day.read(day.ada, group, 1);
    assertThat(counts(first)).isEqualTo(new ReceiptCounts(0, 0, 2));
  }

  @Test
  void whoJoinedLaterIsNotCounted() {
    done(change(ids(day.root), ids()));
    assertThat(counts(first).of()).isEqualTo(2);
    assertThat(counts(day.send(day.ada, group, "two")).of()).isEqualTo(3);
  }

  @Test
  void whoJoinedAClassLaterIsNotCounted() {
    Conversation ofClass = day.ofClass(day.class7b);
    Message before = day.send(day.tom, ofClass, "before");
    day.change(new RosterChange.Enroll(SchoolDay.attends(day.dan, day.class7b)));
    Message after = day.send(day.tom, ofClass, "after");
    day.read(day.dan, ofClass, after.seq());
    assertThat(day.view(day.tom, before).receipts()).isEqualTo(new ReceiptCounts(0, 0, 2));
    assertThat(day.view(day.tom, after).receipts()).isEqualTo(new ReceiptCounts(1, 1, 3));
  }

  @Test
  void whoLeftIsNotCounted() {
    day.read(day.bob, group, 1);
    done(change(ids(), ids(day.bob)));
    assertThat(counts(first)).isEqualTo(new ReceiptCounts(0, 0, 1));
  }

  @Test
  void whoIsDeactivatedIsNotCountedUntilTheyAreBack() {
    day.read(day.bob, group, 1);
    day.setActive(day.tom, false);
    assertThat(counts(first)).isEqualTo(new ReceiptCounts(1, 1, 1));
    assertThat(status(first)).isEqualTo(MessageStatus.READ);
    day.setActive(day.tom, true);
    assertThat(counts(first)).isEqualTo(new ReceiptCounts(1, 1, 2));
  }

  @Test
  void aMessageThatNobodyElseCanReadIsSent() {
    Conversation alone = day.group("Notes", day.ada);
    Message note = day.send(day.ada, alone, "note");
    assertThat(day.view(day.ada, note).receipts()).isEqualTo(new ReceiptCounts(0, 0, 0));
    assertThat(status(note)).isEqualTo(MessageStatus.SENT);
  }

  @Test
  void aDeliveryIsToldToTheSenderAlone() {
    Device bobs = day.connect(day.bob);
    bobs.heard();
    day.forget();
    day.delivered(day.bob, group, 1);
    assertThat(day.told(day.ada)).containsExactly("delivered bob 1");
    assertThat(day.told(day.tom)).isEmpty();
    assertThat(bobs.heard()).isEmpty();
  }

  @Test
  void whoSentWhatWasToldIsKnownWithoutTheStore() {
    day.stores.failNext("senders", When.BEFORE);
    Message second = day.send(day.tom, group, "two");
    done(day.chat.editing().edit(day.by(day.tom), second.id(), "two, edited"));
    day.send(day.ada, group, "three");
    day.forget();
    day.delivered(day.bob, group, 4);
    assertThat(day.told(day.ada)).containsExactly("delivered bob 4");
    assertThat(day.told(day.tom)).containsExactly("delivered bob 4");
  }

  @Test
  void aReadingIsToldToTheSenderAndTheReadersOtherDevices() {
    Device phone = day.connect(day.bob);
    Device laptop = day.connect(day.bob);
    phone.heard();
    laptop.heard();
    day.forget();
    assertThat(day.chat.receipts().claim(phone.caller(), group.id(), 1, ReceiptKind.READ))
        .isEqualTo(Outcome.done());
    assertThat(day.told(day.ada)).containsExactly("read bob 1");
    assertThat(laptop.heard()).containsExactly("read bob 1");
    assertThat(phone.heard()).isEmpty();
    assertThat(day.told(day.tom)).isEmpty();
  }

  @Test
  void onlyThoseWhoseMessagesItConcernsAreTold() {
    day.send(day.tom, group, "two");
    day.read(day.bob, group, 1);
    day.forget();
    day.read(day.bob, group, 2);
    assertThat(day.told(day.tom)).containsExactly("read bob 2");
    assertThat(day.told(day.ada)).isEmpty();
  }

  @Test
  void aSenderWhoLeftIsNotTold() {
    done(change(ids(), ids(day.ada)));
    day.forget();
    day.delivered(day.bob, group, 1);
    assertThat(day.told(day.ada)).isEmpty();
  }

  @Test
  void whatIsBehindChangesNothingAndIsToldToNobody() {
    day.read(day.bob, group, 1);
    day.forget();
    day.read(day.bob, group, 1);
    day.read(day.bob, group, 0);
    day.delivered(day.bob, group, 1);
    assertThat(day.told(day.ada)).isEmpty();
    assertThat(counts(first)).isEqualTo(new ReceiptCounts(1, 1, 2));
  }

  @Test
  void aSeqBeyondTheNewestMessageIsRefused() {
    done(day.chat.editing().edit(day.by(day.ada), first.id(), "rev 2"));
    for (long seq : new long[] {2, 99, -1}) {
      Refusal refusal = refused(claim(day.bob, seq));
      assertThat(refusal.code()).isEqualTo(RefusalCode.SEQ_OUT_OF_RANGE);
      assertThat(refusal.fields()).containsOnlyKeys("seq");
    }
    assertThat(claim(day.bob, 1)).isEqualTo(Outcome.done());
  }

  @Test
  void whoIsNoMemberClaimsNothing() {
    for (User other : new User[] {day.cleo, day.root, day.olga}) {
      assertThat(refused(claim(other, 1)))
          .isEqualTo(Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, group.id().value()));
    }
  }

  @Test
  void confirmationsAreGatheredIntoOneEvent() {
    day.forget();
    confirmed(day.bob, 0, 1);
    confirmed(day.tom, 0, 1);
    assertThat(day.told(day.ada)).isEmpty();
    assertThat(counts(first).delivered()).isZero();
    day.pass(GATHERED);
    assertThat(day.told(day.ada)).containsExactly("delivered bob 1, tom 1");
    assertThat(status(first)).isEqualTo(MessageStatus.DELIVERED);
  }

  @Test
  void confirmationsThatFollowEachOtherAreOne() {
    day.send(day.ada, group, "two");
    day.send(day.ada, group, "three");
    day.forget();
    confirmed(day.bob, 0, 1);
    confirmed(day.bob, 2, 3);
    confirmed(day.bob, 1, 2);
    day.pass(GATHERED);
    assertThat(day.told(day.ada)).containsExactly("delivered bob 3");
  }

  @Test
  void aReadingTakesTheConfirmationsOfItsConversationAlong() {
    day.send(day.ada, group, "two");
    confirmed(day.bob, 0, 2);
    day.forget();
    day.read(day.bob, group, 1);
    assertThat(day.told(day.ada)).containsExactly("delivered bob 2", "read bob 1");
  }

  @Test
  void whatIsGatheredIsStoredBeforeTheChatIsClosed() {
    confirmed(day.bob, 0, 1);
    day.chat.close();
    assertThat(counts(first).delivered()).isEqualTo(1);
  }

  @Test
  void noConfirmationPassesAMessageThatIsMissing() {
    Message second = day.send(day.ada, group, "two");
    day.forget();
    confirmed(day.bob, 1, 2);
    day.pass(GATHERED);
    assertThat(counts(second).delivered()).isZero();
    assertThat(day.told(day.ada)).isEmpty();
    confirmed(day.bob, 0, 2);
    day.pass(GATHERED);
    assertThat(counts(second).delivered()).isEqualTo(1);
  }

  @Test
  void aClaimOfTheUserPassesWhatIsMissing() {
    day.send(day.ada, group, "two");
    day.delivered(day.bob, group, 2);
    assertThat(counts(first).delivered()).isEqualTo(1);
  }

  @Test
  void whileTheStoreIsAwayConfirmationsWait() {
    day.stores.failNext("advance", FailingStores.When.BEFORE);
    confirmed(day.bob, 0, 1);
    day.pass(GATHERED);
    assertThat(counts(first).delivered()).isZero();
    day.pass(Duration.ofSeconds(2));
    assertThat(counts(first).delivered()).isEqualTo(1);
  }

  @Test
  void theAuthorSeesWhoGotAndReadItAndWhen() {
    Instant morning = day.now();
    day.pass(Duration.ofMinutes(1));
    day.delivered(day.bob, group, 1);
    day.pass(Duration.ofMinutes(1));
    day.read(day.bob, group, 1);
    day.pass(Duration.ofMinutes(1));
    assertThat(done(day.chat.receipts().of(day.by(day.ada), first.id())))
        .containsExactlyInAnyOrder(
            new MessageReceipt(day.bob.id(), morning.plusSeconds(60), morning.plusSeconds(120)),
            new MessageReceipt(day.tom.id(), null, null));
  }

  @Test
  void nobodyElseSeesWhoReadIt() {
    assertThat(code(day.chat.receipts().of(day.by(day.bob), first.id())))
        .isEqualTo(RefusalCode.RECEIPTS_NOT_YOURS);
    for (User other : new User[] {day.cleo, day.root, day.olga}) {
      assertThat(code(day.chat.receipts().of(day.by(other), first.id())))
          .isEqualTo(RefusalCode.MESSAGE_NOT_FOUND);
    }
  }

  @Test
  void whoLeftOrCameLaterIsNotAmongThem() {
    done(change(ids(day.root), ids(day.bob)));
    assertThat(done(day.chat.receipts().of(day.by(day.ada), first.id())))
        .extracting(MessageReceipt::userId)
        .containsExactly(day.tom.id());
  }

  @Test
  void whoIsDeactivatedIsNotAmongThemEither() {
    day.read(day.bob, group, 1);
    day.setActive(day.bob, false);
    assertThat(done(day.chat.receipts().of(day.by(day.ada), first.id())))
        .extracting(MessageReceipt::userId)
        .containsExactly(day.tom.id());
  }

  private ReceiptCounts counts(Message message) {
    return day.view(day.ada, message).receipts();
  }

  private MessageStatus status(Message message) {
    return counts(message).status();
  }

  private void confirmed(User user, long after, long seq) {
    day.chat.receipts().confirmed(day.hill, group.id(), user.id(), after, seq);
  }

  private Outcome<Outcome.Nothing> claim(User by, long seq) {
    return day.chat.receipts().claim(day.by(by), group.id(), seq, ReceiptKind.READ);
  }

  private Outcome<Conversation> change(Set<UserId> add, Set<UserId> remove) {
    return day.chat
        .groups()
        .change(day.by(day.tom), group.id(), new Groups.Change(null, add, remove));
  }

  @ParameterizedTest
  @ValueSource(strings = {"senders", "conversation"})
  void whatIsStoredIsToldThoughItWasNotKnownToWhom(String lost) {
    Conversation maths = day.group("Maths", day.tom, day.ada);
    day.elsewhere.messages().append(day.newMessage(maths, day.tom, "one", "c-1"));
    Device toms = day.connect(day.tom);
    if (lost.equals("senders")) {
      day.stores.failNext("senders", When.BEFORE);
    } else {
      day.stores.beforeNext("advance", () -> forget(maths));
    }
    day.read(day.ada, maths, 1);
    assertThat(toms.heard()).doesNotContain("read ada 1");
    day.pass(Duration.ofSeconds(2));
    assertThat(toms.heard()).containsExactly("read ada 1");
  }

  private void forget(Conversation conversation) {
    day.chat
        .groups()
        .change(
            day.by(day.tom), conversation.id(), new Groups.Change("Another", Set.of(), Set.of()));
    day.stores.failNext("conversation", When.BEFORE);
  }

  @Test
  void receiptsWhoseAnswerWasLostAreTold() {
    Conversation maths = day.group("Maths", day.tom, day.ada);
    day.send(day.tom, maths, "one");
    Device toms = day.connect(day.tom);
    day.stores.failNext("advance", When.AFTER);
    assertThatThrownBy(() -> day.read(day.ada, maths, 1)).isInstanceOf(StoreUnavailable.class);
    day.pass(Duration.ofSeconds(5));
    assertThat(toms.heard()).containsExactly("read ada 1");
  }

  @Test
  void receiptsThatWereNotStoredAreToldOnceTheyAre() {
    Conversation maths = day.group("Maths", day.tom, day.ada);
    day.send(day.tom, maths, "one");
    Device toms = day.connect(day.tom);
    day.stores.failNext("advance", When.BEFORE);
    assertThatThrownBy(() -> day.read(day.ada, maths, 1)).isInstanceOf(StoreUnavailable.class);
    day.pass(Duration.ofSeconds(5));
    assertThat(toms.heard()).containsExactly("read ada 1");
  }
}
