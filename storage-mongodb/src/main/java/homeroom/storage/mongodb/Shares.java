// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.rate.CurrentUser;
import homeroom.chat.school.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets each user have only so many calls of the store under way; a further one waits for those of
 * the same user. What the server does for itself has no share. Runs on the caller's thread.
 */
final class Shares {

  private static final class Share {
    final Semaphore places;
    int users;

    Share(int places) {
      this.places = new Semaphore(places, true);
    }
  }

  private final int perUser;
  private final Map<UserId, Share> shares = new HashMap<>();

  Shares(int perUser) {
    this.perUser = perUser;
  }

  <T> T call(Supplier<T> call) {
    UserId user = CurrentUser.get();
    if (user == null) {
      return call.get();
    }
    Share share = enter(user);
    try {
      share.places.acquireUninterruptibly();
      try {
        return call.get();
      } finally {
        share.places.release();
      }
    } finally {
      leave(user, share);
    }
  }

  private synchronized Share enter(UserId user) {
    Share share = shares.computeIfAbsent(user, id -> new Share(perUser));
    share.users++;
    return share;
  }

  private synchronized void leave(UserId user, Share share) {
    share.users--;
    if (share.users == 0) {
      shares.remove(user);
    }
  }

  /** How many users have a call under way. */
  synchronized int size() {
    return shares.size();
  }
}
