// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords (RFC 6238): SHA-1, six digits, 30 seconds, as every app has it. */
final class Totp {

  /** Of a secret, as RFC 4226 (section 4) recommends. */
  static final int SECRET_BYTES = 20;

  private static final int STEP_SECONDS = 30;

  /** How many steps the clock of a device may be wrong. */
  private static final int DRIFT = 1;

  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), STEP_SECONDS);
  }

  /** The code of a step. */
  static String code(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
      return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HMAC.", e);
    }
  }

  /** The step that the code is of, if it is of one of those that count now. */
  static OptionalLong matching(byte[] secret, String code, Instant now) {
    long step = step(now);
    OptionalLong found = OptionalLong.empty();
    for (long each = step - DRIFT; each <= step + DRIFT; each++) {
      if (MessageDigest.isEqual(
          code(secret, each).getBytes(StandardCharsets.US_ASCII),
          code.getBytes(StandardCharsets.UTF_8))) {
        found = OptionalLong.of(each);
      }
    }
    return found;
  }

  /** As people type it into an app, without padding (RFC 4648, section 6). */
  static String base32(byte[] secret) {
    var text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte each : secret) {
      buffer = buffer << 8 | (each & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt(buffer >> bits & 0x1f));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(BASE32.charAt(buffer << (5 - bits) & 0x1f));
    }
    return text.toString();
  }
}
