// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text from the network. */
final class Utf8 {

  private Utf8() {}

  /** The text, or null if it is not valid UTF-8. */
  static @Nullable String decode(ByteBuf bytes) {
    return decode(ByteBufUtil.getBytes(bytes));
  }

  /** The same of an array. */
  static @Nullable String decode(byte[] bytes) {
    // The plain constructor is several times faster than a reporting decoder; only a text with a
    // replacement character in it needs the second look.
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\uFFFD') < 0 || isValid(bytes) ? text : null;
  }

  private static boolean isValid(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }
}
