// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import homeroom.chat.bus.Bus;
import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.bus.Entry;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Position;
import homeroom.chat.school.SchoolId;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection by which a node hears, of each of its schools, what the channel carries, and its own
 * beats. Listeners are called on the thread of the connection, one after another; a listener that
 * is slow has the server wait, and at last drop the connection. When the connection ends, each
 * listener hears that it is lost.
 */
final class Subscriptions implements Link {

  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  private record Channel(List<Bus.Listener> listeners) {
    Channel() {
      this(new CopyOnWriteArrayList<>());
    }
  }

  private final RedisServer server;
  private final RedisNames names;
  private final EntryCodec codec;
  private final String beats;
  private final StatefulRedisPubSubConnection<String, byte[]> connection;

  /**
   * By their names; changed by whoever has this object, which also orders what the server hears.
   */
  private final Map<String, Channel> channels = new ConcurrentHashMap<>();

  private final AtomicInteger unheard = new AtomicInteger();
  private volatile boolean over;

  /** Of the thread of the connection. */
  private boolean warned;

  private Subscriptions(
      RedisServer server,
      RedisNames names,
      NodeId node,
      EntryCodec codec,
      StatefulRedisPubSubConnection<String, byte[]> connection) {
    this.server = server;
    this.names = names;
    this.codec = codec;
    this.beats = names.beats(node);
    this.connection = connection;
  }

  /**
   * Connects, and hears the beats of the node.
   *
   * @throws BusUnavailable if that cannot be now
   */
  static Subscriptions open(
      Connector connector,
      RedisServer server,
      RedisNames names,
      NodeId node,
      EntryCodec codec,
      Deadline deadline) {
    var made = new Subscriptions(server, names, node, codec, connector.channels(server, deadline));
    made.connection.addListener(
        new RedisPubSubAdapter<String, byte[]>() {
          @Override
          public void message(String channel, byte[] text) {
            made.heard(channel, text);
          }
        });
    Connector.follow(made.connection, made);
    try {
      Void _ =
          Connector.answer(
              server, made, deadline, () -> made.connection.async().subscribe(made.beats));
      return made;
    } catch (BusUnavailable e) {
      made.close();
      throw e;
    }
  }

  /**
   * From when this returns, the listener hears the school.
   *
   * @throws BusUnavailable if that is not known; the listener hears nothing then
   */
  Bus.Subscription subscribe(SchoolId school, Bus.Listener listener, Deadline deadline) {
    String channel = names.channel(school);
    try {
      Void _ = Connector.answer(server, this, deadline, () -> subscribing(channel, listener));
    } catch (BusUnavailable e) {
      end(channel, listener);
      throw e;
    }
    if (over) {
      throw new BusUnavailable(server + " was lost.");
    }
    return () -> end(channel, listener);
  }

  private synchronized CompletionStage<Void> subscribing(String channel, Bus.Listener listener) {
    if (over) {
      throw new BusUnavailable(server + " was lost.");
    }
    channels.computeIfAbsent(channel, name -> new Channel()).listeners().add(listener);
    return connection.async().subscribe(channel);
  }

  private synchronized void end(String channel, Bus.Listener listener) {
    Channel known = channels.get(channel);
    if (known != null && known.listeners().remove(listener) && known.listeners().isEmpty()) {
      channels.remove(channel);
      unsubscribe(channel);
    }
  }

  private void unsubscribe(String channel) {
    try {
      var _ = connection.async().unsubscribe(channel);
    } catch (RuntimeException e) {
      close();
    }
  }

  private void heard(String channel, byte[] text) {
    try {
      if (channel.equals(beats)) {
        heardBeat(new Words(text));
      } else {
        heardOf(channel, text);
      }
    } catch (UnreadableBytes e) {
      warn(channel, e);
    } catch (RuntimeException e) {
      LOG.error("What {} carried could not be taken", channel, e);
      close();
    }
  }

  private void heardOf(String channel, byte[] text) {
    Channel known = channels.get(channel);
    if (known == null) {
      return;
    }
    if (EntryCodec.isPassed(text)) {
      EntryCodec.Passed passed = codec.readPassed(text);
      known.listeners().forEach(one -> one.passed(passed.from(), passed.change()));
    } else {
      Entry entry = codec.readEntry(text);
      known.listeners().forEach(one -> one.appended(entry));
    }
  }

  private void heardBeat(Words words) {
    unheard.set(0);
    Instant at = Instant.ofEpochMilli(words.number());
    while (words.hasNext()) {
      String school = words.next();
      var head = new Position(words.next(), words.number());
      Channel known = channels.get(names.channel(new SchoolId(school)));
      if (known != null) {
        known.listeners().forEach(one -> one.beat(head, at));
      }
    }
  }

  /** As if it had been lost, which the next position shows. */
  private void warn(String channel, UnreadableBytes fault) {
    if (!warned) {
      warned = true;
      LOG.warn(
          "{} carries what this version does not read, so that it looks into the store: {}",
          channel,
          fault.getMessage());
    }
  }

  /** A beat is to be on its way. */
  void beatBegins() {
    unheard.incrementAndGet();
  }

  /** It is not. */
  void beatFailed() {
    unheard.decrementAndGet();
  }

  /** If more beats than that are on their way, none comes: nothing does. */
  void demandBeats(int most) {
    if (unheard.get() > most) {
      LOG.warn("{} carries nothing any more", server);
      close();
    }
  }

  @Override
  public boolean isOpen() {
    return !over && connection.isOpen();
  }

  @Override
  public void close() {
    List<Channel> lost;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      lost = List.copyOf(channels.values());
      channels.clear();
    }
    var _ = connection.closeAsync();
    lost.forEach(channel -> channel.listeners().forEach(Subscriptions::tellLoss));
  }

  /** Whatever one of them makes of it, the others are told. */
  private static void tellLoss(Bus.Listener listener) {
    try {
      listener.lost();
    } catch (RuntimeException e) {
      LOG.error("The end of a subscription could not be told", e);
    }
  }
}
