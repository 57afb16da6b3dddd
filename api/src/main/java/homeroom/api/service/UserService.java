// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.UserPayload;
import homeroom.api.wire.Words;
import homeroom.chat.people.Directory;
import homeroom.chat.people.UserRegistrar;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code users}: the people whom the caller may look up; admins make, change and deactivate. */
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
          .get("One user.", FOR_STAFF)
          .create("Makes a user; for admins.", NewUser.class)
          .patch("Changes a user; for admins.", ChangedUser.class)
          .remove("Deactivates a user, whose messages stay; for admins.");

  /** By their names on the wire, in the order in which people are told of them. */
  private static final Map<String, Role> ROLES = roles();

  @Received
  @About("A user to be made.")
  record NewUser(
      @Words({"student", "teacher", "admin"}) String role,
      String name,
      String email,
      @About("Without one, the user signs in with an identity provider only.")
          @Nullable String password) {}

  @Received
  @About("What is to change of a user; what is left out stays.")
  record ChangedUser(
      @Words({"student", "teacher", "admin"}) @Nullable String role,
      @Nullable String name,
      @Nullable String email,
      @Nullable String password,
      @Nullable Boolean active) {}

  private final Directory directory;
  private final UserRegistrar registrar;

  public UserService(Directory directory, UserRegistrar registrar) {
    this.directory = directory;
    this.registrar = registrar;
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

  /** {@code { role, name, email, password? }}. */
  @Override
  public Created create(Caller caller, JsonNode data) {
    Rejection.orThrow(registrar.mayChange(caller));
    UserRegistrar.NewUser wanted =
        new Form(data, NewUser.class).require("role", "name", "email").read(UserService::newUser);
    return new Created(payload(caller, registrar.create(caller, wanted)), false);
  }

  /** {@code { role?, name?, email?, password?, active? }}. */
  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    Rejection.orThrow(registrar.mayChange(caller, new UserId(id)));
    UserRegistrar.Change change = new Form(data, ChangedUser.class).read(UserService::change);
    return payload(caller, registrar.change(caller, new UserId(id), change));
  }

  /** Deactivates. */
  @Override
  public Object remove(Caller caller, String id) {
    return payload(caller, registrar.deactivate(caller, new UserId(id)));
  }

  private static UserRegistrar.NewUser newUser(Form form) {
    Role role = form.oneOf("role", ROLES);
    return new UserRegistrar.NewUser(
        role == null ? Role.STUDENT : role,
        form.requiredText("name"),
        form.requiredText("email"),
        form.text("password"));
  }

  private static UserRegistrar.Change change(Form form) {
    return new UserRegistrar.Change(
        form.oneOf("role", ROLES),
        form.text("name"),
        form.text("email"),
        form.text("password"),
        form.flag("active"));
  }

  private static UserPayload payload(Caller caller, Outcome<User> outcome) {
    return UserPayload.of(Rejection.orThrow(outcome), caller);
  }

  private static Map<String, Role> roles() {
    var roles = new LinkedHashMap<String, Role>();
    for (Role role : Role.values()) {
      roles.put(role.name().toLowerCase(Locale.ROOT), role);
    }
    return Collections.unmodifiableMap(roles);
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
