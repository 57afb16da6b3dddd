// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import homeroom.chat.bus.Change;
import homeroom.chat.bus.Entry;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Position;
import homeroom.chat.fanout.ChatEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What channels and logs carry. An entry is {@code OFFSET EPOCH MILLIS PAYLOAD}, of which the
 * server writes the first three; what has no place in the log is {@code - PAYLOAD}. A payload is
 * the version of its form, 1, and a record as {@link RecordCodec} writes it. Safe for many threads.
 */
final class EntryCodec {

  private static final int VERSION = 1;
  private static final byte[] PASSED = "- ".getBytes(US_ASCII);

  private record Appended(NodeId from, List<Change> changes) {}

  /** What has no place in the log, and who passed it on. */
  record Passed(NodeId from, Change change) {}

  private final ValueCodec appended;
  private final ValueCodec passed;

  /**
   * Carries these events.
   *
   * @param events see {@link ValueCodecs}
   */
  EntryCodec(Collection<Class<? extends ChatEvent>> events) {
    var codecs = new ValueCodecs(events);
    this.appended = codecs.of(Appended.class);
    this.passed = codecs.of(Passed.class);
  }

  /** The payload of an entry. */
  byte[] payload(NodeId from, List<Change> changes) {
    var out = new ByteWriter();
    out.octet(VERSION);
    appended.write(new Appended(from, changes), out);
    return out.toBytes();
  }

  /** All that a channel carries of something without a place in the log. */
  byte[] passed(NodeId from, Change change) {
    var out = new ByteWriter();
    out.put(PASSED);
    out.octet(VERSION);
    passed.write(new Passed(from, change), out);
    return out.toBytes();
  }

  static boolean isPassed(byte[] text) {
    return text.length > 0 && text[0] == '-';
  }

  /**
   * What was passed on.
   *
   * @throws UnreadableBytes if it is of another form
   */
  Passed readPassed(byte[] text) {
    return (Passed) read(text, PASSED.length, passed);
  }

  /**
   * An entry.
   *
   * @throws UnreadableBytes if it is of another form
   */
  Entry readEntry(byte[] text) {
    var header = new Words(text);
    long offset = header.number();
    String epoch = header.next();
    Instant at = Instant.ofEpochMilli(header.number());
    var payload = (Appended) read(text, header.position(), appended);
    return new Entry(new Position(epoch, offset), at, payload.from(), payload.changes());
  }

  private static Object read(byte[] text, int from, ValueCodec codec) {
    var in = new ByteReader(text, Math.min(from, text.length));
    if (in.octet() != VERSION) {
      throw new UnreadableBytes("It is of another version.");
    }
    Object value = codec.read(in);
    if (!in.isAtEnd()) {
      throw new UnreadableBytes("There is more than one payload.");
    }
    return value;
  }
}
