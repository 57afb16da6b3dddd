// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.rate;

import homeroom.chat.school.UserId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** On whose behalf this thread works: stores share themselves among users by it. */
public final class CurrentUser {

  private static final ScopedValue<UserId> USER = ScopedValue.newInstance();

  private CurrentUser() {}

  /** The user; null if the work is the server's own. */
  public static @Nullable UserId get() {
    return USER.isBound() ? USER.get() : null;
  }

  /** Does something on behalf of the user. */
  public static <T> T call(UserId user, Supplier<T> work) {
    return ScopedValue.where(USER, user).call(work::get);
  }
}
