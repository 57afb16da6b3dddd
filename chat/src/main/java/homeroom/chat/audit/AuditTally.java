// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * What failures to sign in are counted by, until their quarter of an hour is over and one entry
 * tells of all of them.
 *
 * @param target the id of the account; empty if there is none
 * @param quarter when the quarter of an hour began
 */
public record AuditTally(AuditChain chain, String target, String network, Instant quarter) {

  public static final Duration QUARTER = Duration.ofMinutes(15);

  /** That of the quarter which {@code at} is in. */
  public static AuditTally of(AuditChain chain, String target, String network, Instant at) {
    return new AuditTally(chain, target, network, quarter(at));
  }

  /** When the quarter of an hour began that {@code at} is in. */
  static Instant quarter(Instant at) {
    long length = QUARTER.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), length) * length);
  }

  /** The entry to be, once its quarter is over. */
  public AuditEvent event(long count, Instant last) {
    return AuditEvent.of(chain, last, AuditActor.STRANGER, AuditAction.SIGN_IN_FAILED, target)
        .withNetwork(network)
        .times(count);
  }
}
