// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where the token stands in the header {@code Authorization}. */
class AuthorizationTest {

  @Test
  void itStandsAfterBearerOrAlone() {
    assertThat(Authorization.token("Bearer a.b.c")).isEqualTo("a.b.c");
    assertThat(Authorization.token("bearer  a.b.c")).isEqualTo("a.b.c");
    assertThat(Authorization.token("a.b.c")).isEqualTo("a.b.c");
  }

  @Test
  void otherSchemesHaveNone() {
    assertThat(Authorization.token("Basic YTpi")).isNull();
    assertThat(Authorization.token("Bearer")).isNull();
    assertThat(Authorization.token("Digest a.b c")).isNull();
    assertThat(Authorization.token("")).isNull();
  }
}
