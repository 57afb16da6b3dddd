// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where the token stands in the header {@code Authorization}. */
class AuthorizationTest {

  @Test
  void itStandsAfterBearerOrAlone() {
    assertThat(RestTransport.token("Bearer a.b.c")).isEqualTo("a.b.c");
    assertThat(RestTransport.token("bearer  a.b.c")).isEqualTo("a.b.c");
    assertThat(RestTransport.token("a.b.c")).isEqualTo("a.b.c");
  }

  @Test
  void otherSchemesHaveNone() {
    assertThat(RestTransport.token("Basic YTpi")).isNull();
    assertThat(RestTransport.token("Bearer")).isNull();
    assertThat(RestTransport.token("Digest a.b c")).isNull();
    assertThat(RestTransport.token("")).isNull();
  }
}
