// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** What is known of a conversation, whatever order it comes in. */
class ConversationCopyTest {

  private static final String ME = "me";

  static Message message(long seq, long rev, String text) {
    return Message.of(new Json(wire(seq, rev, "other", text)));
  }

  private static Message own(long seq) {
    return Message.of(new Json(wire(seq, seq, ME, "own")));
  }

  private static JSONObject wire(long seq, long rev, String sender, String text) {
    return Json.make(
        "_id",
        "m" + seq,
        "conversationId",
        "c",
        "senderId",
        sender,
        "clientId",
        "k" + seq,
        "seq",
        seq,
        "rev",
        rev,
        "text",
        text,
        "status",
        "sent",
        "receipts",
        Json.make("delivered", 0, "read", 0, "of", 2),
        "createdAt",
        "2026-01-05T08:00:00.000Z");
  }

  private static JSONObject conversation(long rev, long readSeq, int unread) {
    return Json.make(
        "_id",
        "c",
        "type",
        "group",
        "participants",
        new JSONArray(List.of(ME, "other", "third")),
        "readOnly",
        false,
        "rev",
        rev,
        "readSeq",
        readSeq,
        "unread",
        unread,
        "updatedAt",
        "2026-01-05T08:00:00.000Z");
  }

  private static Json entry(boolean reset, boolean complete, long rev, JSONObject... messages) {
    return new Json(
        Json.make(
            "conversation",
            conversation(rev, 0, messages.length),
            "messages",
            new JSONArray(List.of(messages)),
            "receipts",
            new JSONArray(List.of(mark("other", 0, 0), mark("third", 0, 0))),
            "rev",
            rev,
            "reset",
            reset,
            "complete",
            complete));
  }

  private static JSONObject mark(String user, long delivered, long read) {
    return Json.make("userId", user, "deliveredSeq", delivered, "readSeq", read);
  }

  private static Json receipt(String user, long seq) {
    return new Json(Json.make("userId", user, "seq", seq));
  }

  private static ConversationCopy synced(JSONObject... messages) {
    var copy = new ConversationCopy(new Json(conversation(0, 0, 0)), ME);
    copy.sync(entry(true, true, messages.length, messages));
    return copy;
  }

  private static List<String> texts(ConversationCopy copy) {
    return copy.view().messages().stream().map(Message::text).toList();
  }

  @Test
  void pushedMessagesFollowEachOther() {
    ConversationCopy copy = synced(wire(1, 1, "other", "one"));
    copy.take(message(2, 2, "two"));
    copy.take(message(1, 3, "one, edited"));
    copy.take(message(2, 2, "two"));
    assertThat(texts(copy)).containsExactly("one, edited", "two");
    assertThat(copy.rev()).isEqualTo(3);
    assertThat(copy.hasGap()).isFalse();
    assertThat(copy.view().unread()).isEqualTo(2);
  }

  @Test
  void aMissingRevIsAGapUntilItComes() {
    ConversationCopy copy = synced(wire(1, 1, "other", "one"));
    copy.take(message(3, 3, "three"));
    assertThat(copy.hasGap()).isTrue();
    assertThat(copy.rev()).isEqualTo(1);
    copy.sync(entry(false, true, 3, wire(2, 2, "other", "two"), wire(3, 3, "other", "three")));
    assertThat(copy.hasGap()).isFalse();
    assertThat(texts(copy)).containsExactly("one", "two", "three");
  }

  @Test
  void whatComesBeforeTheFirstSyncIsKeptForIt() {
    var copy = new ConversationCopy(new Json(conversation(1, 0, 1)), ME);
    copy.take(message(2, 2, "two"));
    assertThat(copy.isNamed()).isFalse();
    copy.sync(entry(true, true, 1, wire(1, 1, "other", "one")));
    assertThat(texts(copy)).containsExactly("one", "two");
    assertThat(copy.rev()).isEqualTo(2);
  }

  @Test
  void anEntryWithoutRoomLeavesItUnnamed() {
    ConversationCopy copy = synced(wire(1, 1, "other", "one"));
    copy.sync(entry(true, false, 9));
    assertThat(copy.isNamed()).isFalse();
    assertThat(texts(copy)).isEmpty();
    assertThat(copy.view().hasOlder()).isTrue();
  }

