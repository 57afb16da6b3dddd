// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something that was done, as it is written down. It names people by their ids only, so that it
 * stays true and harmless when they are renamed or erased.
 *
 * @param at when, in whole milliseconds; of several tries the last
 * @param action one of {@link AuditAction}, or what an earlier or later program wrote
 * @param target the id of what it was done to; empty if that has none
 * @param detail what was changed, in a few words; may be empty
 * @param network where it came from; empty if that is not known
 * @param count how often, from 1
 * @param reason what whoever did it gave as the reason; may be empty
 */
public record AuditEvent(
    AuditChain chain,
    Instant at,
    AuditActor actor,
    String action,
    String target,
    String detail,
    String network,
    long count,
    String reason) {

  public AuditEvent {
    at = at.truncatedTo(ChronoUnit.MILLIS);
    if (count < 1) {
      throw new IllegalArgumentException("It was done at least once.");
    }
  }

  /** Done once, by somebody on whose network nothing is known. */
  public static AuditEvent of(
      AuditChain chain, Instant at, AuditActor actor, AuditAction action, String target) {
    return new AuditEvent(chain, at, actor, action.text(), target, "", "", 1, "");
  }

  public AuditEvent withDetail(String other) {
    return new AuditEvent(chain, at, actor, action, target, other, network, count, reason);
  }

  public AuditEvent withNetwork(String other) {
    return new AuditEvent(chain, at, actor, action, target, detail, other, count, reason);
  }

  /** The same, for that reason. */
  public AuditEvent withReason(String other) {
    return new AuditEvent(chain, at, actor, action, target, detail, network, count, other);
  }

  /** The same, done so often. */
  public AuditEvent times(long other) {
    return new AuditEvent(chain, at, actor, action, target, detail, network, other, reason);
  }
}
