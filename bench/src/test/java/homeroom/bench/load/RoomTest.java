package homeroom.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomTest {

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final Room room = new Room("r2", loop, 2, new Semaphore(0));

  @AfterEach
  void stopLoop() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void deliver(int member, int slot, long number) {
    var done = loop.submit(() -> room.delivered(room.member(member), slot, Saying.stamp(number)));
    done.syncUninterruptibly();
  }

  @Test
  void theNextMessageIsSaidWhenEveryMemberHasTheOneBefore() {
    room.keepOutstanding(1);
    deliver(0, 0, 1);
    deliver(1, 0, 1);
    deliver(0, 0, 2);

    assertThat(room.count().deliveries()).isEqualTo(3);
  }

  @Test
  void itStopsWhenAllThatWasSaidHasArrived() throws InterruptedException {
    room.keepOutstanding(2);
    var stopping = Thread.ofVirtual().start(room::stop);
    await().until(room::isStopping);
    deliver(0, 0, 1);
    deliver(1, 0, 1);
    deliver(0, 1, 1);
    assertThat(stopping.isAlive()).isTrue();
    deliver(1, 1, 1);
    stopping.join();

    assertThat(room.count().deliveries()).isEqualTo(4);
  }

  @Test
  void aDeliveryThatComesTwiceEndsTheMeasurement() {
    room.keepOutstanding(1);
    deliver(0, 0, 1);
    deliver(0, 0, 1);

    assertThatThrownBy(room::count).hasMessageContaining("came twice");
  }

  @Test
  void aDeliveryOfAnotherMessageEndsTheMeasurement() {
    room.keepOutstanding(1);
    deliver(0, 0, 2);

    assertThatThrownBy(room::count).hasMessageContaining("not sent");
  }

  @Test
  void aLostConnectionEndsTheMeasurement() {
    room.fail("a client's connection was closed by the server");

    assertThatThrownBy(() -> room.keepOutstanding(1)).hasMessageContaining("closed by the server");
  }
}
