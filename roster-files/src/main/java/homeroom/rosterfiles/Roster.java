// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.DesiredClass;
import homeroom.chat.imports.DesiredLink;
import homeroom.chat.imports.DesiredPerson;
import homeroom.chat.imports.DesiredRole;
import homeroom.chat.imports.DesiredRoster;
import homeroom.chat.imports.Extent;
import homeroom.chat.imports.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A desired roster while it is read. Keys are unique by kind. For one thread. */
final class Roster {

  private final Errors errors;
  private final Map<String, DesiredPerson> people = new LinkedHashMap<>();
  private final List<DesiredRole> roles = new ArrayList<>();
  private final Map<String, DesiredClass> classes = new LinkedHashMap<>();
  private final Map<String, DesiredLink> links = new LinkedHashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Set<String> gonePeople = new HashSet<>();
  private final Set<String> goneClasses = new HashSet<>();
  private final Set<String> goneLinks = new HashSet<>();
  private final Set<String> leftOut = new HashSet<>();
  private final List<String> remarks = new ArrayList<>();

  Roster(Errors errors) {
    this.errors = errors;
  }

  /** Whether the key stands there for the first time; a second time is told. */
  boolean isNew(String kind, String key, CsvTable.Line line, String column) {
    Place first = places.putIfAbsent(kind + " " + key, line.place());
    if (first != null) {
      errors.add(
          line.place(),
          column,
          CsvTable.quoted(key) + " stands on line " + first.line() + " already.");
    }
    return first == null;
  }

  void add(DesiredPerson person) {
    people.put(person.key(), person);
  }

  void add(DesiredRole role) {
    roles.add(role);
  }

  void add(DesiredClass one) {
    classes.put(one.key(), one);
  }

  void add(DesiredLink link) {
    var kept =
        new DesiredLink(
            link.key(),
            known(link.schoolClass()),
            known(link.person()),
            link.role(),
            link.days(),
            link.place());
    links.put(kept.key(), kept);
  }

  /** The same key, kept once: a district's lines name each of them again and again. */
  private String known(String key) {
    String known = keys.putIfAbsent(key, key);
    return known == null ? key : known;
  }

  void personGone(String key) {
    gonePeople.add(key);
  }

  void classGone(String key) {
    goneClasses.add(key);
  }

  void linkGone(String key) {
    goneLinks.add(key);
  }

  /** Somebody who has no place in the chat; what refers to them has none either. */
  void leaveOut(String key) {
    leftOut.add(key);
  }

  boolean isLeftOut(String key) {
    return leftOut.contains(key) || gonePeople.contains(key);
  }

  boolean hasClass(String key) {
    return classes.containsKey(key);
  }

  /** Whether the person stands in the file; what cannot be found in half a file is not missing. */
  boolean isPerson(String key, String file) {
    return places.containsKey("user " + key) || errors.isUnread(file);
  }

  /** Whether the person stands in what was read, gone or not. */
  boolean isRead(String person) {
    return places.containsKey("user " + person);
  }

  boolean isClass(String key, String file) {
    return places.containsKey("class " + key) || errors.isUnread(file);
  }

  boolean isClassGone(String key) {
    return goneClasses.contains(key);
  }

  void remark(String remark) {
    remarks.add(remark);
  }

  /** All of it. */
  DesiredRoster desired(String source, Extent ofPeople, Extent ofClasses, Extent ofLinks) {
    return new DesiredRoster(
        source,
        new DesiredRoster.Of<>(ofPeople, List.copyOf(people.values()), gonePeople),
        roles,
        new DesiredRoster.Of<>(ofClasses, List.copyOf(classes.values()), goneClasses),
        new DesiredRoster.Of<>(ofLinks, List.copyOf(links.values()), goneLinks),
        remarks);
  }
}
