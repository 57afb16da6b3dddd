// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.rate.CurrentUser;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is served next. */
class FairTasksTest {

  private static final UserId ADA = new UserId("ada");
  private static final UserId BOB = new UserId("bob");

  private final FairTasks tasks = new FairTasks(1);

  private Task<?> task(UserId user) {
    Task<?> task = CurrentUser.call(user, () -> new Task<>(session -> "done"));
    tasks.add(task);
    return task;
  }

  private List<Task<?>> servedInTurn() {
    var order = new ArrayList<Task<?>>();
    for (Optional<Task<?>> next = tasks.poll(); next.isPresent(); next = tasks.poll()) {
      order.add(next.get());
      tasks.served(next.get());
    }
    return order;
  }

  @Test
  void usersTakeTurnsHoweverMuchOneAsksFor() {
    Task<?> first = task(ADA);
    Task<?> second = task(ADA);
    Task<?> third = task(ADA);
    Task<?> bobs = task(BOB);

    assertThat(servedInTurn()).containsExactly(first, bobs, second, third);
    assertThat(tasks.size()).isZero();
  }

  @Test
  void whoHasTheirShareWaitsUntilOneIsServed() {
    Task<?> first = task(ADA);
    Task<?> second = task(ADA);
    assertThat(tasks.poll().orElseThrow()).isSameAs(first);
    assertThat(tasks.poll()).isEmpty();

    Task<?> bobs = task(BOB);
    assertThat(tasks.poll().orElseThrow()).isSameAs(bobs);
    assertThat(tasks.poll()).isEmpty();

    tasks.served(first);
    assertThat(tasks.poll().orElseThrow()).isSameAs(second);
  }

  @Test
  void whatTheServerDoesForItselfTakesTurnsToo() {
    Task<?> adas = task(ADA);
    Task<?> more = task(ADA);
    Task<?> own = new Task<>(session -> "done");
    tasks.add(own);

    assertThat(servedInTurn()).containsExactly(adas, own, more);
  }

  @Test
  void whatTheServerDoesForItselfIsNotOneUsers() {
    Task<?> first = new Task<>(session -> "done");
    Task<?> second = new Task<>(session -> "done");
    tasks.add(first);
    tasks.add(second);

    assertThat(List.of(tasks.poll(), tasks.poll()))
        .containsExactly(Optional.of(first), Optional.of(second));
  }
}
