// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as far as its handler found out. What is not yet read of the answer counts as
 * theirs, see {@link MemoryBudget}. Safe for many threads.
 */
public final class Requester {

  private volatile @Nullable Object user;
  private volatile boolean gone;

  /** The request is that of a user; any two objects that are equal are the same user. */
  public void signedIn(Object newUser) {
    user = newUser;
  }

  /** Whether the connection has closed, so that nobody gets an answer. */
  public boolean isGone() {
    return gone;
  }

  void goes() {
    gone = true;
  }

  @Nullable Object user() {
    return user;
  }
}
