// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import org.junit.jupiter.api.BeforeAll;

/** A server of its own for tests that change the rules of a school, which no other test meets. */
abstract class RulesServer extends SharedServer {

  Person admin;

  /** The id of the admin's school. */
  String school;

  @SuppressWarnings("NullAway.Init")
  RulesServer() {}

  @Override
  protected String[] options() {
    return new String[] {"--message-rate", "0", "--call-rate", "0", "--edit-window-minutes", "30"};
  }

  @BeforeAll
  void admin() throws Exception {
    admin = person("admin");
    school = admin.rest().get("/users/" + admin.id()).body().get("schoolId").stringValue();
  }
}
