// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the entries of one chain, given one after another from the first on. What was taken from
 * its end shows only against a head that was noted before, see {@link #expect}. For one thread.
 */
public final class AuditCheck {

  private final AuditChain chain;
  private long seq;
  private String hash = AuditEntry.BEFORE_ALL;
  private long expectedSeq;
  private String expectedHash = "";
  private @Nullable String wrong;

  public AuditCheck(AuditChain chain) {
    this.chain = chain;
  }

  /** The chain must have an entry with that place and hash. */
  public AuditCheck expect(long place, String known) {
    expectedSeq = place;
    expectedHash = known;
    return this;
  }

  /** The next entry. */
  public void add(AuditEntry entry) {
    if (wrong == null) {
      wrong = fault(entry);
    }
    seq = entry.seq();
    hash = entry.hash();
  }

  private @Nullable String fault(AuditEntry entry) {
    if (!entry.event().chain().equals(chain)) {
      return "Entry %d is of another chain.".formatted(entry.seq());
    }
    if (entry.seq() != seq + 1) {
      return "Entry %d follows entry %d: what was between them is gone, or it was put in."
          .formatted(entry.seq(), seq);
    }
    if (!entry.follows(hash)) {
      return "Entry %d is not as it was written, or not what followed entry %d."
          .formatted(entry.seq(), seq);
    }
    return entry.seq() == expectedSeq && !entry.hash().equals(expectedHash)
        ? "Entry %d is not the one that was noted.".formatted(entry.seq())
        : null;
  }

  /** What is wrong with those that were given, in a sentence; empty if nothing is. */
  public Optional<String> wrong() {
    if (wrong == null && seq < expectedSeq) {
      return Optional.of("Entry %d, which was noted, is not there.".formatted(expectedSeq));
    }
    return Optional.ofNullable(wrong);
  }

  /** The place of the last entry; 0 if there was none. */
  public long seq() {
    return seq;
  }

  /** The hash of the last entry: noted elsewhere, it proves all of them. */
  public String hash() {
    return hash;
  }
}
