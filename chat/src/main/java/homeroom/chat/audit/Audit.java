// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes down what was done, and shows it to the admins of the school. What is written down is
 * durable when a call returns. Safe for many threads; blocks on the store.
 */
public final class Audit {

  /** Stands for all networks beyond those that are told apart. */
  static final String OTHER_NETWORKS = "others";

  private final AuditLog log;
  private final Clock clock;
  private final AuditLimits limits;
  private final ReentrantLock counting = new ReentrantLock();
  private final Set<AuditTally> tallies = new HashSet<>();
  private final Set<String> slowed = new HashSet<>();
  private Instant quarter = Instant.EPOCH;

  public Audit(AuditLog log, Clock clock, AuditLimits limits) {
    this.log = log;
    this.clock = clock;
    this.limits = limits;
  }

  /** The caller did it. */
  public void record(Caller caller, AuditAction action, String target) {
    record(caller, action, target, "");
  }

  /** What the caller is about to do, to be written down together with it. */
  public AuditEvent event(Caller caller, AuditAction action, String target, String detail) {
    return AuditEvent.of(
            AuditChain.of(caller.schoolId()),
            clock.instant(),
            AuditActor.of(caller.userId()),
            action,
            target)
        .withDetail(detail);
  }

  /** What an event says was done. */
  public void record(AuditEvent event) {
    var _ = log.record(event);
  }

  /** The same, with what was changed. */
  public void record(Caller caller, AuditAction action, String target, String detail) {
    record(caller.schoolId(), AuditActor.of(caller.userId()), action, target, detail, "");
  }

  /** Somebody did it to what belongs to the school. */
  public void record(
      SchoolId school,
      AuditActor actor,
      AuditAction action,
      String target,
      String detail,
      String network) {
    var _ =
        log.record(
            AuditEvent.of(AuditChain.of(school), clock.instant(), actor, action, target)
                .withDetail(detail)
                .withNetwork(network));
  }

  /** Somebody tried to sign in as that user, in vain. */
  public void signInFailed(SchoolId school, UserId account, String network) {
    count(AuditChain.of(school), account.value(), network);
  }

  /** Somebody tried to sign in as nobody whom the installation knows. */
  public void signInFailed(String network) {
    count(AuditChain.INSTALLATION, "", network);
  }

  /**
   * From now on tries to sign in as that user, from that network, take turns. Written down once for
   * each account and quarter of an hour, from however many networks somebody tries.
   */
  public void signInSlowed(SchoolId school, UserId account, String network) {
    Instant now = clock.instant();
    if (isFirstInQuarter(account.value(), now)) {
      record(school, AuditActor.STRANGER, AuditAction.SIGN_IN_SLOWED, account.value(), "", network);
    }
  }

  /**
   * The same of tries that name no account, such as those of sign-in codes: once for a quarter of
   * an hour, in the chain of the installation.
   */
  public void signInSlowed(String network) {
    Instant now = clock.instant();
    if (isFirstInQuarter("", now)) {
      record(
          AuditEvent.of(
                  AuditChain.INSTALLATION, now, AuditActor.STRANGER, AuditAction.SIGN_IN_SLOWED, "")
              .withNetwork(network));
    }
  }

  private boolean isFirstInQuarter(String account, Instant now) {
    counting.lock();
    try {
      turnTo(AuditTally.quarter(now));
      return slowed.add(account);
    } finally {
      counting.unlock();
    }
  }

  /** What is remembered is of one quarter of an hour. Under the lock. */
  private void turnTo(Instant now) {
    if (!now.equals(quarter)) {
      quarter = now;
      tallies.clear();
      slowed.clear();
    }
  }

  private void count(AuditChain chain, String target, String network) {
    Instant now = clock.instant();
    log.count(bounded(AuditTally.of(chain, target, network, now)), now);
  }

  private AuditTally bounded(AuditTally tally) {
    counting.lock();
    try {
      turnTo(tally.quarter());
      boolean room = tallies.size() < limits.talliesPerQuarter();
      return tallies.contains(tally) || (room && tallies.add(tally))
          ? tally
          : new AuditTally(AuditChain.INSTALLATION, "", OTHER_NETWORKS, tally.quarter());
    } finally {
      counting.unlock();
    }
  }

  /**
   * Makes entries of the failures whose quarter of an hour is over, and of what could not be
   * written down so far. To be called every minute.
   */
  public void settle() {
    var _ = log.settle(clock.instant().minus(AuditTally.QUARTER));
  }

  /** The entries of the caller's school that meet the query, see {@link AuditLog#find}. */
  public Outcome<Page<AuditEntry>> find(Caller caller, Query query) {
    return Outcome.check(
            caller.role() == Role.ADMIN,
            () ->
                Refusal.of(
                    RefusalCode.AUDIT_NOT_YOURS, "Only an admin of the school reads its audit."))
        .map(allowed -> log.find(AuditChain.of(caller.schoolId()), query));
  }
}
