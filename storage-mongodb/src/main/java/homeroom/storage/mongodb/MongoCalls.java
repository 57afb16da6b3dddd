// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import homeroom.chat.school.StoreUnavailable;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Every call of every store goes through here: it bounds how many run and wait, and turns errors of
 * the driver into those of the ports. Runs on the caller's thread.
 */
final class MongoCalls {

  private static final long SOON_MILLIS = 1_000;

  private final MongoLimits limits;
  private final Semaphore places;
  private final Shares shares;
  private final Outage outage = new Outage(System::nanoTime);
  private volatile BooleanSupplier mayWrite = () -> true;
  private volatile boolean closed;

  MongoCalls(MongoLimits limits) {
    this.limits = limits;
    this.shares = new Shares(limits.callsPerUser());
    this.places = new Semaphore(limits.connections() + limits.waitingCalls());
  }

  <T> T run(Supplier<T> call) {
    if (closed || !places.tryAcquire()) {
      throw new StoreUnavailable(
          closed ? "The store is closed." : "Too many calls of the store wait.", SOON_MILLIS);
    }
    try {
      return shares.call(() -> tryServer(call));
    } catch (IllegalStateException e) {
      throw closed ? new StoreUnavailable("The store is closed.", SOON_MILLIS) : e;
    } finally {
      places.release();
    }
  }

  /**
   * The same for a call that writes: it needs the lease, if there is one, from its beginning to its
   * end.
   */
  <T> T write(Supplier<T> call) {
    demandLease();
    T result = run(call);
    demandLease();
    return result;
  }

  /** From now on only while this holds is there any writing. */
  void writeOnlyWhile(BooleanSupplier held) {
    mayWrite = held;
  }

  private void demandLease() {
    if (!mayWrite.getAsBoolean()) {
      throw new StoreUnavailable(
          "This server has to renew its lease on the database first.", SOON_MILLIS);
    }
  }

  private <T> T tryServer(Supplier<T> call) {
    if (!outage.lets()) {
      throw new StoreUnavailable("MongoDB does not answer.", SOON_MILLIS);
    }
    long begun = outage.begin();
    boolean answered = true;
    try {
      return call.get();
    } catch (MongoException e) {
      answered = !MongoErrors.isAway(e);
      throw MongoErrors.translate(e);
    } finally {
      outage.ended(begun, answered);
    }
  }

  MongoLimits limits() {
    return limits;
  }

  Attempts attempts() {
    return new Attempts(limits.writeTime());
  }

  void close() {
    closed = true;
  }
}
