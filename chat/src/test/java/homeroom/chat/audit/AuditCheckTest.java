// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a chain is whole, or what is wrong with it. */
class AuditCheckTest {

  private static final Instant NOW = Instant.parse("2026-11-27T08:15:30.123Z");
  private static final AuditChain CHAIN = new AuditChain("hill");

  private final List<AuditEntry> chain = chain(CHAIN, 5);

  @Test
  void aWholeChainIsWhole() {
    var check = check(chain);
    assertThat(check.wrong()).isEmpty();
    assertThat(check.seq()).isEqualTo(5);
    assertThat(check.hash()).isEqualTo(chain.getLast().hash());
  }

  @Test
  void hashesAreThoseThatAnybodyComputes() {
    // Computed by the few lines of Python in docs/audit.md.
    assertThat(chain.getFirst().hash())
        .isEqualTo("a31d260302571050d05bfccd9d2e212924b2c1906ee4a2989bf0cb715a0251ff");
  }

  @Test
  void thePageNamesEveryAction() throws IOException {
    String page = Files.readString(Path.of("../docs/audit.md"));
    for (AuditAction action : AuditAction.values()) {
      assertThat(page).contains("| `%s` | %s |".formatted(action.text(), action.about()));
    }
  }

  @Test
  void aChangedEntryIsFound() {
    for (int i = 0; i < chain.size(); i++) {
      AuditEntry entry = chain.get(i);
      var changed = new ArrayList<>(chain);
      changed.set(i, new AuditEntry(entry.seq(), entry.event().withDetail("else"), entry.hash()));
      assertThat(check(changed).wrong().orElseThrow()).startsWith("Entry " + (i + 1));
    }
  }

  @Test
  void aChangedEntryWithAHashOfItsOwnIsFoundByTheNext() {
    AuditEntry second = chain.get(1);
    var changed = new ArrayList<>(chain);
    changed.set(1, chain.getFirst().next(second.event().withDetail("else")));
    assertThat(check(changed).wrong().orElseThrow()).startsWith("Entry 3");
  }

  @Test
  void aRemovedEntryIsFound() {
    for (int i = 0; i < chain.size() - 1; i++) {
      var fewer = new ArrayList<>(chain);
      fewer.remove(i);
      assertThat(check(fewer).wrong().orElseThrow()).contains("is gone");
    }
  }

  @Test
  void anInsertedEntryIsFound() {
    var more = new ArrayList<>(chain);
    more.add(3, chain.get(2).next(event(CHAIN, 9)));
    assertThat(check(more).wrong().orElseThrow()).contains("4");
  }

  @Test
  void twoThatChangedPlacesAreFound() {
    var other = new ArrayList<>(chain);
    other.set(1, chain.get(2));
    other.set(2, chain.get(1));
    assertThat(check(other).wrong()).isPresent();
  }

  @Test
  void anEntryOfAnotherChainIsFound() {
    var other = new ArrayList<>(chain);
    other.set(4, chain(new AuditChain("dale"), 5).getLast());
    assertThat(check(other).wrong()).isPresent();
  }

  @Test
  void whatIsCutOffTheEndIsFoundByTheHeadThatWasNoted() {
    List<AuditEntry> shorter = chain.subList(0, 3);
    assertThat(check(shorter).wrong()).isEmpty();
    var check = new AuditCheck(CHAIN).expect(5, chain.getLast().hash());
    shorter.forEach(check::add);
    assertThat(check.wrong().orElseThrow()).contains("Entry 5");
  }

  @Test
  void aChainWrittenAnewIsFoundByTheHeadThatWasNoted() {
    AuditEntry other = AuditEntry.first(event(CHAIN, 9));
    var check = new AuditCheck(CHAIN).expect(1, chain.getFirst().hash());
    check.add(other);
    check.add(other.next(event(CHAIN, 2)));
    assertThat(check.wrong().orElseThrow()).contains("noted");
  }

  private static AuditCheck check(List<AuditEntry> entries) {
    var check = new AuditCheck(CHAIN);
    entries.forEach(check::add);
    return check;
  }

  private static List<AuditEntry> chain(AuditChain chain, int length) {
    var entries = new ArrayList<AuditEntry>();
    entries.add(AuditEntry.first(event(chain, 1)));
    for (int i = 2; i <= length; i++) {
      entries.add(entries.getLast().next(event(chain, i)));
    }
    return entries;
  }

  private static AuditEvent event(AuditChain chain, int number) {
    return AuditEvent.of(
            chain, NOW, AuditActor.OPERATOR, AuditAction.USER_CHANGED, "\u00e9ve-" + number)
        .withNetwork("192.0.2.1");
  }
}
