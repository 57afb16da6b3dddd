// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The roster of a demo school as its admin reads it, and what the rules of presence make of it. */
final class SchoolRoster {

  private static final String ALL = "$limit=200";

  private final Map<String, String> roles = new HashMap<>();
  private final Map<String, Set<String>> classes = new HashMap<>();

  static SchoolRoster of(Person admin) throws Exception {
    var roster = new SchoolRoster();
    roster.read(admin.rest());
    return roster;
  }

  private void read(Rest rest) throws Exception {
    for (JsonNode user : data(rest, "/users?" + ALL)) {
      roles.put(user.get("_id").stringValue(), user.get("role").stringValue());
    }
    for (String of : new String[] {"teacher", "student"}) {
      String service = of.equals("teacher") ? "/class-teachers?" : "/class-enrollments?";
      int skip = 0;
      JsonNode page;
      do {
        page = data(rest, service + ALL + "&$skip=" + skip);
        for (JsonNode link : page) {
          classes
              .computeIfAbsent(link.get(of + "Id").stringValue(), id -> new HashSet<>())
              .add(link.get("classId").stringValue());
        }
        skip += page.size();
      } while (!page.isEmpty());
    }
  }

  private static JsonNode data(Rest rest, String path) throws Exception {
    return rest.get(path).body().get("data");
  }

  /** Whether the one is told that the other, of the same school, comes and goes. */
  boolean sees(Person viewer, Person about) {
    if (viewer.id().equals(about.id())) {
      return false;
    }
    String viewerRole = role(viewer);
    boolean share = !Collections.disjoint(classes(viewer), classes(about));
    return switch (role(about)) {
      case "admin" -> true;
      case "teacher" -> viewerRole.equals("teacher") || (viewerRole.equals("student") && share);
      default -> !viewerRole.equals("admin") && share;
    };
  }

  String role(Person person) {
    return String.valueOf(roles.get(person.id()));
  }

  Set<String> classes(Person person) {
    return classes.getOrDefault(person.id(), Set.of());
  }
}
