// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One bound, in bytes, for all that clients make a server keep until something is finished:
 * requests and WebSocket messages of which a part came, events that wait for their handlers, and
 * answers that are not read. Nobody has a quota. When the bound is met, the longest queue is
 * dropped (Suter et al., "Buffer management schemes for supporting TCP in gigabit routers", 1999):
 * of the owner who keeps most, the account that keeps most is shed, until a sixteenth is free. An
 * owner is a user, or, as long as nobody signed in, a {@link Network}; so whoever keeps little is
 * never the one, whatever others do from the same address.
 *
 * <p>Strangers, who have not signed in, have an eighth of it together, which is shared likewise.
 *
 * <p>What was shed is soon let go of, by its own thread. Until then it may be half as much again as
 * the bound; beyond that whoever asks for much gets nothing, and beyond a further eighth nobody
 * does.
 *
 * <p>Safe for any thread; its lock is the last one taken, and nothing is called under it. Owners
 * and accounts are kept in the order of their bytes, so that each change, and each account that is
 * shed, costs a logarithm of their number.
 */
public final class MemoryBudget {

  private static final int STRANGERS_SHARE = 8;
  private static final int SLACK_SHARE = 16;
  private static final int RESERVE_SHARE = 8;

  /** Who keeps so much at most, in bytes, may take from the reserve: about a message. */
  static final long LITTLE_BYTES = 32_768;

  /** What a {@link #stranger} may keep, in bytes. */
  static final long STRANGER_BYTES = 65_536;

  private final long limit;
  private final Pool strangers = new Pool();
  private final Pool known = new Pool();
  private final AtomicLong numbers = new AtomicLong();
  private long shed;

  /** Bytes of accounts that were shed, but have not let go of them yet. */
  private long lingering;

