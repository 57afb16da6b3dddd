// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Who may do what in a school, by the wire's contract; and its conversations. */
final class ModelSchool {

  static final int OK = 200;
  static final int INVALID = 400;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;

  /** A user as far as the rules go. */
  record User(String id, String role, boolean ofThisSchool) {
    boolean isStaff() {
      return !role.equals("student");
    }
  }

  final Map<String, User> users = new HashMap<>();
  final Map<String, Set<String>> classes = new HashMap<>();
  final TreeMap<String, ModelConversation> conversations = new TreeMap<>();

  User user(String id) {
    return Objects.requireNonNull(users.get(id), id);
  }

  ModelConversation conversation(String id) {
    return Objects.requireNonNull(conversations.get(id), id);
  }

  /** The roster as the admin sees it. */
  void loadRoster(Rest admin) throws Exception {
    for (JsonNode user : all(admin, "/users?")) {
      String id = text(user, "_id");
      users.put(id, new User(id, text(user, "role"), true));
    }
    for (JsonNode row : all(admin, "/class-enrollments?")) {
      members(text(row, "classId")).add(text(row, "studentId"));
    }
    for (JsonNode row : all(admin, "/class-teachers?")) {
      members(text(row, "classId")).add(text(row, "teacherId"));
    }
  }

  private Set<String> members(String classId) {
    return classes.computeIfAbsent(classId, id -> new HashSet<>());
  }

  private static List<JsonNode> all(Rest reader, String path) throws Exception {
    var all = new ArrayList<JsonNode>();
    JsonNode page;
    do {
      page = reader.get(path + "$limit=200&$sort[_id]=1&$skip=" + all.size()).body().get("data");
      page.forEach(all::add);
    } while (!page.isEmpty());
    return all;
  }

  /** Takes over what a member sees of a conversation before the test begins. */
  void load(User user, Rest member, JsonNode entry) throws Exception {
    JsonNode told = entry.get("conversation");
    var conversation =
        new ModelConversation(
            text(told, "_id"),
            text(told, "type"),
            user.ofThisSchool(),
            textOrNull(told, "createdBy"),
            textOrNull(told, "title"));
    CrashTest.all(member, conversation.id)
        .values()
        .forEach(message ->
            conversation.send(
                text(message, "_id"),
                text(message, "senderId"),
                text(message, "clientId"),
                null,
                text(message, "text")));
    entry
        .get("receipts")
        .forEach(mark ->
            conversation.marks.put(
                text(mark, "userId"),
                new ModelConversation.Mark(
                    0, mark.get("deliveredSeq").longValue(), mark.get("readSeq").longValue())));
    conversations.put(conversation.id, conversation);
  }

  List<ModelConversation> of(String user) {
    return conversations.values().stream().filter(one -> one.isMember(user)).toList();
  }

  @Nullable ModelConversation direct(String one, String other) {
    return conversations.values().stream()
        .filter(conversation -> conversation.type.equals("direct") && !one.equals(other))
        .filter(conversation -> conversation.isMember(one) && conversation.isMember(other))
        .findFirst()
        .orElse(null);
  }

  /** Staff to everybody; students to admins and to whomever they share a class with. */
  int maySendTo(User from, String to) {
    if (from.id().equals(to)) {
      return INVALID;
    }
    User other = users.get(to);
    boolean allowed =
        from.ofThisSchool()
            && other != null
            && other.ofThisSchool()
            && (from.isStaff()
                || other.role().equals("admin")
                || classes.values().stream()
                    .anyMatch(people -> people.contains(from.id()) && people.contains(to)));
    return allowed ? OK : NOT_FOUND;
  }

  int maySend(User user, ModelConversation to, @Nullable String replyTo) {
    if (!to.isMember(user.id())) {
      return NOT_FOUND;
    }
    boolean there =
        replyTo == null || to.messages.values().stream().anyMatch(one -> one.id.equals(replyTo));
    return there ? OK : INVALID;
  }

  int mayEdit(User user, ModelConversation in, ModelConversation.Message message) {
    if (!in.isMember(user.id())) {
      return NOT_FOUND;
    }
    if (!message.sender.equals(user.id())) {
      return FORBIDDEN;
    }
    if (message.deleted()) {
      return CONFLICT;
    }
    return message.edits < 100 ? OK : FORBIDDEN;
  }

  int mayDelete(User user, ModelConversation in, ModelConversation.Message message) {
    boolean admin = user.role().equals("admin") && user.ofThisSchool() == in.ofThisSchool;
    if (!in.isMember(user.id()) && !admin) {
      return NOT_FOUND;
    }
    boolean teacherOfClass = in.type.equals("class") && user.role().equals("teacher");
    if (!message.sender.equals(user.id()) && !teacherOfClass && !admin) {
      return FORBIDDEN;
    }
    return message.deleted() ? CONFLICT : OK;
  }

  int mayClaim(User user, ModelConversation in, long seq) {
    if (!in.isMember(user.id())) {
      return NOT_FOUND;
    }
    return seq >= 0 && seq <= in.newestSeq() ? OK : INVALID;
  }

  int mayMakeGroup(User user, Collection<String> others) {
    return others.stream()
        .filter(other -> !other.equals(user.id()))
        .map(other -> maySendTo(user, other))
        .filter(code -> code != OK)
        .findFirst()
        .orElse(OK);
  }

  /** An admin who is not in it manages a group that nobody in it does. */
  boolean managesFromOutside(User user, ModelConversation group) {
    return user.role().equals("admin")
        && user.ofThisSchool() == group.ofThisSchool
        && group.type.equals("group")
        && !group.archived
        && !group.isMember(user.id())
        && group.members().stream()
            .noneMatch(member -> member.equals(group.createdBy) || user(member).isStaff());
  }

  /** From outside nothing but staff is added. */
  int mayChangeFromOutside(boolean addsOnly, Collection<String> joining) {
    boolean staff =
        joining.stream()
            .map(users::get)
            .allMatch(other -> other != null && other.ofThisSchool() && other.isStaff());
    return addsOnly && staff ? OK : FORBIDDEN;
  }

  int mayChange(User user, ModelConversation group, Collection<String> joining) {
    if (!group.isMember(user.id())) {
      return NOT_FOUND;
    }
    boolean manages = user.isStaff() || user.id().equals(group.createdBy);
    if (!group.type.equals("group") || !manages) {
      return FORBIDDEN;
    }
    return mayMakeGroup(user, joining.stream().filter(one -> !group.isMember(one)).toList());
  }

  /** Leave it, or close one that is managed from outside. */
  int mayLeave(User user, ModelConversation group) {
    if (managesFromOutside(user, group)) {
      return OK;
    }
    if (!group.isMember(user.id())) {
      return NOT_FOUND;
    }
    return group.type.equals("group") ? OK : FORBIDDEN;
  }

  static String text(JsonNode node, String field) {
    return node.get(field).stringValue();
  }

  static @Nullable String textOrNull(JsonNode node, String field) {
    return node.get(field).isNull() ? null : node.get(field).stringValue();
  }
}
