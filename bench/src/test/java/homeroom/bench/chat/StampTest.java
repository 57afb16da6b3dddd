// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StampTest {

  private final Stamp stamp = new Stamp();

  private static ByteBuf packet(String before, String text) {
    return Unpooled.copiedBuffer(
        "4217[\"message:new\",{\"type\":\"text\"," + before + "\"text\":\"" + text + "\"}]",
        StandardCharsets.UTF_8);
  }

  @Test
  void slotAndNumberAreFoundWhereverTheTextStands() {
    for (String before : new String[] {"\"seq\":9,", "\"seq\":10,", "\"seq\":10,", ""}) {
      ByteBuf packet = packet(before, Stamp.text(42, 1_234_567_890L));

      int at = stamp.find(packet, 0, packet.readableBytes());

      assertThat(Stamp.slot(packet, at)).isEqualTo(42);
      assertThat(Stamp.number(packet, at)).isEqualTo(1_234_567_890L);
    }
  }

  @Test
  void aTextOfSomebodyElseHasNoStamp() {
    ByteBuf packet = packet("", "Welcome to Mathematics! Homework is due on Friday.");

    assertThat(stamp.find(packet, 0, packet.readableBytes())).isEqualTo(-1);
  }
}