  /** A budget of so many bytes. */
  public MemoryBudget(long limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("a budget must be positive, but is " + limit);
    }
    this.limit = limit;
  }

  /** A quarter of the heap that this JVM may have. */
  public static MemoryBudget ofHeap() {
    return new MemoryBudget(Math.max(1, Runtime.getRuntime().maxMemory() / 4));
  }

  /** What all may keep together, in bytes. */
  public long limit() {
    return limit;
  }

  /** Bytes kept now. */
  public synchronized long taken() {
    return strangers.bytes + known.bytes;
  }

  /** Those of them that strangers make us keep. */
  public synchronized long takenByStrangers() {
    return strangers.bytes;
  }

  /** Accounts that were shed since the start. */
  public synchronized long shed() {
    return shed;
  }

  /**
   * An account of a stranger who may keep 64 KiB.
   *
   * @param onShed called once, by any thread, if the account is shed; must not block nor lock, and
   *     has what it keeps thrown away and the account closed
   */
  public Account stranger(Network network, Runnable onShed) {
    return new Account(network, strangers, STRANGER_BYTES, onShed);
  }

  /** The same for who may keep more, such as a request whose body is on its way. */
  Account connection(Network network, Runnable onShed) {
    return new Account(network, strangers, Long.MAX_VALUE, onShed);
  }

  /** Who keep something, by owner. */
  private static final class Pool {

    private final Map<Object, Owner> owners = new HashMap<>();
    private final NavigableSet<Owner> byBytes =
        new TreeSet<>(
            Comparator.<Owner>comparingLong(owner -> owner.bytes)
                .thenComparingLong(owner -> owner.number));
    private long bytes;

    @Nullable Owner greatest() {
      return byBytes.isEmpty() ? null : byBytes.last();
    }
  }

  /** {@code number} tells those apart that keep as much. */
  private static final class Owner {

    private final long number;
    private final NavigableSet<Account> accounts =
        new TreeSet<>(
            Comparator.<Account>comparingLong(account -> account.held)
                .thenComparingLong(account -> account.number));
    private long bytes;

    Owner(long number) {
      this.number = number;
    }
  }

  /** What one connection or session keeps. */
  public final class Account {

    private final long number = numbers.getAndIncrement();
    private final Runnable onShed;
    private Object owner;
    private Pool pool;
    private final long strangersMost;
    private long most;
    private long held;

    /** Bytes that were shed, but are still there. */
    private long letGo;

    private boolean closed;

    private Account(Object owner, Pool pool, long most, Runnable onShed) {
      this.owner = owner;
      this.pool = pool;
      this.strangersMost = most;
      this.most = most;
      this.onShed = onShed;
    }

    /**
     * Keeps {@code bytes} more.
     *
     * @return false if there is no room for it, and it is this account that is shed; it keeps
     *     nothing any more then, and never will
     */
    public boolean take(long bytes) {
      List<Account> victims;
      synchronized (MemoryBudget.this) {
        if (closed) {
          return false;
        }
        if (held + bytes > most) {
          end();
          return false;
        }
        add(bytes);
        victims = victims();
        if (strangers.bytes + known.bytes + lingering > ceiling(held)) {
          if (!victims.remove(this)) {
            shed++;
          }
          end();
          victims.add(this);
        }
      }
      boolean stays = true;
      for (Account victim : victims) {
        if (victim == this) {
          stays = false;
        } else {
          victim.onShed.run();
        }
      }
      return stays;
    }

    /** Keeps {@code bytes} less. */
    public void give(long bytes) {
      synchronized (MemoryBudget.this) {
        if (!closed) {
          add(-bytes);
        }
      }
    }

    /** Belongs to somebody who signed in, or of whom it is believed, from now on. */
    public void belongsTo(Object newOwner) {
      move(newOwner, known, Long.MAX_VALUE);
    }

    /** Belongs to a stranger again. */
    public void belongsToStranger(Network network) {
      move(network, strangers, strangersMost);
    }

    private void move(Object newOwner, Pool newPool, long newMost) {
      synchronized (MemoryBudget.this) {
        long bytes = held;
        add(-bytes);
        owner = newOwner;
        pool = newPool;
        most = newMost;
        add(bytes);
      }
    }

    /** Keeps nothing any more, and never will; also to be called once it was shed and let go. */
    public void close() {
      synchronized (MemoryBudget.this) {
        end();
        lingering -= letGo;
        letGo = 0;
      }
    }

    /** What may be there, with all that was shed, when an account keeps so much. */
    private long ceiling(long held) {
      long most = limit + limit / 2;
      return held <= LITTLE_BYTES ? most + limit / RESERVE_SHARE : most;
    }

    private void end() {
      letGo += held;
      lingering += held;
      add(-held);
      closed = true;
    }

    private void add(long bytes) {
      if (bytes == 0) {
        return;
      }
      Owner of = pool.owners.computeIfAbsent(owner, key -> new Owner(numbers.getAndIncrement()));
      of.accounts.remove(this);
      pool.byBytes.remove(of);
      held += bytes;
      of.bytes += bytes;
      pool.bytes += bytes;
      if (held != 0) {
        of.accounts.add(this);
      }
      if (of.accounts.isEmpty()) {
        pool.owners.remove(owner);
      } else {
        pool.byBytes.add(of);
      }
    }
  }

  /** Ends the accounts that must go. */
  private List<Account> victims() {
    List<Account> victims = new ArrayList<>(0);
    long most = limit / STRANGERS_SHARE;
    if (strangers.bytes > most) {
      while (strangers.bytes > most - most / SLACK_SHARE) {
        victims.add(endGreatest(strangers.greatest(), null));
      }
    }
    if (strangers.bytes + known.bytes > limit) {
      while (strangers.bytes + known.bytes > limit - limit / SLACK_SHARE) {
        victims.add(endGreatest(strangers.greatest(), known.greatest()));
      }
    }
    shed += victims.size();
    return victims;
  }

  private static Account endGreatest(@Nullable Owner one, @Nullable Owner other) {
    Owner owner = one == null || (other != null && other.bytes > one.bytes) ? other : one;
    if (owner == null) {
      throw new IllegalStateException("bytes that nobody keeps");
    }
    Account account = owner.accounts.last();
    account.end();
    return account;
  }
}
