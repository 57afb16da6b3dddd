// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Packets as a client might send them, and as none would. */
final class Noise {

  /** What a connected client may send at any time. */
  private static final List<String> POLITE =
      List.of(
          "42[\"echo\",1,\"two\",{\"3\":[true,null]}]",
          "42[\"echo\",\"€\uD83D\uDE00\"]",
          "4212[\"echo\",[[[[]]]]]",
          "42[\"all\",\"x\"]",
          "42[\"room\"]",
          "42[\"ask\"]",
          "42[\"nobody listens\"]",
          "430[]",
          "431[1]",
          "431073741824[]",
          "3",
          "6");

  /** What it may not, or only once, or only in its place. */
  private static final List<String> RUDE =
      List.of(
          "40",
          "40/custom,",
          "40{\"pid\":\"x\",\"offset\":\"1\"}",
          "41",
          "41/custom,",
          "42/custom,7[\"echo\"]",
          "43/custom,1[]",
          "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]",
          "452-3[\"echo\",{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0}]",
          "461-0[{\"_placeholder\":true,\"num\":0}]",
          "44{}",
          "2",
          "2probe",
          "3probe",
          "5",
          "1",
          "0",
          "",
          "bAQIDBA==",
          "b",
          "b*");

  private final RandomGenerator random;

  Noise(RandomGenerator random) {
    this.random = random;
  }

  /** A packet, most often one that lets the session go on. */
  byte[] packet() {
    int kind = random.nextInt(40);
    if (kind < 36) {
      return utf8(pick(POLITE));
    }
    byte[] packet = utf8(random.nextBoolean() ? pick(POLITE) : pick(RUDE));
    return kind < 38 ? packet : mutated(packet);
  }

  private String pick(List<String> packets) {
    return packets.get(random.nextInt(packets.size()));
  }

  byte[] garbage() {
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The same with bytes changed, doubled, lost or put in. */
  byte[] mutated(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes = join(head(bytes, at), tail(bytes, at + 1));
        case 2 -> bytes = join(bytes, head(bytes, at));
        default -> bytes = join(head(bytes, at), garbage(), tail(bytes, at));
      }
    }
    return bytes;
  }

  private static byte[] head(byte[] bytes, int length) {
    return java.util.Arrays.copyOf(bytes, length);
  }

  private static byte[] tail(byte[] bytes, int from) {
    return java.util.Arrays.copyOfRange(bytes, from, bytes.length);
  }

  static byte[] join(byte[]... parts) {
    var joined = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
