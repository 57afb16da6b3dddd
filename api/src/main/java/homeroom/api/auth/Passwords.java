// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.Password;
import com.password4j.types.Argon2;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.StoreUnavailable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks password hashes: Argon2id for new ones (19 MiB, 2 passes, as OWASP's Password
 * Storage Cheat Sheet has it), bcrypt of existing Feathers users understood. Hashing is long
 * computation: it runs on its own few platform threads, and callers on virtual threads wait.
 */
public final class Passwords implements AutoCloseable {

  /** Sign-ins that may wait for a thread; the next one is refused with 503. */
  static final int MAX_WAITING = 256;

  private static final long RETRY_AFTER_MILLIS = 1000;

  private static final Argon2Function ARGON2ID =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

  private final ExecutorService threads;
  private final String hashOfNobody;

  /**
   * Makes the threads.
   *
   * @param threads how many hashes are computed at once, at least 1
   */
  public Passwords(int threads) {
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("password-", 0).daemon().factory());
    this.hashOfNobody = hash("nobody's password");
  }

  /** A new hash with a fresh salt, in the modular crypt format. */
  public String hash(String password) {
    return await(() -> newHash(password));
  }

  /** Whether the password is the one of the hash; false for a hash of an unknown form. */
  public boolean matches(String password, String hash) {
    return await(() -> isOf(password, hash));
  }

  /** Whether the hash is of an older form than {@link #hash} makes. */
  static boolean isOutdated(String hash) {
    return !hash.startsWith("$argon2id$");
  }

  /**
   * One try to sign in, all on the thread that computes: {@code begin} may still refuse it, however
   * long it waited, and {@code failed} is called before the next try begins there.
   *
   * @param hash null for an account that does not exist, empty for one without a password: takes as
   *     long, and fails
   */
  boolean attempt(String password, @Nullable String hash, Runnable begin, Runnable failed) {
    return await(() -> {
      begin.run();
      String known = hash != null && hash.startsWith("$") ? hash : hashOfNobody;
      boolean right = isOf(password, known) && known.equals(hash);
      if (!right) {
        failed.run();
      }
      return right;
    });
  }

  private static String newHash(String password) {
    return Password.hash(password).addRandomSalt(16).with(ARGON2ID).getResult();
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
    threads.shutdownNow();
  }

  private <T> T await(Callable<T> computation) {
    try {
      Future<T> result = threads.submit(computation);
      return result.get();
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailable(
          "Too many people are signing in; try again in a moment.", RETRY_AFTER_MILLIS, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Rejection rejection) {
        throw rejection;
      }
      throw new IllegalStateException("A password hash could not be computed.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("The server is stopping.", RETRY_AFTER_MILLIS, e);
    }
  }
}
