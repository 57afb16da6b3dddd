// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The examples of the protocol's text, and what is close to them. */
class PacketTest {

  private final PacketCodec codec = new PacketCodec(JsonMapper.shared());

  private static Packet decode(String text) throws InvalidPacket {
    return Packet.decode(text, 10);
  }

  private static String text(EncodedPacket packet) {
    return new String(packet.text(), StandardCharsets.UTF_8);
  }

  @Test
  void theExamplesOfTheTextAreDecoded() throws Exception {
    assertThat(decode("0")).isEqualTo(new Packet(PacketType.CONNECT, 0, "/", -1, ""));
    assertThat(decode("0/admin,{\"sid\":\"o\"}"))
        .isEqualTo(new Packet(PacketType.CONNECT, 0, "/admin", -1, "{\"sid\":\"o\"}"));
    assertThat(decode("2[\"foo\"]"))
        .isEqualTo(new Packet(PacketType.EVENT, 0, "/", -1, "[\"foo\"]"));
    assertThat(decode("52-/admin,[\"baz\",{},{}]"))
        .isEqualTo(new Packet(PacketType.BINARY_EVENT, 2, "/admin", -1, "[\"baz\",{},{}]"));
    assertThat(decode("212[\"foo\"]"))
        .isEqualTo(new Packet(PacketType.EVENT, 0, "/", 12, "[\"foo\"]"));
    assertThat(decode("3/admin,13[\"bar\"]"))
        .isEqualTo(new Packet(PacketType.ACK, 0, "/admin", 13, "[\"bar\"]"));
    assertThat(decode("61-15[\"bar\",{}]"))
        .isEqualTo(new Packet(PacketType.BINARY_ACK, 1, "/", 15, "[\"bar\",{}]"));
    assertThat(decode("1/admin,"))
        .isEqualTo(new Packet(PacketType.DISCONNECT, 0, "/admin", -1, ""));
  }

  @Test
  void theExamplesOfTheTextAreEncoded() {
    assertThat(text(codec.control(PacketType.CONNECT, "/admin", Map.of("sid", "o"))))
        .isEqualTo("0/admin,{\"sid\":\"o\"}");
    assertThat(text(codec.event("/", Packet.NO_ID, "foo", List.of()))).isEqualTo("2[\"foo\"]");
    assertThat(text(codec.event("/admin", Packet.NO_ID, "bar", List.of())))
        .isEqualTo("2/admin,[\"bar\"]");
    assertThat(text(codec.ack("/admin", 13, List.of("bar")))).isEqualTo("3/admin,13[\"bar\"]");
    assertThat(text(codec.disconnect("/admin"))).isEqualTo("1/admin,");
    EncodedPacket binary =
        codec.event("/admin", 3, "baz", List.of(new byte[] {1, 2}, new byte[] {3, 4}));
    assertThat(text(binary))
        .isEqualTo(
            "52-/admin,3[\"baz\",{\"_placeholder\":true,\"num\":0},"
                + "{\"_placeholder\":true,\"num\":1}]");
    assertThat(binary.attachments()).containsExactly(new byte[] {1, 2}, new byte[] {3, 4});
  }

  @Test
  void aLongPacketIsWholeThoughItGivesWay() throws Exception {
    List<String> texts = Collections.nCopies(9_000, "a long text, again and again");
    String packet = text(codec.event("/", Packet.NO_ID, "many", List.of(texts)));
    ArrayNode read = codec.eventPayload(decode(packet).payload(), List.of());
    assertThat(read.get(1)).hasSize(9_000);
  }

  @Test
  void binaryIsFoundWhereverItIs() throws Exception {
    @SuppressWarnings("ArrayRecordComponent")
    record Photo(String name, byte[] bytes) {}
    ArrayNode tree =
        codec.eventPayload(
            "[\"e\",{\"a\":[{\"_placeholder\":true,\"num\":0}]}]", List.of(new byte[] {9}));
    EncodedPacket packet =
        codec.ack(
            "/",
            1,
            Arrays.asList(
                new Photo("x", new byte[] {1}), Map.of("k", new byte[] {2}), tree.get(1), null));
    assertThat(text(packet))
        .isEqualTo(
            "63-1[{\"name\":\"x\",\"bytes\":{\"_placeholder\":true,\"num\":0}},"
                + "{\"k\":{\"_placeholder\":true,\"num\":1}},"
                + "{\"a\":[{\"_placeholder\":true,\"num\":2}]},null]");
    assertThat(packet.attachments())
        .containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {9});
  }

  @Test
  void aDeepPayloadIsRefusedWithoutOverflow() {
    String deep = "[\"e\"," + "[".repeat(100_000) + "]".repeat(100_000) + "]";
    assertThatThrownBy(() -> codec.eventPayload(deep, List.of())).isInstanceOf(InvalidPacket.class);
    assertThatThrownBy(() -> codec.checkAckPayload(deep)).isInstanceOf(InvalidPacket.class);
  }

  @Test
  void decodingKnowsNoOtherFailureThanInvalidPacket() {
    var random = new SplittableRandom(7);
    String alphabet = "0123456-/,[]{}\"a\\:_placeholdernum€\u0000";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Packet packet = decode(text.toString());
        switch (packet.type()) {
          case CONNECT -> codec.connectPayload(packet.payload());
          case EVENT, BINARY_EVENT -> codec.eventPayload(packet.payload(), List.of(new byte[1]));
          case ACK, BINARY_ACK -> {
            codec.checkAckPayload(packet.payload());
            codec.ackPayload(packet.payload(), List.of(new byte[1]));
          }
          case DISCONNECT, CONNECT_ERROR -> assertThat(packet.payload()).isEmpty();
        }
      } catch (InvalidPacket expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
  }
}
