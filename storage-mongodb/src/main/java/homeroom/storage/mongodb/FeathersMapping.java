// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the conversations and messages of an application built on Feathers are called in its
 * database: the names that are usual there, or those that settings say. {@code docs/migrating.md}
 * lists the settings.
 *
 * @param rosters its users, classes and schools
 * @param fields theirs by ours, each after its collection: {@code messages.readBy.at}
 * @param types theirs by ours: the words for direct conversations, groups and those of classes
 */
public record FeathersMapping(
    RosterMapping rosters, Map<String, String> fields, Map<String, List<String>> types) {

  static final String CONVERSATIONS = "conversations";
  static final String MESSAGES = "messages";

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final List<String> TYPES = List.of("direct", "group", "class");
  private static final List<String> NAMES =
      List.of(
          "conversations",
          "conversations.participants",
          "conversations.type",
          "conversations.schoolId",
          "conversations.title",
          "conversations.classId",
          "conversations.createdBy",
          "conversations.createdAt",
          "conversations.updatedAt",
          "messages",
          "messages.conversationId",
          "messages.senderId",
          "messages.text",
          "messages.status",
          "messages.replyTo",
          "messages.deliveredTo",
          "messages.deliveredTo.userId",
          "messages.deliveredTo.at",
          "messages.readBy",
          "messages.readBy.userId",
          "messages.readBy.at",
          "messages.editHistory",
          "messages.editHistory.text",
          "messages.editHistory.editedAt",
          "messages.deletedAt",
          "messages.deletedBy",
          "messages.createdAt");

  public FeathersMapping {
    fields = Map.copyOf(fields);
    types = Map.copyOf(types);
  }

  /** Whether a setting is one of conversations or messages, and not one of rosters. */
  static boolean isSetting(String name) {
    return name.equals(CONVERSATIONS)
        || name.equals(MESSAGES)
        || name.startsWith(CONVERSATIONS + ".")
        || name.startsWith(MESSAGES + ".");
  }

  /**
   * The mapping that these settings make; without any, the usual names.
   *
   * @throws MongoFault if there is an unknown one
   */
  public static FeathersMapping of(Map<String, String> settings) {
    var unknown = new HashSet<String>();
    settings.keySet().stream().filter(FeathersMapping::isSetting).forEach(unknown::add);
    Map<String, String> fields = new HashMap<>();
    for (String name : NAMES) {
      String last = name.substring(name.lastIndexOf('.') + 1);
      fields.put(name, settings.getOrDefault(name, last).strip());
      unknown.remove(name);
    }
    Map<String, List<String>> types = new HashMap<>();
    for (String type : TYPES) {
      String name = CONVERSATIONS + ".type." + type;
      @Nullable String stored = settings.get(name);
      types.put(type, stored == null ? usual(type) : List.of(SPACES.split(stored.strip())));
      unknown.remove(name);
    }
    if (!unknown.isEmpty()) {
      throw new MongoFault("There is no setting mongodb.%s.".formatted(unknown.iterator().next()));
    }
    return new FeathersMapping(RosterMapping.ofApplication(settings), fields, types);
  }

  /** What stands there under that name of ours. */
  String theirs(String name) {
    String theirs = fields.get(name);
    if (theirs == null) {
      throw new IllegalArgumentException("there is no such field");
    }
    return theirs;
  }

  /** What we call a type of theirs; a group if it is none of those known. */
  String type(String theirs) {
    for (String type : TYPES) {
      if (types.getOrDefault(type, List.of()).contains(theirs)) {
        return type;
      }
    }
    return "group";
  }

  private static List<String> usual(String type) {
    String capital = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    return List.of(type, capital, type.toUpperCase(Locale.ROOT));
  }
}
