// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Under which names the rosters lie in the database, and what their fields are called: Homeroom's
 * own, or those of a school's own application, whose documents are then read as they are. {@code
 * docs/mongodb.md} lists the settings.
 *
 * @param isOwn whether the rosters are Homeroom's own, so that it makes their indexes
 * @param schoolId the one school that everybody belongs to; null if documents say which
 */
public record RosterMapping(
    boolean isOwn,
    @Nullable String schoolId,
    @Nullable String schoolName,
    RosterShape schools,
    RosterShape users,
    RosterShape classes,
    RosterShape teachers,
    RosterShape enrollments) {

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final List<String> ROLES = List.of("student", "teacher", "admin");

  /** Homeroom's own names. */
  public static final RosterMapping OWN = own();

  /**
   * The mapping that these settings make; without any, {@link #OWN}.
   *
   * @throws MongoFault if there is an unknown one
   */
  public static RosterMapping of(Map<String, String> settings) {
    Map<String, String> rosters = ofRosters(settings);
    return rosters.isEmpty() ? OWN : new Reading(rosters).mapping();
  }

  /** The same for another application, whose names are the usual ones without any setting. */
  static RosterMapping ofApplication(Map<String, String> settings) {
    return new Reading(ofRosters(settings)).mapping();
  }

  private static Map<String, String> ofRosters(Map<String, String> settings) {
    var rosters = new HashMap<>(settings);
    rosters.keySet().removeIf(FeathersMapping::isSetting);
    return rosters;
  }

  /** Whether the links of classes say which school they belong to. */
  boolean linksNameTheirSchool() {
    return isOwn || schoolId != null || (teachers.has("schoolId") && enrollments.has("schoolId"));
  }

  /** What every user has who can take part here: a role that is known. */
  Document known(Document users) {
    return isOwn || users.containsKey("role")
        ? users
        : new Document(users).append("role", new Document("$in", ROLES));
  }

  private static RosterMapping own() {
    var same = new Reading(Map.of());
    return new RosterMapping(
        true,
        null,
        null,
        same.shape("schools", "schools"),
        same.shape("users", "users"),
        same.shape("classes", "classes"),
        same.shape("class-teachers", "class-teachers"),
        same.shape("class-enrollments", "class-enrollments"));
  }

  /** Settings while they are read. For one thread. */
  private record Reading(Map<String, String> settings, Set<String> used) {

    Reading(Map<String, String> settings) {
      this(Map.copyOf(settings), new HashSet<>());
    }

    RosterMapping mapping() {
      @Nullable String school = value("school");
      var mapping =
          new RosterMapping(
              false,
              school,
              value("school.name"),
              shape(school == null ? "schools" : "homeroom-schools", "schools", "name"),
              shape(
                  "users",
                  "users",
                  "schoolId",
                  "role",
                  "name",
                  "email",
                  "username",
                  "password",
                  "active",
                  "createdAt",
                  "updatedAt"),
              shape(
                  "classes",
                  "classes",
                  "schoolId",
                  "name",
                  "code",
                  "archived",
                  "createdAt",
                  "updatedAt"),
              shape("class-teachers", "class-teachers", "schoolId", "classId", "teacherId"),
              shape("class-enrollments", "class-enrollments", "schoolId", "classId", "studentId"));
      var unknown = new HashSet<>(settings.keySet());
      unknown.removeAll(used);
      if (!unknown.isEmpty()) {
        throw new MongoFault(
            "There is no setting mongodb.%s.".formatted(unknown.iterator().next()));
      }
      return mapping;
    }

    RosterShape shape(String otherwise, String name, String... fields) {
      @Nullable String collection = value(name);
      var shape = new RosterShape.Builder(collection == null ? otherwise : collection);
      shape.keepsTimes(settings.containsKey(name + ".updatedAt"));
      shape.objectIds(!"string".equals(value("ids")));
      for (String field : fields) {
        @Nullable String stored = value(name + "." + field);
        shape.field(
            field.equals("password") ? "passwordHash" : field,
            List.of(SPACES.split(stored == null ? field : stored.strip())));
      }
      if (name.equals("users")) {
        roles(shape::role);
      }
      if (!name.equals("schools") && settings.containsKey("school")) {
        shape.school(settings.get("school"));
      } else if (name.startsWith("class-") && !settings.containsKey(name + ".schoolId")) {
        shape.withoutSchool();
      }
      return shape.build();
    }

    private void roles(BiConsumer<String, List<String>> role) {
      for (String name : ROLES) {
        @Nullable String stored = value("users.role." + name);
        String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        role.accept(
            name,
            stored == null
                ? List.of(name, capital, name.toUpperCase(Locale.ROOT))
                : new ArrayList<>(List.of(SPACES.split(stored.strip()))));
      }
    }

    private @Nullable String value(String key) {
      used.add(key);
      return settings.get(key);
    }
  }
}
