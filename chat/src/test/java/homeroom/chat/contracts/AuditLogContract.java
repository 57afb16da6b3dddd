// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditCheck;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.audit.AuditTally;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Order;
import homeroom.chat.query.Query;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every audit log does. */
public interface AuditLogContract extends StoresContract {

  @Test
  default void whatIsWrittenDownIsReadNewestFirst() {
    Fixtures s = school();
    AuditEntry first = stores().audit().record(event(s, Fixtures.NOW, "message-history.find"));
    AuditEntry second = secondStores().audit().record(event(s, Fixtures.NOW, "message.delete"));
    AuditEntry third = stores().audit().record(event(s, Fixtures.NOW, "message.delete"));
    assertThat(stores().audit().newest(s.schoolId(), 10)).containsExactly(third, second, first);
    assertThat(secondStores().audit().newest(s.schoolId(), 2)).containsExactly(third, second);
  }

  @Test
  default void everyEntryHoldsTheOneBefore() {
    Fixtures s = school();
    AuditEntry first = stores().audit().record(event(s, Fixtures.NOW, "one"));
    AuditEntry second = secondStores().audit().record(event(s, Fixtures.NOW, "two"));
    assertThat(first).isEqualTo(AuditEntry.first(first.event()));
    assertThat(second).isEqualTo(first.next(second.event()));
    assertThat(stores().audit().entries(AuditChain.of(s.schoolId()), 0, 10))
        .containsExactly(first, second);
    assertThat(stores().audit().entries(AuditChain.of(s.schoolId()), 1, 10))
        .containsExactly(second);
    assertThat(stores().audit().entries(AuditChain.of(s.schoolId()), 0, 1)).containsExactly(first);
  }

  @Test
  default void everyFieldIsKept() {
    Fixtures s = school();
    var event =
        new AuditEvent(
            AuditChain.of(s.schoolId()),
            Fixtures.NOW.plusMillis(7),
            AuditActor.OPERATOR,
            "act",
            "target",
            "from \u00e9 to \"\ud83d\ude00\"",
            "2001:db8::/64",
            12,
            "reported by \"Ada\"");
    AuditEntry entry = stores().audit().record(event);
    assertThat(stores().audit().newest(s.schoolId(), 1)).containsExactly(entry);
    assertThat(entry.event()).isEqualTo(event);
  }

