// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.imports.EntryChange;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImport.State;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Imports in memory. */
record InMemoryRosterImportStore(View view) implements RosterImportStore {

  /** What is kept. */
  static final class Kept {

    private record Owner(SchoolId school, String source) {}

    private record Key(SourceEntry.Kind kind, String key) {}

    /** In the order in which they were begun, then became current. */
    private final Map<String, RosterImport> imports = new LinkedHashMap<>();

    private final Map<String, TreeMap<Integer, String>> batches = new HashMap<>();
    private final Map<Owner, Map<Key, SourceEntry>> entries = new HashMap<>();

    /** Whose turn it is to bring an import in. */
    private final Map<String, String> movers = new HashMap<>();

    private void put(RosterImport one, State state, int done) {
      imports.put(
          one.id(),
          new RosterImport(
              one.id(),
              one.school(),
              one.source(),
              one.hash(),
              one.actor(),
              one.at(),
              state,
              one.batches(),
              done,
              one.counts()));
    }

    private Stream<RosterImport> of(SchoolId school, State... states) {
      return imports.values().stream()
          .filter(one -> one.school().equals(school) && List.of(states).contains(one.state()));
    }

    /** Whether it is in the rows, or never comes there. */
    boolean isOver(String id) {
      RosterImport one = imports.get(id);
      return one == null || one.state() == State.DONE;
    }

    private void drop(String id) {
      imports.remove(id);
      batches.remove(id);
    }
  }

  @Override
  public Optional<String> refusal() {
    return Optional.empty();
  }

  @Override
  public Set<String> sources(SchoolId school) {
    return view.in(memory ->
        memory.imports().entries.keySet().stream()
            .filter(owner -> owner.school().equals(school))
            .map(Kept.Owner::source)
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public List<SourceEntry> entries(SchoolId school, String source) {
    return view.in(memory ->
        List.copyOf(
            memory
                .imports()
                .entries
                .getOrDefault(new Kept.Owner(school, source), Map.of())
                .values()));
  }

  @Override
  public List<SourceEntry> entries(SchoolId school, String source, SourceEntry.Kind kind) {
    return entries(school, source).stream().filter(one -> one.kind() == kind).toList();
  }

  @Override
  public List<SourceEntry> entries(
      SchoolId school, String source, SourceEntry.Kind kind, Collection<String> keys) {
    return entries(school, source, kind).stream().filter(one -> keys.contains(one.key())).toList();
  }

  @Override
  public List<SourceEntry> entriesAbout(SchoolId school, String source, Collection<UserId> people) {
    return entries(school, source).stream()
        .filter(entry ->
            switch (entry) {
              case SourceEntry.Person person -> people.contains(person.id());
              case SourceEntry.Link link -> people.contains(link.person());
              case SourceEntry.OfClass _ -> false;
            })
        .toList();
  }

  @Override
  public Set<UserId> withAccount(SchoolId school, String account) {
    return sources(school).stream()
        .flatMap(source -> entries(school, source).stream())
        .filter(
            one -> one instanceof SourceEntry.Person person && person.accounts().contains(account))
        .map(one -> ((SourceEntry.Person) one).id())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void begin(RosterImport begun, LongConsumer wrote) {
    boolean _ =
        view.in(memory -> {
          Kept kept = memory.imports();
          kept.of(begun.school(), State.STAGED).toList().forEach(one -> kept.drop(one.id()));
          InMemoryAdminGuard.forgetEarlierTry(memory, begun.school(), begun.id());
          kept.imports.put(begun.id(), begun);
          return true;
        });
  }

  @Override
  public void stage(String id, int first, List<String> batches) {
    boolean _ =
        view.in(memory -> {
          var kept = memory.imports().batches.computeIfAbsent(id, _ -> new TreeMap<>());
          for (int at = 0; at < batches.size(); at++) {
            kept.put(first + at, batches.get(at));
          }
          return true;
        });
  }

  @Override
  public boolean makeCurrent(String id, AuditEvent event) {
    return view.in(memory -> {
      Kept kept = memory.imports();
      RosterImport one = kept.imports.get(id);
      if (one == null
          || one.state() != State.STAGED
          || kept.of(one.school(), State.CURRENT).findAny().isPresent()) {
        return false;
      }
      kept.imports.remove(id);
      kept.put(one, State.CURRENT, 0);
      InMemoryAuditLog.append(memory, event);
      return true;
    });
  }

  @Override
  public List<RosterImport> current() {
    return view.in(memory ->
        memory.imports().imports.values().stream()
            .filter(one -> one.state() == State.CURRENT)
            .toList());
  }

  /** Nobody's ends by itself: no time passes here. */
  @Override
  public boolean takesTurn(String id, String process) {
    return view.in(memory -> {
      RosterImport one = memory.imports().imports.get(id);
      return one != null
          && one.state() == State.CURRENT
          && memory.imports().movers.computeIfAbsent(id, _ -> process).equals(process);
    });
  }

  @Override
  public Optional<String> batch(String id, int number) {
    return view.in(memory ->
        Optional.ofNullable(
            memory.imports().batches.getOrDefault(id, new TreeMap<>()).get(number)));
  }

  @Override
  public void keep(SchoolId school, String source, List<EntryChange> changes) {
    boolean _ =
        view.in(memory -> {
          Map<Kept.Key, SourceEntry> entries =
              memory
                  .imports()
                  .entries
                  .computeIfAbsent(new Kept.Owner(school, source), _ -> new HashMap<>());
          for (EntryChange change : changes) {
            switch (change) {
              case EntryChange.Put(SourceEntry entry) ->
                  entries.put(new Kept.Key(entry.kind(), entry.key()), entry);
              case EntryChange.Remove(SourceEntry.Kind kind, String key) ->
                  entries.remove(new Kept.Key(kind, key));
            }
          }
          return true;
        });
  }

  @Override
  public void advance(String id, int done) {
    boolean _ =
        view.in(memory -> {
          RosterImport one = memory.imports().imports.get(id);
          if (one != null) {
            memory.imports().put(one, one.state(), done);
          }
          return true;
        });
  }

  @Override
  public void finish(String id, LongConsumer wrote) {
    boolean _ =
        view.in(memory -> {
          RosterImport one = memory.imports().imports.get(id);
          if (one != null) {
            memory.imports().put(one, State.DONE, one.batches());
            memory.roster().changed(one.school());
          }
          return memory.imports().batches.remove(id) != null;
        });
    wrote.accept(0);
  }

  @Override
  public void drop(String id, LongConsumer wrote) {
    boolean _ =
        view.in(memory -> {
          memory.imports().drop(id);
          return true;
        });
    wrote.accept(0);
  }

  @Override
  public List<RosterImport> latest(SchoolId school, int limit) {
    return view.in(memory ->
        memory
            .imports()
            .of(school, State.CURRENT, State.DONE)
            .sorted(
                Comparator.comparing(RosterImport::at).thenComparing(RosterImport::id).reversed())
            .limit(limit)
            .toList());
  }

  @Override
  public Optional<RosterImport> find(SchoolId school, String id) {
    return view.in(memory ->
        Optional.ofNullable(memory.imports().imports.get(id))
            .filter(one -> one.school().equals(school)));
  }
}
