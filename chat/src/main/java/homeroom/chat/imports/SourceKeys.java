// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.SourceEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the source calls the things of a school, as a plan leaves it. For one thread. */
final class SourceKeys {

  private final Map<String, SourceEntry.Person> people = new HashMap<>();
  private final Map<String, SourceEntry.OfClass> classes = new HashMap<>();
  private final Map<String, SourceEntry.Link> links = new HashMap<>();
  private final List<EntryChange> changes = new ArrayList<>();

  SourceKeys(List<SourceEntry> stored) {
    for (SourceEntry entry : stored) {
      switch (entry) {
        case SourceEntry.Person person -> people.put(person.key(), person);
        case SourceEntry.OfClass one -> classes.put(one.key(), one);
        case SourceEntry.Link link -> links.put(link.key(), link);
      }
    }
  }

  SourceEntry.@Nullable Person person(String key) {
    return people.get(key);
  }

  SourceEntry.@Nullable OfClass schoolClass(String key) {
    return classes.get(key);
  }

  SourceEntry.@Nullable Link link(String key) {
    return links.get(key);
  }

  Collection<SourceEntry.Person> people() {
    return people.values();
  }

  Collection<SourceEntry.OfClass> classes() {
    return classes.values();
  }

  Collection<SourceEntry.Link> links() {
    return links.values();
  }

  void put(SourceEntry entry) {
    SourceEntry before =
        switch (entry) {
          case SourceEntry.Person person -> people.put(person.key(), person);
          case SourceEntry.OfClass one -> classes.put(one.key(), one);
          case SourceEntry.Link link -> links.put(link.key(), link);
        };
    if (!entry.equals(before)) {
      changes.add(new EntryChange.Put(entry));
    }
  }

  /** The link is there no more. */
  void removeLinks(Set<String> keys) {
    for (String key : keys) {
      if (links.remove(key) != null) {
        changes.add(new EntryChange.Remove(SourceEntry.Kind.LINK, key));
      }
    }
  }

  List<EntryChange> changes() {
    return changes;
  }
}
