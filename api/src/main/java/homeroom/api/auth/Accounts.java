// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.api.wire.Rejection;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.School;
import homeroom.chat.text.Name;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds who is called what somebody types. Blocks on the store; safe for many threads. */
record Accounts(RosterStore store) {

  /**
   * The account of that name. What is asked of the store is the same whether there is one or not.
   *
   * @throws Rejection 400 if it is a user name, and several schools share the server
   */
  Optional<Credentials> find(LoginName name) {
    Optional<Credentials> byAddress =
        name.mayBeAddress() ? store.credentials(name.text()) : Optional.empty();
    Optional<Credentials> byUserName =
        school(name).flatMap(school -> store.credentials(school.id(), name.text()));
    return byAddress.or(() -> byUserName);
  }

  /** Whose user name it is. */
  private Optional<School> school(LoginName name) {
    List<School> schools = store.schools();
    @Nullable String named = name.school();
    if (named != null) {
      return schools.stream().filter(school -> isCalled(school, named)).findFirst();
    }
    if (schools.size() > 1 && !name.mayBeAddress()) {
      throw Rejection.badField(
          "school",
          "is missing",
          "Several schools share this server; with a user name, 'school' says which.");
    }
    return schools.size() == 1 ? Optional.of(schools.getFirst()) : Optional.empty();
  }

  private static boolean isCalled(School school, String name) {
    return school.id().value().equals(name) || Name.key(school.name()).equals(Name.key(name));
  }
}