  @Test
  void olderMessagesStandBeforeTheOthers() {
    var fifty = new JSONObject[50];
    LongStream.range(0, 50)
        .forEach(i -> fifty[(int) i] = wire(i + 3, i + 3, "other", "no " + (i + 3)));
    ConversationCopy copy = synced(fifty);
    assertThat(copy.view().hasOlder()).isTrue();
    assertThat(copy.floor()).isEqualTo(3);
    copy.older(3, List.of(message(2, 2, "no 2"), message(1, 1, "no 1")), true);
    assertThat(texts(copy)).hasSize(52).startsWith("no 1", "no 2", "no 3");
    assertThat(copy.view().hasOlder()).isFalse();
  }

  @Test
  void aPageThatWasAskedForBeforeAnewBeginningMakesNoHole() {
    var fifty = new JSONObject[50];
    LongStream.range(0, 50)
        .forEach(i -> fifty[(int) i] = wire(i + 90, i + 90, "other", "no " + (i + 90)));
    ConversationCopy copy = synced(wire(4, 4, "other", "of another history"));
    copy.sync(entry(true, true, 139, fifty));
    copy.older(4, List.of(message(3, 3, "no 3")), true);
    assertThat(texts(copy)).hasSize(50).doesNotContain("no 3");
    assertThat(copy.floor()).isEqualTo(90);
    assertThat(copy.view().hasOlder()).isTrue();
  }

  @Test
  void ofVeryManyMessagesTheOldestAreLetGoOfAndCanBeLoadedAgain() {
    ConversationCopy copy = synced(wire(1, 1, "other", "no 1"));
    LongStream.rangeClosed(2, 2_000).forEach(i -> copy.take(message(i, i, "no " + i)));
    assertThat(texts(copy)).hasSize(2_000);
    copy.take(message(2_001, 2_001, "no 2001"));
    assertThat(texts(copy)).hasSize(1_000).startsWith("no 1002").endsWith("no 2001");
    assertThat(copy.rev()).isEqualTo(2_001);
    assertThat(copy.hasGap()).isFalse();
    assertThat(copy.canLoadOlder()).isTrue();
    copy.older(1_002, List.of(message(1_001, 1_001, "no 1001")), false);
    assertThat(texts(copy)).startsWith("no 1001", "no 1002");
  }

  @Test
  void whatWasLoadedByAskingStaysUntilManyNewMessagesCome() {
    var fifty = new JSONObject[50];
    LongStream.range(0, 50)
        .forEach(i -> fifty[(int) i] = wire(i + 100_000, i + 100_000, "other", "newest"));
    ConversationCopy copy = synced(fifty);
    long floor = 100_000;
    while (copy.canLoadOlder()) {
      List<Message> page =
          LongStream.range(floor - 50, floor).mapToObj(i -> message(i, i, "no " + i)).toList();
      copy.older(floor, page, false);
      floor -= 50;
    }
    assertThat(texts(copy)).hasSize(50_000);
    copy.take(message(100_050, 100_050, "new"));
    assertThat(texts(copy)).hasSize(50_001);
    assertThat(copy.view().hasOlder()).isTrue();
  }

  @Test
  void receiptsAreCountedAtOwnMessages() {
    ConversationCopy copy = synced(wire(1, 1, "other", "one"));
    copy.take(own(2));
    copy.take(own(3));
    assertThat(copy.receipts(false, List.of(receipt("other", 3)))).isTrue();
    assertThat(copy.receipts(true, List.of(receipt("third", 2)))).isTrue();
    List<Message> all = copy.view().messages();
    assertThat(all.get(1).receipts()).isEqualTo(new Message.Receipts(2, 1, 2));
    assertThat(all.get(1).status()).isEqualTo("delivered");
    assertThat(all.get(2).receipts()).isEqualTo(new Message.Receipts(1, 0, 2));
    assertThat(copy.receipts(true, List.of(receipt("newcomer", 3)))).isFalse();
  }

  @Test
  void whatOnesOtherDevicesReadIsReadHere() {
    ConversationCopy copy = synced(wire(1, 1, "other", "one"), wire(2, 2, "other", "two"));
    assertThat(copy.view().unread()).isEqualTo(2);
    copy.receipts(true, List.of(receipt(ME, 1)));
    assertThat(copy.view().unread()).isEqualTo(1);
    assertThat(copy.view().readSeq()).isEqualTo(1);
  }
}
