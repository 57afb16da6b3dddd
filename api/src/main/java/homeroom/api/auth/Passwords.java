// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks password hashes: Argon2id for new ones (7 MiB, 5 passes, one of those that
 * OWASP's Password Storage Cheat Sheet calls equal), bcrypt of existing Feathers users understood.
 * Hashing is long computation: it runs on its own few platform threads, shared fairly, and callers
 * on virtual threads wait.
 */
public final class Passwords implements AutoCloseable {

  /** Sign-ins that may wait for a thread; the next one is refused with 503. */
  static final int MAX_WAITING = 256;

  /** How long each of them may. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** What is not asked by a network. */
  private static final String OWN_SHARE = "";

  /** Of random bytes that nobody kept: what a try is compared with that cannot succeed. */
  private static final String HASH_OF_NOBODY =
      "$argon2id$v=19$m=7168,t=5,p=1$B57xg+v7Cdl2OOQ05UY8+Q"
          + "$jaok5Kq3kv6RtgizRoA6hGGLQBZ9orL7LsQIkttXySo";

  private final HashingPool pool;

  /** What hashes of release 0.1 begin with: as strong, but each leaves 19 MiB to be collected. */
  private static final String LARGE = "$argon2id$v=19$m=19456,t=2,p=1$";

  /** In a class of its own, since the library keeps 7 MiB with it: for whoever signs in. */
  private static final class Argon2id {

    private static final Argon2Function FUNCTION =
        Argon2Function.getInstance(7_168, 5, 1, 32, Argon2.ID);
  }

  /**
   * Makes the threads.
   *
   * @param threads how many hashes are computed at once, at least 1
   */
  public Passwords(int threads) {
    this.pool = new HashingPool(threads, MAX_WAITING, LONGEST_WAIT);
  }

  /** A new hash with a fresh salt, in the modular crypt format. */
  public String hash(String password) {
    return pool.compute(OWN_SHARE, () -> newHash(password));
  }

  /** Whether the password is the one of the hash; false for a hash of an unknown form. */
  public boolean matches(String password, String hash) {
    return pool.compute(OWN_SHARE, () -> isOf(password, hash));
  }

  /** How many hashes wait for a thread. */
  public int waiting() {
    return pool.waiting();
  }

  /** Whether the hash is of an older form than {@link #hash} makes. */
  static boolean isOutdated(String hash) {
    return !hash.startsWith("$argon2id$") || hash.startsWith(LARGE);
  }

  /**
   * One try to sign in.
   *
   * @param share the network or device that the threads are shared by
   * @param hash null for an account that does not exist, empty for one without a password: takes as
   *     long, and fails
   * @param begin called when the computation does, on the thread that computes
   * @throws homeroom.chat.school.StoreUnavailable if too many wait, or it had to for too long
   */
  boolean attempt(String share, String password, @Nullable String hash, Runnable begin) {
    return pool.compute(
        share,
        () -> {
          begin.run();
          String known = hash != null && hash.startsWith("$") ? hash : HASH_OF_NOBODY;
          return isOf(password, known) && known.equals(hash);
        });
  }

  private static String newHash(String password) {
    return Password.hash(password).addRandomSalt(16).with(Argon2id.FUNCTION).getResult();
  }

  private static boolean isOf(String password, String hash) {
    if (hash.startsWith("$argon2")) {
      return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
    }
    return hash.startsWith("$2")
        && Password.check(password, hash).with(BcryptFunction.getInstanceFromHash(hash));
  }

  @Override
  public void close() {
    pool.close();
  }
}
