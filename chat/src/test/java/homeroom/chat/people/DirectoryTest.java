// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import static homeroom.chat.SchoolDay.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.UserId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom somebody may look up. */
class DirectoryTest {

  private final SchoolDay day = new SchoolDay();

  @Test
  void staffLookUpEverybodyOfTheSchool() {
    for (User staff : List.of(day.tom, day.root)) {
      assertThat(found(staff, Filter.ALL))
          .containsExactly("ada", "bob", "cleo", "dan", "rita", "root", "tina", "tom");
      assertThat(day.chat.directory().get(day.by(staff), day.dan.id())).contains(day.dan);
    }
  }

  @Test
  void aStudentLooksUpThePeopleOfTheirClassesAdminsAndThemselves() {
    assertThat(found(day.ada, Filter.ALL)).containsExactly("ada", "bob", "rita", "root", "tom");
    assertThat(found(day.dan, Filter.ALL)).containsExactly("dan", "rita", "root");
    assertThat(day.chat.directory().get(day.by(day.ada), day.bob.id())).contains(day.bob);
    assertThat(day.chat.directory().get(day.by(day.ada), day.cleo.id())).isEmpty();
    assertThat(day.chat.directory().get(day.by(day.ada), day.tina.id())).isEmpty();
  }

  @Test
  void aStudentLooksUpWhoeverIsInAConversationWithThem() {
    day.group("Chess", day.tom, day.ada, day.cleo);
    assertThat(found(day.ada, Filter.ALL)).contains("cleo");
    assertThat(day.chat.directory().get(day.by(day.ada), day.cleo.id())).contains(day.cleo);
  }

  @Test
  void whoseMessagesAStudentReadsTheyLookUpByIdAlsoAfterTheSenderLeft() {
    Conversation group = day.group("Chess", day.tom, day.ada, day.cleo);
    day.send(day.cleo, group, "hello");
    done(day.chat.groups().leave(day.by(day.cleo), group.id()));
    assertThat(day.chat.directory().get(day.by(day.ada), day.cleo.id())).contains(day.cleo);
    assertThat(found(day.ada, Filter.ALL)).doesNotContain("cleo");
  }

  @Test
  void whoLeftWithoutAWordIsNotLookedUp() {
    Conversation group = day.group("Chess", day.tom, day.ada, day.cleo);
    done(day.chat.groups().leave(day.by(day.cleo), group.id()));
    assertThat(day.chat.directory().get(day.by(day.ada), day.cleo.id())).isEmpty();
  }

  @Test
  void whoIsHiddenCostsTheWorkOfWhoIsNobody() {
    day.group("Chess", day.tom, day.ada, day.bob);
    day.group("Go", day.tom, day.ada);
    get(day.ada, day.bob.id()); // what is remembered of Ada herself is by now
    List<String> work = work(day.ada, new UserId("nobody"));
    assertThat(work).contains("hasSent");
    assertThat(work(day.ada, day.cleo.id())).as("of the school").isEqualTo(work);
    assertThat(work(day.ada, day.eve.id())).as("of another school").isEqualTo(work);
    assertThat(work(day.tom, day.eve.id())).isEqualTo(work(day.tom, new UserId("no-one")));
  }

  private List<String> work(User by, UserId id) {
    day.stores.calls().clear();
    assertThat(get(by, id)).isEmpty();
    return List.copyOf(day.stores.calls());
  }

  private Optional<User> get(User by, UserId id) {
    return day.chat.directory().get(day.by(by), id);
  }

  @Test
  void nobodyOfAnotherSchoolIsLookedUp() {
    assertThat(day.chat.directory().get(day.by(day.root), day.eve.id())).isEmpty();
    assertThat(found(day.olga, Filter.ALL)).containsExactly("eve", "max", "olga");
  }

  @Test
  void thePeopleOfAClassAreFoundByWhoMaySeeTheClass() {
    Filter of7b = Filter.equal("classId", "7b");
    assertThat(found(day.ada, of7b)).containsExactly("ada", "bob", "tom");
    assertThat(found(day.root, of7b)).containsExactly("ada", "bob", "tom");
    assertThat(found(day.cleo, of7b)).isEmpty();
    assertThat(found(day.tina, of7b)).isEmpty();
    assertThat(found(day.root, Filter.in("classId", List.of("7b", "8a"))))
        .containsExactly("ada", "bob", "cleo", "tina", "tom");
    assertThat(found(day.root, new Filter.In("classId", List.of("7b"), true)))
        .containsExactly("cleo", "dan", "rita", "root", "tina");
  }

  @Test
  void whatIsNoClassHasNoPeopleAndClassesHaveNoOrder() {
    for (@Nullable String none : Arrays.asList("!", "", "nothing", null)) {
      assertThat(found(day.root, Filter.equal("classId", none))).isEmpty();
    }
    assertThat(found(day.root, Filter.in("classId", List.of("!", "7b"))))
        .containsExactly("ada", "bob", "tom");
    var after = new Filter.Compare("classId", Filter.Operator.GREATER, "7b");
    assertThatThrownBy(() -> found(day.root, after)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> found(day.ada, after)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thoseOutsideAClassAreFoundAsWell() {
    var not7b = new Filter.Compare("classId", Filter.Operator.NOT_EQUAL, "7b");
    assertThat(found(day.root, not7b)).containsExactly("cleo", "dan", "rita", "root", "tina");
  }

  @Test
  void whoLeavesTheClassIsNotLookedUpAnyMore() {
    day.change(new RosterChange.Unenroll(SchoolDay.attends(day.bob, day.class7b)));
    assertThat(found(day.ada, Filter.ALL)).doesNotContain("bob");
  }

  private List<String> found(User by, Filter filter) {
    return day.chat.directory().find(day.by(by), Query.where(filter)).data().stream()
        .map(user -> user.id().value())
        .toList();
  }
}
