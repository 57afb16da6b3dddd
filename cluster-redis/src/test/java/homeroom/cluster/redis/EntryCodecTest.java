// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import homeroom.chat.bus.Change;
import homeroom.chat.bus.Entry;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Position;
import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.imports.ImportEvent;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.message.ReceiptEvent;
import homeroom.chat.message.RecordEvent;
import homeroom.chat.presence.PresenceEvent;
import homeroom.chat.presence.SessionEnded;
import homeroom.chat.presence.TypingEvent;
import homeroom.chat.roster.RosterEvent;
import homeroom.chat.school.ConversationId;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntryCodecTest {

  private static final List<Class<? extends ChatEvent>> EVENTS =
      List.of(
          MessageEvent.class,
          ReceiptEvent.class,
          TypingEvent.class,
          PresenceEvent.class,
          SessionEnded.class,
          ConversationEvent.class,
          RosterEvent.class,
          RecordEvent.class,
          ImportEvent.class);

  private static final NodeId NODE = new NodeId("north", "4f");
  private static final ConversationId MATHS = new ConversationId("maths");

  private final EntryCodec codec = new EntryCodec(EVENTS);

  private static byte[] text(String header, byte[] payload) {
    var text = new ByteArrayOutputStream();
    text.writeBytes(header.getBytes(US_ASCII));
    text.writeBytes(payload);
    return text.toByteArray();
  }

  private Entry carried(List<Change> changes) {
    return codec.readEntry(text("17 1x.3 1790000000123 ", codec.payload(NODE, changes)));
  }

  private static Change change(ChatEvent event) {
    return new Change.OfMessage(MATHS, 4, event);
  }

  @Test
  void everyEventOfTheChatArrivesAsItWas() {
    var random = new Random(1);
    for (int i = 0; i < 100; i++) {
      for (Class<? extends ChatEvent> type : EVENTS) {
        var event = (ChatEvent) new Samples(random).of(type);
        List<Change> changes = List.of(change(event), change(event));
        Entry entry = carried(changes);
        assertThat(entry.changes()).isEqualTo(changes);
        assertThat(entry.from()).isEqualTo(NODE);
        assertThat(entry.position()).isEqualTo(new Position("1x.3", 17));
        assertThat(entry.at()).isEqualTo(Instant.ofEpochMilli(1790000000123L));
        byte[] passed = codec.passed(NODE, changes.getFirst());
        assertThat(EntryCodec.isPassed(passed)).isTrue();
        assertThat(codec.readPassed(passed))
            .isEqualTo(new EntryCodec.Passed(NODE, changes.getFirst()));
      }
    }
  }

  @Test
  void whatNobodyWroteIsUnreadableAndNothingElse() {
    var random = new Random(2);
    for (int i = 0; i < 5_000; i++) {
      var type = EVENTS.get(random.nextInt(EVENTS.size()));
      var event = (ChatEvent) new Samples(random).of(type);
      byte[] bytes = text("1 e 1 ", codec.payload(NODE, List.of(change(event))));
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] some = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      try {
        var _ = codec.readEntry(random.nextBoolean() ? bytes : some);
      } catch (UnreadableBytes expected) {
        assertThat(expected).hasMessageEndingWith(".");
      }
    }
  }

  private record Before(String name, int number) {}

  private record Since(String name, int number, @Nullable Instant at, List<Long> more) {}

  private record Demanding(String name, int number, Instant at) {}

  @Test
  void aVersionWithMoreComponentsAndOneWithFewerReadEachOther() {
    var codecs = new ValueCodecs(List.of());
    var before = new Before("Ada", -3);
    assertThat(read(codecs, Since.class, bytes(codecs, before)))
        .isEqualTo(new Since("Ada", -3, null, List.of()));
    var since = new Since("Ada", 0, Instant.EPOCH, List.of(1L, -2L));
    assertThat(read(codecs, Before.class, bytes(codecs, since))).isEqualTo(new Before("Ada", 0));
    assertThat(read(codecs, Since.class, bytes(codecs, since))).isEqualTo(since);
    assertThatExceptionOfType(UnreadableBytes.class)
        .isThrownBy(() -> read(codecs, Demanding.class, bytes(codecs, before)))
        .withMessage("Demanding lacks at.");
  }

  private static byte[] bytes(ValueCodecs codecs, Object value) {
    var out = new ByteWriter();
    codecs.of(value.getClass()).write(value, out);
    return out.toBytes();
  }

  private static Object read(ValueCodecs codecs, Class<?> type, byte[] bytes) {
    return codecs.of(type).read(new ByteReader(bytes, 0));
  }

  private sealed interface Tree {
    record Leaf(Map<String, Optional<Boolean>> values) implements Tree {}

    record Fork(List<Tree> trees) implements Tree {}
  }

  @Test
  void whatIsWithinItselfIsReadUnlessItIsTooDeep() {
    var codecs = new ValueCodecs(List.of());
    ValueCodec trees = codecs.of(Tree.class);
    Tree tree = new Tree.Leaf(Map.of("yes", Optional.of(true), "none", Optional.of(false)));
    for (int depth = 0; depth < 100; depth++) {
      var out = new ByteWriter();
      trees.write(tree, out);
      var in = new ByteReader(out.toBytes(), 0);
      if (depth < 60) {
        assertThat(trees.read(in)).isEqualTo(tree);
      } else if (depth > 70) {
        assertThatExceptionOfType(UnreadableBytes.class).isThrownBy(() -> trees.read(in));
      }
      tree = new Tree.Fork(List.of(tree));
    }
  }

  @Test
  void numbersAreAsShortAsTheyCanBe() {
    var written = new ArrayList<Integer>();
    for (long number : new long[] {0, -1, 63, 64, Long.MAX_VALUE, Long.MIN_VALUE}) {
      var out = new ByteWriter();
      out.number(number);
      assertThat(new ByteReader(out.toBytes(), 0).number()).isEqualTo(number);
      written.add(out.toBytes().length);
    }
    assertThat(written).containsExactly(1, 1, 1, 2, 10, 10);
  }

  private record Strange(Thread thread) implements ChatEvent {}

  @Test
  void anEventThatCannotBeCarriedIsNamedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EntryCodec(List.of(Strange.class)))
        .withMessage("java.lang.Thread cannot be carried");
    ChatEvent event = new Strange(Thread.currentThread());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.passed(NODE, change(event)))
        .withMessageEndingWith("is not carried");
  }
}
