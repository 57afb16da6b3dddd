// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.Stores;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.roster.User;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import java.time.Clock;

/** Writes down what whoever runs the installation does at its command line. */
record OperatorAudit(Clock clock) {

  /** What is about to be done to somebody of the school. */
  AuditEvent event(SchoolId school, AuditAction action, String target, String detail) {
    return event(AuditChain.of(school), action, target, detail);
  }

  /** What is done to somebody. */
  void record(Stores stores, User user, AuditAction action) {
    var _ = stores.audit().record(event(user.schoolId(), action, user.id().value(), ""));
  }

  /** Something that concerns all schools, and the installation. */
  void record(Stores stores, AuditAction action, String detail) {
    var _ = stores.audit().record(event(AuditChain.INSTALLATION, action, "", detail));
    for (School school : stores.roster().schools()) {
      var _ = stores.audit().record(event(school.id(), action, "", detail));
    }
  }

  private AuditEvent event(AuditChain chain, AuditAction action, String target, String detail) {
    return AuditEvent.of(chain, clock.instant(), AuditActor.OPERATOR, action, target)
        .withDetail(detail);
  }
}
