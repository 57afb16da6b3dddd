// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to serve a database, as the only server or as a node among others, for a while that its
 * holder renews. All times are those of the database's own clock, so that no two machines need
 * agree; what the holder may rely on it measures itself, from before each renewal was sent.
 *
 * <p>A holder that could not renew in time (it was paused, or the database away) writes nothing
 * until it has; it learns then whether another server took over meanwhile. A write that was on its
 * way while the lease ended is not acknowledged. What such a write can still do is bounded by the
 * store itself: revs and clientIds are unique, so that it harms nothing, and only goes untold until
 * the next sync.
 *
 * <p>Renewed on a thread of its own.
 */
public final class ServerLease implements AutoCloseable {

  /** How long a lease lasts unless it is renewed, and so how long a server waits for a dead one. */
  public static final Duration USUAL = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ServerLease.class);
  private static final int RENEWALS = 5;

  private final LeaseClaim claim;
  private final Duration duration;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("lease").daemon().factory());
  private final AtomicReference<@Nullable Consumer<String>> told = new AtomicReference<>();
  private volatile long heldUntil;
  private volatile boolean lost;
  private volatile boolean closed;

  private ServerLease(LeaseClaim claim, Duration duration, long heldUntil) {
    this.claim = claim;
    this.duration = duration;
    this.heldUntil = heldUntil;
  }

  /** What asking for the lease comes to. */
  public sealed interface Answer {

    /** It is held from now on. */
    record Granted(ServerLease lease) implements Answer {}

    /**
     * Another server has it, or a node of that name, or nodes with another secret.
     *
     * @param why in sentences: who, and since when
     */
    record Refused(String why) implements Answer {}
  }

  /** Asks to be the only server. */
  static Answer claim(MongoCollection<Document> leases, String holder, Duration duration) {
    String process = UUID.randomUUID().toString();
    return claim(
        new LeaseClaim.Alone(
            new LeaseDocument(leases, LeaseClaim.SERVER, holder, process, duration.toMillis())),
        duration);
  }

  static Answer claim(LeaseClaim claim, Duration duration) {
    @Nullable String refusal = claim.take();
    if (refusal != null) {
      return new Answer.Refused(refusal);
    }
    // Until the first renewal, which tells how long it is held, nothing is written.
    var lease = new ServerLease(claim, duration, System.nanoTime());
    lease.renew();
    long pause = Math.max(1, duration.toMillis() / RENEWALS);
    var _ = lease.thread.scheduleWithFixedDelay(lease::renew, pause, pause, TimeUnit.MILLISECONDS);
    return new Answer.Granted(lease);
  }

  /** Whether the holder may still rely on it. */
  boolean isHeld() {
    return !closed && !lost && System.nanoTime() - heldUntil < 0;
  }

  /**
   * Tells {@code told} once, in a sentence, if another server takes over. On the lease's thread;
   * {@code told} must not block.
   */
  public void whenLost(Consumer<String> told) {
    this.told.set(told);
    if (lost) {
      tell();
    }
  }

  /** Gives it back, if it is still held; nothing may be written from then on. */
  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
    try {
      claim.release();
    } catch (MongoException | IllegalStateException e) {
      LOG.warn("The lease could not be given back; it ends by itself in {}.", duration);
    }
  }

  private void renew() {
    try {
      long asked = System.nanoTime();
      if (claim.renew()) {
        heldUntil = asked + duration.toNanos();
      } else if (!closed) {
        lost = true;
        thread.shutdown();
        tell();
      }
    } catch (MongoException | IllegalStateException e) {
      if (!thread.isShutdown()) {
        LOG.warn("The lease on the database could not be renewed; trying again.");
      }
    }
  }

  private void tell() {
    Consumer<String> listener = told.getAndSet(null);
    if (listener != null) {
      listener.accept(claim.lost());
    }
  }
}
