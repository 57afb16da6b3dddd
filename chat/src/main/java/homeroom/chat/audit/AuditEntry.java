// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A link of a chain.
 *
 * <p>The hash is SHA-256, in lower-case hex, of these texts in this order, each in UTF-8 as a
 * netstring (its length in bytes, a colon, the bytes, a comma): the hash of the entry before, or
 * {@link #BEFORE_ALL}; the name of the chain; seq; at, in milliseconds since 1970-01-01 UTC; actor;
 * action; target; detail; network; count; reason. So whatever is changed, removed, moved or put in
 * between shows in every hash that follows.
 *
 * @param seq its place in the chain: 1, 2, 3 … without gaps
 * @param hash of it and of all entries before it
 */
public record AuditEntry(long seq, AuditEvent event, String hash) {

  /** What stands for the hash before the first entry. */
  public static final String BEFORE_ALL = "0".repeat(64);

  /** The entry that follows the one with that place and hash. */
  public static AuditEntry after(long seq, String hash, AuditEvent event) {
    return new AuditEntry(seq + 1, event, hash(hash, seq + 1, event));
  }

  /** The first entry of a chain. */
  public static AuditEntry first(AuditEvent event) {
    return after(0, BEFORE_ALL, event);
  }

  /** The entry that follows this one. */
  public AuditEntry next(AuditEvent following) {
    return after(seq, hash, following);
  }

  /** Whether its hash is right, if it follows an entry with the hash {@code before}. */
  boolean follows(String before) {
    return hash.equals(hash(before, seq, event));
  }

  private static String hash(String before, long seq, AuditEvent event) {
    MessageDigest digest = sha256();
    List.of(
            before,
            event.chain().name(),
            Long.toString(seq),
            Long.toString(event.at().toEpochMilli()),
            event.actor().text(),
            event.action(),
            event.target(),
            event.detail(),
            event.network(),
            Long.toString(event.count()),
            event.reason())
        .forEach(text -> add(digest, text));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
    digest.update((byte) ',');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
