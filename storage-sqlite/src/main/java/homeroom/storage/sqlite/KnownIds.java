// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashMap;
import java.util.Map;

/**
 * Each id once, while many rows are read that name the same few again and again: what is kept of a
 * district is half of what it would be, and less has to be copied by the collector meanwhile. For
 * one read.
 */
final class KnownIds {

  private final Map<String, SchoolId> schools = new HashMap<>();
  private final Map<String, ClassId> classes = new HashMap<>();
  private final Map<String, UserId> users = new HashMap<>();

  SchoolId school(String text) {
    return schools.computeIfAbsent(text, SchoolId::new);
  }

  ClassId schoolClass(String text) {
    return classes.computeIfAbsent(text, ClassId::new);
  }

  UserId user(String text) {
    return users.computeIfAbsent(text, UserId::new);
  }
}
