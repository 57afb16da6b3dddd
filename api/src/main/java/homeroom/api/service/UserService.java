// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.api.wire.Description;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.UserPayload;
import homeroom.chat.people.Directory;
import homeroom.chat.people.UserRegistrar;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import homeroom.chat.text.Name;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
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
          "classId", FieldType.MEMBERSHIP);

  /** Students cannot search by what they are not shown. */
  private static final QueryLanguage FOR_STUDENTS = new QueryLanguage(FIELDS, UserPayload.class);

  private static final QueryLanguage FOR_STAFF =
      new QueryLanguage(plus(FIELDS, "email", FieldType.TEXT), UserPayload.class);

  private static final PayloadReader<NewUserPayload> CREATE =
      PayloadReader.of(NewUserPayload.class);

  private static final PayloadReader<ChangedUserPayload> PATCH =
      PayloadReader.of(ChangedUserPayload.class);

  private static final String SEARCH = "$search";
  private static final String CURRENT_PASSWORD = "currentPassword";

  /** The longest search, in characters. */
  private static final int MAX_SEARCH = 200;

  /** What the query of a find says apart from the query language. */
  @Received
  record FindArguments(
      @JsonProperty(SEARCH)
          @Description(
              "Parts of a name, in any case and without accents; at most "
                  + MAX_SEARCH
                  + " characters.")
          @Nullable String search) {}

  private static final PayloadReader<FindArguments> FIND = PayloadReader.of(FindArguments.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of("users", "The people whom you may look up.", UserPayload.class)
          .find("Whom you may write to or share a class or conversation with.", FOR_STAFF, FIND)
          .get("One user.", FOR_STAFF)
          .create("Makes a user; for admins.", CREATE)
          .patch("Changes a user; for admins, and one's own password for everybody.", PATCH)
          .remove("Deactivates a user, whose messages stay; for admins.");

  private final Directory directory;
  private final UserRegistrar registrar;
  private final OwnPassword ownPassword;

  public UserService(Directory directory, UserRegistrar registrar, OwnPassword ownPassword) {
    this.directory = directory;
    this.registrar = registrar;
    this.ownPassword = ownPassword;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    String search = FIND.read(query).search();
    QueryLanguage.Parsed parsed = language(caller).parseWithout(Set.of(SEARCH), query);
    Query asked = search == null ? parsed.query() : parsed.query().narrowedTo(named(search));
    return Answers.select(
        directory.find(caller, asked).map(user -> UserPayload.of(user, caller)), parsed.select());
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    QueryLanguage.Parsed parsed = language(caller).parse(query);
    UserPayload user =
        directory
            .get(caller, new UserId(id))
            .map(found -> UserPayload.of(found, caller))
            .orElseThrow(() -> Rejection.notFound(RefusalCode.USER_NOT_FOUND, id));
    return Answers.select(user, parsed.select());
  }

  /** {@code { role, name, email?, username?, password? }}. */
  @Override
  public Created create(Caller caller, JsonNode data) {
    Rejection.orThrow(registrar.mayChange(caller));
    NewUserPayload wanted = CREATE.read(data);
    var user =
        new UserRegistrar.NewUser(
            wanted.role(), wanted.name(), wanted.email(), wanted.username(), wanted.password());
    return new Created(payload(caller, registrar.create(caller, user)), false);
  }

  /**
   * {@code { role?, name?, email?, username?, password?, active?, unlock? }}; one's own password by
   * {@code { password, currentPassword }}, the first one by {@code { password }}.
   */
  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    boolean own = caller.userId().value().equals(id);
    boolean first = own && data.has("password") && !registrar.hasPassword(caller);
    if (own && (data.has(CURRENT_PASSWORD) || first)) {
      return changeOwnPassword(caller, PATCH.read(data));
    }
    Rejection.orThrow(registrar.mayChange(caller, new UserId(id)));
    ChangedUserPayload wanted = PATCH.read(data);
    if (wanted.currentPassword() != null || (own && wanted.password() != null)) {
      throw Rejection.badField(
          CURRENT_PASSWORD,
          own ? "is missing" : "is for one's own password",
          "'currentPassword' goes with a new password of one's own, and with nothing else.");
    }
    var change =
        new UserRegistrar.Change(
            wanted.role(),
            wanted.name(),
            wanted.email(),
            wanted.username(),
            wanted.password(),
            wanted.active());
    if (Boolean.TRUE.equals(wanted.unlock())) {
      Rejection.orThrow(registrar.unlock(caller, new UserId(id)));
    }
    return payload(caller, registrar.change(caller, new UserId(id), change));
  }

  private UserPayload changeOwnPassword(Caller caller, ChangedUserPayload wanted) {
    String password = wanted.password();
    String current = wanted.currentPassword();
    boolean alone =
        wanted.role() == null
            && wanted.name() == null
            && wanted.email() == null
            && wanted.username() == null
            && wanted.active() == null
            && wanted.unlock() == null;
    boolean first = !registrar.hasPassword(caller);
    if (password == null || (current == null) != first || !alone) {
      throw Rejection.badField(
          "password",
          "is one's own",
          "One's own password is changed by 'password' and 'currentPassword' alone; the first is"
              + " set by 'password' alone.");
    }
    if (current != null && !ownPassword.is(caller, current)) {
      throw new Rejection(
          ErrorPayload.of(
              Refusal.of(
                  RefusalCode.CURRENT_PASSWORD_WRONG,
                  "The current password is another one.",
                  CURRENT_PASSWORD,
                  "is wrong")));
    }
    return payload(caller, registrar.changeOwnPassword(caller, password));
  }

  /** Deactivates. */
  @Override
  public Object remove(Caller caller, String id) {
    return payload(caller, registrar.deactivate(caller, new UserId(id)));
  }

  /** Whose names have every part. */
  private static Filter named(String search) {
    String key = search.length() > MAX_SEARCH ? "" : Name.key(search);
    if (key.isBlank()) {
      throw Rejection.badField(
          SEARCH,
          "is empty or too long",
          "'$search' is parts of a name, at most " + MAX_SEARCH + " characters.");
    }
    return new Filter.And(
        Arrays.stream(key.split(" ", -1))
            .<Filter>map(part -> new Filter.Compare("name", Filter.Operator.CONTAINS, part))
            .toList());
  }

  private static UserPayload payload(Caller caller, Outcome<User> outcome) {
    return UserPayload.of(Rejection.orThrow(outcome), caller);
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
