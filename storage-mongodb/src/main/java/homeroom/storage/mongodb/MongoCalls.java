package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import homeroom.chat.school.StoreUnavailable;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Every call of every store goes through here: it bounds how many run and wait, and turns errors of
 * the driver into those of the ports. Runs on the caller's thread.
 */
final class MongoCalls {

  private static final long SOON_MILLIS = 1_000;

  private final MongoLimits limits;
  private final Semaphore places;
  private volatile boolean closed;

  MongoCalls(MongoLimits limits) {
    this.limits = limits;
    this.places = new Semaphore(limits.connections() + limits.waitingCalls());
  }

  <T> T run(Supplier<T> call) {
    if (closed || !places.tryAcquire()) {
      throw new StoreUnavailable(
          closed ? "The store is closed." : "Too many calls of the store wait.", SOON_MILLIS);
    }
    try {
      return call.get();
    } catch (MongoException e) {
      throw MongoErrors.translate(e);
    } catch (IllegalStateException e) {
      throw closed ? new StoreUnavailable("The store is closed.", SOON_MILLIS) : e;
    } finally {
      places.release();
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
