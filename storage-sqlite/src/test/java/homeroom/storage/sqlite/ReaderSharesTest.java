// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.rate.CurrentUser;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** One user's reads leave a reader to everybody else. */
class ReaderSharesTest {

  private static final UserId ADA = new UserId("ada");
  private static final UserId BOB = new UserId("bob");

  @Test
  void howeverManySlowReadsOneUserHasOthersAreServed() throws Exception {
    try (var stores = SqliteStores.temporary()) {
      var began = new CountDownLatch(1);
      var end = new CountDownLatch(1);
      List<CompletableFuture<String>> slow = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        slow.add(
            read(
                stores,
                ADA,
                () -> {
                  began.countDown();
                  Uninterrupted.run(end::await);
                }));
      }
      began.await();

      assertThat(read(stores, BOB, () -> {}).join()).isEqualTo("read");
      assertThat(slow).noneMatch(CompletableFuture::isDone);

      end.countDown();
      assertThat(slow).allSatisfy(one -> assertThat(one.join()).isEqualTo("read"));
    }
  }

  private static CompletableFuture<String> read(SqliteStores stores, UserId user, Runnable work) {
    return CompletableFuture.supplyAsync(
        () ->
            CurrentUser.call(
                user,
                () ->
                    stores
                        .database()
                        .read(session -> {
                          work.run();
                          return "read";
                        })),
        task -> Thread.ofVirtual().start(task));
  }
}
