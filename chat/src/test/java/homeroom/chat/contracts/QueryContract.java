// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.message.NewMessage;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Filter.And;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.In;
import homeroom.chat.query.Filter.Operator;
import homeroom.chat.query.Filter.Or;
import homeroom.chat.query.Order;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.MessageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a query means, tried on the messages of one conversation; seq is 1 to 6. */
public interface QueryContract extends StoresContract {

  @Test
  default void comparesNumbers() {
    Conversed c = conversed();
    assertThat(seqs(c, compare("seq", Operator.EQUAL, 3L))).containsExactly(3L);
    assertThat(seqs(c, compare("seq", Operator.NOT_EQUAL, 3L))).containsExactly(1L, 2L, 4L, 5L, 6L);
    assertThat(seqs(c, compare("seq", Operator.LESS, 3L))).containsExactly(1L, 2L);
    assertThat(seqs(c, compare("seq", Operator.LESS_OR_EQUAL, 3L))).containsExactly(1L, 2L, 3L);
    assertThat(seqs(c, compare("seq", Operator.GREATER, 4L))).containsExactly(5L, 6L);
    assertThat(seqs(c, compare("seq", Operator.GREATER_OR_EQUAL, 4L))).containsExactly(4L, 5L, 6L);
  }

  @Test
  default void comparesTimesToTheMillisecond() {
    Conversed c = conversed();
    Instant third = c.messages().get(2).createdAt();
    assertThat(seqs(c, compare("createdAt", Operator.EQUAL, third))).containsExactly(3L);
    assertThat(seqs(c, compare("createdAt", Operator.LESS, third.plusMillis(1))))
        .containsExactly(1L, 2L, 3L);
    assertThat(seqs(c, compare("createdAt", Operator.GREATER, third.minusMillis(1))))
        .containsExactly(3L, 4L, 5L, 6L);
  }

  @Test
  default void comparesTexts() {
    Conversed c = conversed();
    assertThat(seqs(c, Filter.equal("senderId", c.school().ada.id().value())))
        .containsExactly(1L, 3L, 5L);
    assertThat(seqs(c, compare("senderId", Operator.NOT_EQUAL, c.school().ada.id().value())))
        .containsExactly(2L, 4L, 6L);
    assertThat(seqs(c, compare("_id", Operator.LESS, c.messages().get(2).id().value())))
        .containsExactly(1L, 2L);
  }

  @Test
  default void aTextNeverEqualsANumber() {
    Conversed c = conversed();
    assertThat(seqs(c, Filter.equal("seq", "3"))).isEmpty();
    assertThat(seqs(c, Filter.equal("senderId", 3L))).isEmpty();
    assertThat(seqs(c, Filter.equal("createdAt", c.messages().getFirst().createdAt().toString())))
        .isEmpty();
    assertThat(seqs(c, compare("seq", Operator.NOT_EQUAL, "3"))).hasSize(6);
    assertThat(seqs(c, compare("seq", Operator.LESS, "9"))).isEmpty();
    assertThat(seqs(c, Filter.in("seq", List.of("3", 4L)))).containsExactly(4L);
    assertThat(seqs(c, new In("seq", List.of("3", 4L), true))).containsExactly(1L, 2L, 3L, 5L, 6L);
  }

