package homeroom.api.service;

import homeroom.api.wire.Rejection;
import homeroom.api.wire.UserPayload;
import homeroom.chat.conversation.Directory;
import homeroom.chat.school.Caller;
import homeroom.chat.school.UserId;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code users}: the people whom the caller may look up. */
public final class UserService implements Service {

  private static final Map<String, FieldType> FIELDS =
      Map.of(
          "_id", FieldType.TEXT,
          "role", FieldType.TEXT,
          "name", FieldType.TEXT,
          "active", FieldType.BOOLEAN,
          "classId", FieldType.TEXT);

  /** Students cannot search by what they are not shown. */
  private static final QueryLanguage FOR_STUDENTS =
      new QueryLanguage(FIELDS, Answers.fieldsOf(UserPayload.class));

  private static final QueryLanguage FOR_STAFF =
      new QueryLanguage(plus(FIELDS, "email", FieldType.TEXT), Answers.fieldsOf(UserPayload.class));

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of("users", "The people whom you may look up.", UserPayload.class)
          .find("Whom you may write to or share a class or conversation with.", FOR_STAFF)
          .get("One user.", FOR_STAFF);

  private final Directory directory;

  public UserService(Directory directory) {
    this.directory = directory;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    QueryLanguage.Parsed parsed = language(caller).parse(query);
    return Answers.select(
        directory.find(caller, parsed.query()).map(user -> UserPayload.of(user, caller)),
        parsed.select());
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    QueryLanguage.Parsed parsed = language(caller).parse(query);
    UserPayload user =
        directory
            .get(caller, new UserId(id))
            .map(found -> UserPayload.of(found, caller))
            .orElseThrow(() -> Rejection.notFound("user", id));
    return Answers.select(user, parsed.select());
  }

  private static QueryLanguage language(Caller caller) {
    return caller.role().isStaff() ? FOR_STAFF : FOR_STUDENTS;
  }

  private static Map<String, FieldType> plus(
      Map<String, FieldType> fields, String name, FieldType type) {
    var more = new java.util.HashMap<>(fields);
    more.put(name, type);
    return more;
  }
}
