// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.Operator;
import homeroom.chat.query.Order;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.ConversationId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How messages are found by their words. */
public interface MessageSearchContract extends StoresContract {

  @Test
  default void everyWordMustBeThereAsAPrefixInAnyCase() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message homework = s.send(group, s.ada, "Homework is due on Friday");
    Message friday = s.send(group, s.bob, "see you on FRIDAY");
    assertThat(search(s, group, "friday")).containsExactly(friday, homework);
    assertThat(search(s, group, "fri home")).containsExactly(homework);
    assertThat(search(s, group, "HOMEWORK due")).containsExactly(homework);
    assertThat(search(s, group, "work")).isEmpty();
    assertThat(search(s, group, "homework monday")).isEmpty();
  }

  @Test
  default void accentsAreIgnored() {
    Fixtures s = school();
    Conversation group = s.group("French", s.ada, s.bob);
    Message cafe = s.send(group, s.ada, "Le caf\u00e9 de l'\u00c9cole");
    Message combining = s.send(group, s.ada, "un cafe\u0301 noir");
    assertThat(search(s, group, "cafe")).containsExactly(combining, cafe);
    assertThat(search(s, group, "caf\u00e9")).containsExactly(combining, cafe);
    assertThat(search(s, group, "cafe\u0301")).containsExactly(combining, cafe);
    assertThat(search(s, group, "ecole")).containsExactly(cafe);
  }

  @Test
  default void everyScriptHasWords() {
    Fixtures s = school();
    Conversation group = s.group("Languages", s.ada, s.bob);
    for (String text :
        List.of(
            "\u0414\u043e\u043c\u0430\u0448\u043d\u0435\u0435"
                + " \u0437\u0430\u0434\u0430\u043d\u0438\u0435",
            "\u0939\u093f\u0928\u094d\u0926\u0940 \u0915\u0915\u094d\u0937\u093e",
            "\u05e9\u05d9\u05e2\u05d5\u05e8\u05d9 \u05d1\u05d9\u05ea",
            "\u5bbf\u9898 \u660e\u5929")) {
      Message message = s.send(group, s.ada, text);
      for (String word : text.split(" ", -1)) {
        assertThat(search(s, group, word)).as(word).containsExactly(message);
      }
      assertThat(search(s, group, text.substring(0, 2))).as(text).containsExactly(message);
    }
  }

  @Test
  default void aWordInsideASentenceWithoutSpacesIsFound() {
    Fixtures s = school();
    Conversation group = s.group("Languages", s.ada, s.bob);
    Message japanese = s.send(group, s.ada, "今日は数学の宿題があります");
    Message chinese = s.send(group, s.ada, "明天下午三点开家长会");
    Message thai = s.send(group, s.ada, "พรุ่งนี้มีการบ้านคณิตศาสตร์");
    Message korean = s.send(group, s.ada, "내일 수학숙제가 있습니다");
    for (String word : List.of("宿題", "数学", "今日は", "す", "宿題があります")) {
      assertThat(search(s, group, word)).as(word).containsExactly(japanese);
    }
    for (String word : List.of("家长会", "会", "三点开", "下午")) {
      assertThat(search(s, group, word)).as(word).containsExactly(chinese);
    }
    for (String word : List.of("การบ้าน", "มี", "คณิต", "พรุ่งนี้")) {
      assertThat(search(s, group, word)).as(word).containsExactly(thai);
    }
    for (String word : List.of("숙제", "수학", "제가", "내일 숙제")) {
      assertThat(search(s, group, word)).as(word).containsExactly(korean);
    }
    for (String word : List.of("題宿", "会长", "บ้านการ", "제숙", "宿会")) {
      assertThat(search(s, group, word)).as(word).isEmpty();
    }
  }

  @Test
  default void lettersAreFoldedInTheSameWayOnEveryStore() {
    Fixtures s = school();
    Conversation group = s.group("Languages", s.ada, s.bob);
    var wanted =
        Map.of(
            "Große Straße", List.of("strasse", "STRASSE", "straße", "grosse"),
            "ﬁnal oﬃce", List.of("final", "office"),
            "İSTANBUL gezisi ılık", List.of("istanbul", "ılık", "ilik", "GEZİSİ"),
            "Nguyễn Việt đã đến", List.of("nguyen viet", "da den", "Đã"),
            "Łukasz Øster Æsir", List.of("lukasz", "oster", "aesir"),
            "مُدَرِّسَة الفصل", List.of("مدرسة", "مُدَرِّسَة", "الفصل", "الفصـــل"),
            "می\u200cخواهم کتاب", List.of("میخواهم", "می\u200cخواهم", "خواهم", "كتاب"),
            "Haus\u00adaufgabe", List.of("hausaufgabe"),
            "ΟΔΥΣΣΕΥΣ", List.of("οδυσσευς", "Οδυσσεύς"),
            "Ｆｕｌｌ ｗｉｄｔｈ", List.of("full width"));
    wanted.forEach((text, words) -> {
      Message message = s.send(group, s.ada, text);
      for (String word : words) {
        assertThat(search(s, group, word)).as(text + " by " + word).containsExactly(message);
      }
    });
  }

  @Test
  default void emojiAreFound() {
    Fixtures s = school();
    Conversation group = s.group("Emoji", s.ada, s.bob);
    Message family = s.send(group, s.ada, "👨‍👩‍👧‍👦 at home");
    Message flags = s.send(group, s.ada, "🇩🇪🇫🇷 exchange 👍🏽");
    assertThat(search(s, group, "👨‍👩‍👧‍👦")).containsExactly(family);
    assertThat(search(s, group, "👧 home")).containsExactly(family);
    assertThat(search(s, group, "🇫🇷")).containsExactly(flags);
    assertThat(search(s, group, "👍")).containsExactly(flags);
    assertThat(search(s, group, "👍🏿")).containsExactly(flags);
    assertThat(search(s, group, "🇪🇫")).isEmpty();
    assertThat(search(s, group, "🎒")).isEmpty();
  }

  @Test
  default void newestComeFirstUnlessTheQueryOrdersOtherwise() {
    Fixtures s = school();
    Conversation one = s.group("One", s.ada, s.bob);
    Conversation other = s.group("Other", s.ada, s.bob);
    Message first = s.send(one, s.ada, "apple");
    Message second = s.send(other, s.ada, "apple");
    Message third = s.send(one, s.ada, "apple");
    s.edit(first, "apple pie");
    var in = List.of(one.id(), other.id());
    assertThat(ids(search(s, in, "apple", Query.where(Filter.ALL))))
        .containsExactly(third.id().value(), second.id().value(), first.id().value());
    Query oldestFirst = new Query(Filter.ALL, List.of(new Order("createdAt", false)), 50, 0);
    assertThat(ids(search(s, in, "apple", oldestFirst)))
        .containsExactly(first.id().value(), second.id().value(), third.id().value());
  }

  @Test
  default void editsAndDeletionsShowAtOnce() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message message = s.send(group, s.ada, "secret");
    assertThat(search(s, group, "secret")).containsExactly(message);
    Message edited = s.edit(message, "harmless");
    assertThat(search(s, group, "secret")).isEmpty();
    assertThat(search(s, group, "harmless")).containsExactly(edited);
    s.delete(message);
    assertThat(search(s, group, "harmless")).isEmpty();
  }

  @Test
  default void onlyTheseConversationsOfThisSchoolAreSearched() {
    Fixtures s = school();
    Fixtures other = school();
    Conversation one = s.group("One", s.ada, s.bob);
    Conversation hidden = s.group("Hidden", s.tom, s.bob);
    Conversation foreign = other.group("Foreign", other.ada, other.bob);
    Message message = s.send(one, s.ada, "pear");
    s.send(hidden, s.tom, "pear");
    other.send(foreign, other.ada, "pear");
    assertThat(search(s, one, "pear")).containsExactly(message);
    var in = List.of(one.id(), foreign.id(), new ConversationId("none"));
    assertThat(search(s, in, "pear", Query.where(Filter.ALL)).data()).containsExactly(message);
    assertThat(search(s, List.of(), "pear", Query.where(Filter.ALL)).total()).isZero();
    assertThat(
            stores()
                .messages()
                .search(other.schoolId(), List.of(one.id()), "pear", Query.where(Filter.ALL))
                .total())
        .isZero();
  }

  @Test
  default void manyConversationsAreSearchedAtOnce() {
    Fixtures s = school();
    List<Conversation> groups =
        Crowd.of(300, i -> s.group("Group " + i, s.ada, s.bob)).stream().toList();
    Crowd.of(300, i -> s.send(groups.get(i), s.ada, "plum " + i));
    List<ConversationId> ids = groups.stream().map(Conversation::id).toList();
    assertThat(search(s, ids, "plum", Query.where(Filter.ALL)).total()).isEqualTo(300);
    assertThat(search(s, ids.subList(0, 100), "plum", Query.where(Filter.ALL)).total())
        .isEqualTo(100);
  }

  @Test
  default void wordsAreNeverMoreThanWords() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message message = s.send(group, s.ada, "near the well-known NOT gate's text: c1 \"quoted\"");
    for (String words :
        List.of("NOT gate", "near", "well-known", "\"quoted\"", "gate's", "text:c1", "c1*")) {
      assertThat(search(s, group, words)).as(words).containsExactly(message);
    }
    for (String words :
        List.of(
            "text : other",
            "a OR well",
            "NEAR(x y)",
            "x\" OR \"well",
            "^zebra",
            "conversation : c",
            "{text conversation} : zebra",
            "-well zebra")) {
      assertThat(search(s, group, words)).as(words).isEmpty();
    }
  }

  @Test
  default void wordsOfPunctuationFindNothing() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    s.send(group, s.ada, "anything * \" at all");
    for (String words : List.of("", " ", "*", "\"", "\"\"", "(", "- + :", "'; --", "\u0000")) {
      assertThat(search(s, group, words)).as(words).isEmpty();
    }
  }

  @Test
  default void aSearchHasPagesAndConditions() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    List<Message> sent =
        IntStream.rangeClosed(1, 5)
            .mapToObj(i -> s.send(group, i == 3 ? s.bob : s.ada, "fig " + i))
            .toList();
    Page<Message> page =
        search(s, List.of(group.id()), "fig", new Query(Filter.ALL, List.of(), 2, 1));
    assertThat(page.total()).isEqualTo(5);
    assertThat(page.data()).containsExactly(sent.get(3), sent.get(2));
    Filter bobs = Filter.equal("senderId", s.bob.id().value());
    assertThat(search(s, List.of(group.id()), "fig", Query.where(bobs)).data())
        .containsExactly(sent.get(2));
    Filter early = new Compare("seq", Operator.LESS, 3L);
    assertThat(search(s, List.of(group.id()), "fig", Query.where(early)).data())
        .containsExactly(sent.get(1), sent.get(0));
    assertThat(
            search(s, List.of(group.id()), "fig", new Query(Filter.ALL, List.of(), 0, 0)).total())
        .isEqualTo(5);
  }

  @Test
  default void anUnknownFieldOfASearchIsRefused() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Query wrong = Query.where(Filter.equal("text", "x"));
    assertThatThrownBy(() -> search(s, List.of(group.id()), "fig", wrong))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> search(s, List.of(), "fig", wrong))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<Message> search(Fixtures s, Conversation in, String words) {
    return search(s, List.of(in.id()), words, Query.where(Filter.ALL)).data();
  }

  private Page<Message> search(Fixtures s, List<ConversationId> in, String words, Query query) {
    return stores().messages().search(s.schoolId(), in, words, query);
  }

  private static List<String> ids(Page<Message> page) {
    return page.data().stream().map(message -> message.id().value()).toList();
  }
}
