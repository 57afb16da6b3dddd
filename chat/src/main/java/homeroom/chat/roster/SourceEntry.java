// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.util.List;

/** What a source calls something of ours. Unique by kind and key in a school and source. */
public sealed interface SourceEntry {

  /** Up to 255 characters of whatever kind. */
  String key();

  Kind kind();

  enum Kind {
    PERSON,
    SCHOOL_CLASS,
    LINK
  }

  /** A person, as {@code DesiredPerson} says. */
  record Person(String key, UserId id, List<String> accounts, List<String> guardians)
      implements SourceEntry {

    public Person {
      accounts = List.copyOf(accounts);
      guardians = List.copyOf(guardians);
    }

    @Override
    public Kind kind() {
      return Kind.PERSON;
    }
  }

  /** A class, archived unless today is one of its days. */
  record OfClass(String key, ClassId id, Days days) implements SourceEntry {

    @Override
    public Kind kind() {
      return Kind.SCHOOL_CLASS;
    }
  }

  /** Somebody in a class, if today is one of the days. */
  record Link(String key, ClassId schoolClass, UserId person, Role role, Days days)
      implements SourceEntry {

    @Override
    public Kind kind() {
      return Kind.LINK;
    }
  }
}