  @Test
  default void nullIsEqualToNullAlone() {
    Conversed c = conversed();
    String first = c.messages().getFirst().id().value();
    assertThat(seqs(c, Filter.equal("replyTo", null))).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(seqs(c, compare("replyTo", Operator.NOT_EQUAL, null))).containsExactly(6L);
    assertThat(seqs(c, Filter.equal("replyTo", first))).containsExactly(6L);
    assertThat(seqs(c, compare("replyTo", Operator.NOT_EQUAL, first)))
        .containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  default void nothingIsLessOrGreaterThanNull() {
    Conversed c = conversed();
    assertThat(seqs(c, compare("replyTo", Operator.LESS, null))).isEmpty();
    assertThat(seqs(c, compare("replyTo", Operator.GREATER, null))).isEmpty();
    assertThat(seqs(c, compare("replyTo", Operator.LESS, "~"))).containsExactly(6L);
    assertThat(seqs(c, compare("replyTo", Operator.GREATER, "."))).containsExactly(6L);
    assertThat(seqs(c, compare("seq", Operator.LESS, null))).isEmpty();
  }

  @Test
  default void findsOneOfMany() {
    Conversed c = conversed();
    String first = c.messages().getFirst().id().value();
    assertThat(seqs(c, Filter.in("seq", List.of(5L, 2L, 99L)))).containsExactly(2L, 5L);
    assertThat(seqs(c, Filter.in("seq", List.of()))).isEmpty();
    assertThat(seqs(c, new In("seq", List.of(5L, 2L), true))).containsExactly(1L, 3L, 4L, 6L);
    assertThat(seqs(c, new In("seq", List.of(), true))).hasSize(6);
    assertThat(seqs(c, new In("replyTo", List.of(first), true)))
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(seqs(c, Filter.in("createdAt", List.of(c.messages().get(1).createdAt()))))
        .containsExactly(2L);
  }

  @Test
  default void joinsConditions() {
    Conversed c = conversed();
    Filter two = Filter.equal("seq", 2L);
    Filter four = Filter.equal("seq", 4L);
    Filter bobs = Filter.equal("senderId", c.school().bob.id().value());
    assertThat(seqs(c, Filter.and(two, bobs))).containsExactly(2L);
    assertThat(seqs(c, Filter.and(two, four))).isEmpty();
    assertThat(seqs(c, new Or(List.of(two, four)))).containsExactly(2L, 4L);
    assertThat(seqs(c, Filter.and(new Or(List.of(two, Filter.equal("seq", 3L))), bobs)))
        .containsExactly(2L);
    assertThat(seqs(c, new Or(List.of(Filter.and(two, bobs), Filter.equal("seq", 5L)))))
        .containsExactly(2L, 5L);
    assertThat(seqs(c, new And(List.of()))).hasSize(6);
    assertThat(seqs(c, new Or(List.of()))).isEmpty();
    assertThat(seqs(c, Filter.and(new Or(List.of()), two))).isEmpty();
  }

  @Test
  default void valuesAreNeverMoreThanValues() {
    Conversed c = conversed();
    for (String text : List.of("' OR 1=1 --", "\"", "\\", "$ne", "%", "a\u0000b", "\uD83D\uDE00")) {
      assertThat(seqs(c, Filter.equal("senderId", text))).isEmpty();
      assertThat(seqs(c, Filter.in("senderId", List.of(text, "'", "\"]")))).isEmpty();
    }
  }

  @Test
  default void sortsByEachFieldInBothDirections() {
    Conversed c = conversed();
    for (String field : List.of("_id", "seq", "rev", "createdAt")) {
      assertThat(seqs(page(c, Filter.ALL, List.of(new Order(field, false)), 50, 0)))
          .as(field)
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
      assertThat(seqs(page(c, Filter.ALL, List.of(new Order(field, true)), 50, 0)))
          .as(field)
          .containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
    }
  }

  @Test
  default void whatSortsAlikeFollowsByTheNextOrderAndThenById() {
    Conversed c = conversed();
    assertThat(seqs(page(c, Filter.ALL, List.of(new Order("senderId", false)), 50, 0)))
        .containsExactly(1L, 3L, 5L, 2L, 4L, 6L);
    assertThat(seqs(page(c, Filter.ALL, List.of(new Order("senderId", true)), 50, 0)))
        .containsExactly(2L, 4L, 6L, 1L, 3L, 5L);
    var bySenderThenNewest = List.of(new Order("senderId", false), new Order("seq", true));
    assertThat(seqs(page(c, Filter.ALL, bySenderThenNewest, 50, 0)))
        .containsExactly(5L, 3L, 1L, 6L, 4L, 2L);
  }

  @Test
  default void nullSortsBeforeEverything() {
    Conversed c = conversed();
    assertThat(seqs(page(c, Filter.ALL, List.of(new Order("replyTo", false)), 50, 0)).getLast())
        .isEqualTo(6L);
    assertThat(seqs(page(c, Filter.ALL, List.of(new Order("replyTo", true)), 50, 0)).getFirst())
        .isEqualTo(6L);
  }

  @Test
  default void pagesFollowEachOtherAndTellTheTotal() {
    Conversed c = conversed();
    Page<Message> first = page(c, Filter.ALL, List.of(), 4, 0);
    Page<Message> second = page(c, Filter.ALL, List.of(), 4, 4);
    Page<Message> third = page(c, Filter.ALL, List.of(), 4, 8);
    assertThat(seqs(first)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(seqs(second)).containsExactly(5L, 6L);
    assertThat(seqs(third)).isEmpty();
    assertThat(List.of(first, second, third)).extracting(Page::total).containsOnly(6);
    assertThat(second.limit()).isEqualTo(4);
    assertThat(second.skip()).isEqualTo(4);
  }

  @Test
  default void aFullPageTellsTheTotalToo() {
    Conversed c = conversed();
    assertThat(page(c, Filter.ALL, List.of(), 6, 0).total()).isEqualTo(6);
    assertThat(page(c, Filter.ALL, List.of(), 3, 3).total()).isEqualTo(6);
  }

  @Test
  default void aLimitOfNoneOnlyCounts() {
    Conversed c = conversed();
    Page<Message> page = page(c, compare("seq", Operator.GREATER, 2L), List.of(), 0, 0);
    assertThat(page.total()).isEqualTo(4);
    assertThat(page.data()).isEmpty();
    assertThat(page(c, Filter.ALL, List.of(), 0, 3).total()).isEqualTo(6);
  }

  @Test
  default void anUnknownFieldOfMessagesIsRefused() {
    Conversed c = conversed();
    for (String field : List.of("text", "schoolId", "seq; DROP TABLE messages", "")) {
      assertThatThrownBy(() -> seqs(c, Filter.equal(field, "x")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> seqs(c, new In(field, List.of("x"), false)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> page(c, Filter.ALL, List.of(new Order(field, true)), 50, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Ada and Bob in turn; the sixth message answers the first. */
  record Conversed(Fixtures school, Conversation conversation, List<Message> messages) {}

  private Conversed conversed() {
    Fixtures s = school();
    Conversation group = s.group("Query", s.ada, s.bob);
    var messages = new ArrayList<Message>();
    for (int i = 1; i <= 5; i++) {
      messages.add(s.send(group, i % 2 == 1 ? s.ada : s.bob, "message " + i));
    }
    var reply =
        new NewMessage(
            new MessageId(Fixtures.id("message")),
            group.id(),
            s.schoolId(),
            s.bob.id(),
            "reply",
            "message 6",
            messages.getFirst().id(),
            s.later());
    messages.add(stores().messages().append(reply).message());
    return new Conversed(s, group, messages);
  }

  private Page<Message> page(Conversed c, Filter filter, List<Order> sort, int limit, int skip) {
    return stores()
        .messages()
        .find(c.school().schoolId(), c.conversation().id(), new Query(filter, sort, limit, skip));
  }

  private List<Long> seqs(Conversed c, Filter filter) {
    return seqs(page(c, filter, List.of(), 50, 0));
  }

  private static List<Long> seqs(Page<Message> page) {
    return page.data().stream().map(Message::seq).toList();
  }

  private static Filter compare(String field, Operator operator, @Nullable Object value) {
    return new Compare(field, operator, value);
  }
}
