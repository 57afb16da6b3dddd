// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import homeroom.chat.transfer.StoreTransfer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a store comes to: how many items, and the sum of their SHA-256, which is the same
 * in whatever order a store gives them.
 */
record Checksum(long count, BigInteger sum) {

  private static final BigInteger MODULUS = BigInteger.TWO.pow(256);

  /** Reads the whole part. */
  static Checksum of(StoreTransfer store, Part part, int page) {
    MessageDigest sha256 = sha256();
    var sum = BigInteger.ZERO;
    long count = 0;
    @Nullable Item last = null;
    List<Item> items = store.next(part, null, page);
    while (!items.isEmpty()) {
      for (Item item : items) {
        byte[] digest = sha256.digest(item.content().getBytes(StandardCharsets.UTF_8));
        sum = sum.add(new BigInteger(1, digest)).mod(MODULUS);
      }
      count += items.size();
      last = items.getLast();
      items = store.next(part, last, page);
    }
    return new Checksum(count, sum);
  }

  /** Its first 16 hex digits, for people. */
  String shortened() {
    return "%064x".formatted(sum).substring(0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
