// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.audit.AuditLog;
import homeroom.chat.audit.AuditTally;
import homeroom.chat.query.Fields;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The audit log in memory. */
record InMemoryAuditLog(View view) implements AuditLog {

  private static final Comparator<AuditEntry> NEWEST_FIRST =
      Comparator.comparingLong(AuditEntry::seq).reversed();

  private static final Fields<AuditEntry> FIELDS =
      Fields.<AuditEntry>byId(AuditEntry::seq)
          .with("seq", AuditEntry::seq)
          .with("actor", entry -> entry.event().actor().text())
          .with("action", entry -> entry.event().action())
          .with("target", entry -> entry.event().target())
          .with("network", entry -> entry.event().network())
          .with("at", entry -> entry.event().at())
          .orderedBy(NEWEST_FIRST);

  /** Failures so far. */
  record Counted(long count, Instant last) {

    Counted and(Counted more) {
      return new Counted(count + more.count, last.isAfter(more.last) ? last : more.last);
    }
  }

  @Override
  public AuditEntry record(AuditEvent event) {
    return view.in(memory -> append(memory, event));
  }

  static AuditEntry append(Memory memory, AuditEvent event) {
    List<AuditEntry> chain =
        memory.audit().computeIfAbsent(event.chain(), name -> new ArrayList<>());
    AuditEntry entry = chain.isEmpty() ? AuditEntry.first(event) : chain.getLast().next(event);
    chain.add(entry);
    return entry;
  }

  @Override
  public void count(AuditTally tally, Instant at) {
    view.in(memory -> memory.tallies().merge(tally, new Counted(1, at), Counted::and));
  }

  @Override
  public int settle(Instant latest) {
    return view.in(memory -> {
      List<AuditTally> due =
          memory.tallies().keySet().stream()
              .filter(tally -> !tally.quarter().isAfter(latest))
              .sorted(Comparator.comparing(AuditTally::quarter))
              .toList();
      due.forEach(tally -> settle(memory, tally));
      return due.size();
    });
  }

  private static void settle(Memory memory, AuditTally tally) {
    Counted counted = memory.tallies().remove(tally);
    if (counted != null) {
      append(memory, tally.event(counted.count(), counted.last()));
    }
  }

  @Override
  public List<AuditChain> chains() {
    return view.in(memory -> List.copyOf(memory.audit().keySet()));
  }

  @Override
  public List<AuditEntry> entries(AuditChain chain, long after, int limit) {
    return view.in(memory -> chain(memory, chain).stream().skip(after).limit(limit).toList());
  }

  @Override
  public Page<AuditEntry> find(AuditChain chain, Query query) {
    return view.in(memory -> FIELDS.page(chain(memory, chain).stream(), query));
  }

  private static List<AuditEntry> chain(Memory memory, AuditChain chain) {
    return memory.audit().getOrDefault(chain, List.of());
  }
}
