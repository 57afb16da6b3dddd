// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hashes of today, hashes of existing Feathers users. */
class PasswordsTest {

  /** Of "U*U", from the test vectors of crypt_blowfish. */
  private static final String BCRYPT_SALT_AND_HASH =
      "$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

  private final Passwords passwords = new Passwords(1);

  @AfterEach
  void close() {
    passwords.close();
  }

  @Test
  void aNewHashIsArgon2idAsOwaspHasIt() {
    String hash = passwords.hash("correct horse");
    assertThat(hash).startsWith("$argon2id$v=19$m=7168,t=5,p=1$");
    assertThat(Passwords.isOutdated(hash)).isFalse();
    assertThat(passwords.matches("correct horse", hash)).isTrue();
    assertThat(passwords.matches("battery staple", hash)).isFalse();
    assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
  }

  @Test
  void bcryptOfEveryRevisionIsUnderstoodAndOutdated() {
    for (String revision : new String[] {"$2a", "$2b", "$2y"}) {
      String hash = revision + BCRYPT_SALT_AND_HASH;
      assertThat(passwords.matches("U*U", hash)).as(revision).isTrue();
      assertThat(passwords.matches("U*V", hash)).as(revision).isFalse();
      assertThat(Passwords.isOutdated(hash)).isTrue();
    }
  }

  @Test
  void aHashOfTheFirstReleaseIsUnderstoodAndOutdatedAndAStrongerOneStays() {
    String first =
        "$argon2id$v=19$m=19456,t=2,p=1$f2ebFn06JUM2Xk4rnq73lw"
            + "$LsP3cWr6xEu39LNvXxO+TE8CwjJzDzHi/sWdjkUGOmY";
    assertThat(passwords.matches("correct horse", first)).isTrue();
    assertThat(passwords.matches("battery staple", first)).isFalse();
    assertThat(Passwords.isOutdated(first)).isTrue();
    assertThat(Passwords.isOutdated("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA")).isFalse();
  }

  @Test
  void aLongPasswordIsCheckedAgainstBcryptToo() {
    assertThat(passwords.matches("x".repeat(1000), "$2b" + BCRYPT_SALT_AND_HASH)).isFalse();
  }

  @Test
  void aHashOfAnUnknownFormMatchesNothing() {
    assertThat(passwords.matches("", "")).isFalse();
    assertThat(passwords.matches("plain", "plain")).isFalse();
  }

  @Test
  void anAccountThatIsNotThereFailsWhateverThePassword() {
    var begun = new AtomicInteger();
    assertThat(passwords.attempt("net", "nobody's password", null, begun::incrementAndGet))
        .isFalse();
    assertThat(begun).hasValue(1);
  }

  @Test
  void anAccountWithoutAPasswordFailsToo() {
    assertThat(passwords.attempt("net", "", "", () -> {})).isFalse();
  }
}
