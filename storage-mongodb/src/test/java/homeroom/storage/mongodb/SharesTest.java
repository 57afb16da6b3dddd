// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.rate.CurrentUser;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many calls of one user the store has under way. */
class SharesTest {

  private static final UserId ADA = new UserId("ada");
  private static final UserId BOB = new UserId("bob");

  private final Shares shares = new Shares(2);
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void aUserHasNoMoreThanTheShareAndOthersDoNotWait() {
    var began = new Semaphore(0);
    var end = new Semaphore(0);
    List<CompletableFuture<String>> slow = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      slow.add(
          call(
              ADA,
              () -> {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                began.release();
                end.acquireUninterruptibly();
                underWay.decrementAndGet();
              }));
    }
    began.acquireUninterruptibly(2);

    assertThat(call(BOB, () -> {}).join()).isEqualTo("done");
    assertThat(shares.<String>call(() -> "the server's own")).isEqualTo("the server's own");
    end.release(10);
    slow.forEach(CompletableFuture::join);

    assertThat(most).hasValue(2);
    assertThat(shares.size()).isZero();
  }

  private CompletableFuture<String> call(UserId user, Runnable work) {
    return CompletableFuture.supplyAsync(
        () ->
            CurrentUser.call(
                user,
                () ->
                    shares.call(() -> {
                      work.run();
                      return "done";
                    })),
        task -> Thread.ofVirtual().start(task));
  }
}