  @Test
  default void manySidesWriteOneChain() {
    Fixtures s = school();
    Crowd.of(
        20,
        i ->
            (i % 2 == 0 ? stores() : secondStores())
                .audit()
                .record(event(s, Fixtures.NOW.plusSeconds(i), "action-" + i)));
    List<AuditEntry> all = stores().audit().entries(AuditChain.of(s.schoolId()), 0, 100);
    assertThat(all)
        .extracting(entry -> entry.event().action())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 20).mapToObj(i -> "action-" + i).toList());
    var check = new AuditCheck(AuditChain.of(s.schoolId()));
    all.forEach(check::add);
    assertThat(check.wrong()).isEmpty();
  }

  @Test
  default void anotherSchoolHasAChainOfItsOwn() {
    Fixtures s = school();
    var _ = stores().audit().record(event(s, Fixtures.NOW, "message.delete"));
    Fixtures other = school();
    assertThat(stores().audit().newest(other.schoolId(), 10)).isEmpty();
    AuditEntry first = stores().audit().record(event(other, Fixtures.NOW, "message.delete"));
    assertThat(first.seq()).isEqualTo(1);
    assertThat(stores().audit().chains())
        .contains(AuditChain.of(s.schoolId()), AuditChain.of(other.schoolId()))
        .isSorted();
  }

  @Test
  default void entriesAreFoundByWhoDidWhatToWhomAndWhen() {
    Fixtures s = school();
    AuditChain chain = AuditChain.of(s.schoolId());
    AuditEvent one = event(s, Fixtures.NOW, "message.delete");
    AuditEvent two =
        AuditEvent.of(
                chain,
                Fixtures.NOW.plusSeconds(9),
                AuditActor.of(s.tom.id()),
                AuditAction.ENROLLED,
                s.ada.id().value())
            .withNetwork("192.0.2.7");
    for (AuditEvent event : List.of(one, two)) {
      var _ = stores().audit().record(event);
    }
    for (Map.Entry<String, Object> field :
        Map.<String, Object>of(
                "actor",
                s.tom.id().value(),
                "action",
                "class-enrollment.created",
                "target",
                s.ada.id().value(),
                "network",
                "192.0.2.7",
                "at",
                Fixtures.NOW.plusSeconds(9),
                "seq",
                2L)
            .entrySet()) {
      var found =
          stores().audit().find(chain, Query.where(Filter.equal(field.getKey(), field.getValue())));
      assertThat(found.data())
          .as(field.getKey())
          .extracting(AuditEntry::event)
          .containsExactly(two);
      assertThat(found.total()).isEqualTo(1);
    }
    var oldest = new Query(Filter.ALL, List.of(new Order("at", false)), 1, 0);
    assertThat(stores().audit().find(chain, oldest).data())
        .extracting(AuditEntry::event)
        .containsExactly(one);
  }

  @Test
  default void failuresOfAQuarterOfAnHourBecomeOneEntryOnceItIsOver() {
    Fixtures s = school();
    AuditChain chain = AuditChain.of(s.schoolId());
    String account = s.ada.id().value();
    AuditTally tally = AuditTally.of(chain, account, "192.0.2.1", Fixtures.NOW);
    AuditTally elsewhere = AuditTally.of(chain, account, "192.0.2.2", Fixtures.NOW);
    for (int i = 0; i < 3; i++) {
      (i == 1 ? secondStores() : stores()).audit().count(tally, Fixtures.NOW.plusSeconds(i));
    }
    stores().audit().count(elsewhere, Fixtures.NOW);
    stores().audit().settle(tally.quarter().minusMillis(1));
    assertThat(stores().audit().newest(s.schoolId(), 10)).isEmpty();
    stores().audit().settle(tally.quarter());
    stores().audit().settle(tally.quarter());
    assertThat(stores().audit().newest(s.schoolId(), 10))
        .extracting(AuditEntry::event)
        .containsExactlyInAnyOrder(
            tally.event(3, Fixtures.NOW.plusSeconds(2)), elsewhere.event(1, Fixtures.NOW));
  }

  @Test
  default void manySidesCountTheSame() {
    Fixtures s = school();
    AuditTally tally =
        AuditTally.of(AuditChain.of(s.schoolId()), s.ada.id().value(), "192.0.2.3", Fixtures.NOW);
    Crowd.of(
        20,
        i -> {
          (i % 2 == 0 ? stores() : secondStores()).audit().count(tally, Fixtures.NOW);
          return i;
        });
    stores().audit().settle(tally.quarter());
    assertThat(stores().audit().newest(s.schoolId(), 10))
        .extracting(AuditEntry::event)
        .containsExactly(tally.event(20, Fixtures.NOW));
  }

  @Test
  default void aChangeOfTheRosterIsWrittenDownWithItOrNotAtAll() {
    Fixtures s = school();
    AuditEvent event = event(s, Fixtures.NOW, "password.reset");
    assertThat(stores().roster().apply(List.of(password(s, s.ada.id())), List.of(event)))
        .isInstanceOf(RosterResult.Applied.class);
    assertThat(
            stores()
                .roster()
                .apply(
                    List.of(password(s, s.ada.id()), password(s, new UserId("nobody"))),
                    List.of(event)))
        .isInstanceOf(RosterResult.Missing.class);
    assertThat(stores().audit().newest(s.schoolId(), 10))
        .extracting(AuditEntry::event)
        .containsExactly(event);
  }

  private static RosterChange password(Fixtures s, UserId user) {
    return new RosterChange.SetPassword(s.schoolId(), user, "$hash");
  }

  private static AuditEvent event(Fixtures s, Instant at, String action) {
    return new AuditEvent(
        AuditChain.of(s.schoolId()),
        at,
        AuditActor.of(s.root.id()),
        action,
        Fixtures.id("message"),
        "",
        "",
        1,
        "reported");
  }
}
