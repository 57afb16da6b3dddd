// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.AuditEntry;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every audit log does. */
public interface AuditLogContract extends StoresContract {

  @Test
  default void whatIsWrittenDownIsReadNewestFirst() {
    Fixtures s = school();
    AuditEntry first = record(s, Fixtures.NOW, "message-history.find");
    AuditEntry third = record(s, Fixtures.NOW.plusSeconds(2), "message.delete");
    AuditEntry second = record(s, Fixtures.NOW.plusSeconds(1), "message.delete");
    assertThat(stores().audit().newest(s.schoolId(), 10)).containsExactly(third, second, first);
    assertThat(secondStores().audit().newest(s.schoolId(), 2)).containsExactly(third, second);
  }

  @Test
  default void entriesOfOneMomentAreAllKept() {
    Fixtures s = school();
    AuditEntry entry = record(s, Fixtures.NOW, "message.delete");
    stores().audit().record(entry);
    AuditEntry other = record(s, Fixtures.NOW, "message-history.find");
    assertThat(stores().audit().newest(s.schoolId(), 10))
        .containsExactlyInAnyOrder(entry, entry, other);
  }

  @Test
  default void manySidesWriteAtOnce() {
    Fixtures s = school();
    Crowd.of(
        20,
        i -> {
          AuditEntry entry = entry(s, Fixtures.NOW.plusSeconds(i), "action-" + i);
          (i % 2 == 0 ? stores() : secondStores()).audit().record(entry);
          return entry;
        });
    assertThat(stores().audit().newest(s.schoolId(), 100))
        .extracting(AuditEntry::action)
        .containsExactlyElementsOf(
            IntStream.range(0, 20).mapToObj(i -> "action-" + (19 - i)).toList());
  }

  @Test
  default void anotherSchoolReadsNoneOfTheEntries() {
    Fixtures s = school();
    record(s, Fixtures.NOW, "message.delete");
    assertThat(stores().audit().newest(school().schoolId(), 10)).isEmpty();
  }

  private AuditEntry record(Fixtures s, Instant at, String action) {
    AuditEntry entry = entry(s, at, action);
    stores().audit().record(entry);
    return entry;
  }

  private static AuditEntry entry(Fixtures s, Instant at, String action) {
    return new AuditEntry(
        s.schoolId(), at, s.root.id(), action, Fixtures.id("message"), "reported by \"Ada\"");
  }
}
