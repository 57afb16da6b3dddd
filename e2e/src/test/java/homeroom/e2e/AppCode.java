// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an authenticator app shows now (RFC 6238). */
final class AppCode {

  private static final int SECRET_BYTES = 20;

  private AppCode() {}

  static String of(String base32) throws Exception {
    BigInteger bits = BigInteger.ONE;
    for (int i = 0; i < base32.length(); i++) {
      long value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
      bits = bits.shiftLeft(5).or(BigInteger.valueOf(value));
    }
    byte[] all = bits.toByteArray();
    byte[] secret = Arrays.copyOfRange(all, all.length - SECRET_BYTES, all.length);
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret, "HmacSHA1"));
    long step = Instant.now().getEpochSecond() / 30;
    byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
    return "%06d".formatted(number % 1_000_000);
  }
}
