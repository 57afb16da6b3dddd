// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever guesses passwords keeps nobody out, from whatever address. */
class AbuseOfSignInTest extends OnAbuseStage {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @SuppressWarnings("NullAway.Init")
  AbuseOfSignInTest() {}

  @Override
  protected boolean limited() {
    return true;
  }

  @Test
  void namesThatNobodyHasKeepNobodyOut() throws Exception {
    flood(Attack.WRONG_NAMES, number -> "nobody" + number + "@demo.school", "teacher2");
  }

  @Test
  @Tag("long")
  void howeverMany() throws Exception {
    flood(Attack.MANY_WRONG_NAMES, number -> "nobody" + number + "@demo.school", "teacher4");
    flood(Attack.MANY_WRONG_PASSWORDS, number -> "teacher5@demo.school", "teacher5");
  }

  @Test
  void wrongPasswordsKeepNobodyOut() throws Exception {
    flood(Attack.WRONG_PASSWORDS, number -> "teacher3@demo.school", "teacher3");
  }

  /** Whose password is guessed. */
  private interface Names {
    String name(int number);
  }

  private void flood(Attack attack, Names names, String teacher) throws Exception {
    CompletableFuture<Long> signedIn =
        CompletableFuture.supplyAsync(() -> signIn(teacher + "@demo.school"));
    stage.attacked(
        attack,
        number -> {
          try (HostileLine line = HostileLine.open(url)) {
            String body =
                Rest.JSON.writeValueAsString(
                    Map.of(
                        "strategy",
                        "local",
                        "email",
                        names.name(number),
                        "password",
                        "wrong " + number));
            line.send(
                "POST /authentication HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                    + "Content-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body);
            return line.status();
          }
        });
    System.out.printf(
        "%s: the teacher was signed in after %d ms%n",
        attack, signedIn.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  /**
   * Signs in rightly while others guess, and again when told to come later; how long it took, in
   * milliseconds.
   */
  private long signIn(String email) {
    long began = System.nanoTime();
    LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    while (System.nanoTime() - began < PATIENCE.toNanos()) {
      try {
        Rest.Answer answer = new Rest(url, null).signIn(email, "homeroom");
        if (answer.status() == 201) {
          return Duration.ofNanos(System.nanoTime() - began).toMillis();
        }
        assertThat(answer.status()).isIn(429, 503);
        long wait = answer.body().path("data").path("retryAfterMs").longValue(1_000);
        LockSupport.parkNanos(Duration.ofMillis(wait).toNanos());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError("The teacher was kept out.");
  }
}
