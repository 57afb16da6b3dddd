// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomLoadTest {

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final List<EmbeddedChannel> channels = new ArrayList<>();
  private final RoomLoad room = new RoomLoad("r2", loop, 2, 2, new Semaphore(0));

  @BeforeEach
  void connect() {
    for (int i = 0; i < room.size(); i++) {
      channels.add(new EmbeddedChannel(room.member(i).socket()));
    }
  }

  @AfterEach
  void stopLoop() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static ByteBuf fromServer(String text) {
    byte[] payload = text.getBytes(UTF_8);
    ByteBuf frame = Unpooled.buffer().writeByte(0x81);
    if (payload.length < 126) {
      frame.writeByte(payload.length);
    } else {
      frame.writeByte(126).writeShort(payload.length);
    }
    return frame.writeBytes(payload);
  }

  private void send(int member, String text) {
    channels.get(member).writeInbound(fromServer(text));
  }

  private void handshake(int member) {
    channels.get(member).writeInbound(Unpooled.copiedBuffer("HTTP/1.1 101 \r\n\r\n", UTF_8));
    send(member, "40{\"sid\":\"1\"}");
  }

  /** What member 0 said last, as every server sends it on. */
  private String lastSaid() {
    ByteBuf frame = Unpooled.EMPTY_BUFFER;
    for (ByteBuf out = channels.getFirst().readOutbound();
        out != null;
        out = channels.getFirst().readOutbound()) {
      frame = out;
    }
    byte[] payload = new byte[frame.getUnsignedShort(2)];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (frame.getByte(8 + i) ^ frame.getByte(4 + i % 4));
    }
    return new String(payload, UTF_8).replace("\"say\"", "\"said\"");
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
  void whatAMemberSaysIsKnownWhenItComesAndHasTheSizeAnnounced() {
    handshake(0);
    handshake(1);
    room.keepOutstanding(1);
    String said = lastSaid();
    send(0, said);
    send(1, said);

    assertThat(said).hasSize(Saying.PACKET_BYTES);
    assertThat(room.count().deliveries()).isEqualTo(2);
  }

  @Test
  void anotherEventOfTheSameSizeIsNoDelivery() {
    handshake(0);
    send(0, "42[\"other\",\"" + "x".repeat(Saying.PACKET_BYTES - 14) + "\"]");

    assertThatThrownBy(room::count).hasMessageContaining("a client was sent: 42[\"other\"");
  }

  @Test
  void aLostConnectionEndsTheMeasurement() {
    var _ = channels.getLast().close();

    assertThatThrownBy(() -> room.keepOutstanding(1)).hasMessageContaining("closed by the server");
  }

  @Test
  void whatCameFromAnotherNodeIsAlsoCountedByItself() {
    room.keepPace(1_000);
    await().until(this::hasSaid);
    deliver(0, 0, 1);
    deliver(1, 0, 1);

    RoomLoad.Latencies latencies = room.takeLatencies();
    assertThat(latencies.nanos().getTotalCount()).isEqualTo(2);
    assertThat(latencies.elsewhereNanos().getTotalCount()).isEqualTo(1);
  }

  /** Behind its handshake. */
  private boolean hasSaid() {
    return room.count().deliveries() == 0 && channels.getFirst().outboundMessages().size() > 1;
  }
}
