// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store whose program and machine stopped at any moment, as copies of its files: the log torn
 * anywhere behind what was answered, and a checkpoint that wrote some of its pages, and one of them
 * in part.
 */
class TornLogTest {

  private static final int MESSAGES = 20;
  private static final int ROUNDS = 40;
  private static final int LOG_HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final long SEED = Long.getLong("homeroom.torn.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private final List<Message> sent = new ArrayList<>();

  /** How long the log was when each message was answered. */
  private final List<Long> lengths = new ArrayList<>();

  @TempDir private Path folder = Path.of("");

  private byte[] database = new byte[0];
  private byte[] log = new byte[0];
  private Fixtures school;
  private Conversation conversation;

  @SuppressWarnings("NullAway.Init")
  TornLogTest() {}

  @BeforeEach
  void write() throws IOException {
    Path file = folder.resolve("running.db");
    Path itsLog = folder.resolve("running.db-wal");
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      school = Fixtures.in(stores);
      conversation = school.group("Maths", school.tom, school.ada);
      for (int i = 0; i < MESSAGES; i++) {
        sent.add(school.send(conversation, school.ada, "Line " + i + " " + "x".repeat(i * 97)));
        lengths.add(Files.size(itsLog));
      }
      database = Files.readAllBytes(file);
      log = Files.readAllBytes(itsLog);
    }
  }

  @Test
  void allThatWasAnsweredIsThereWhereverTheLogIsTornBehindIt() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      long first = lengths.getFirst();
      int cut = Math.toIntExact(first + random.nextLong(log.length - first + 1));
      byte[] torn = Arrays.copyOf(log, cut);
      long answered = lengths.stream().filter(length -> length <= cut).count();
      assertThat(opened("torn" + round, database, torn))
          .as("cut at %d, seed %d", cut, SEED)
          .containsExactlyElementsOf(sent.subList(0, Math.toIntExact(answered)));
    }
  }

  @Test
  void whatTheLastFramesBecameWhenTheyWereHalfWrittenIsNotRead() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      long kept = lengths.get(random.nextInt(MESSAGES - 1));
      byte[] torn = log.clone();
      for (int i = 0; i < 200; i++) {
        int at = Math.toIntExact(kept + random.nextLong(log.length - kept));
        torn[at] = (byte) random.nextInt();
      }
      assertThat(opened("spoilt" + round, database, torn))
          .as("spoilt from %d, seed %d", kept, SEED)
          .startsWith(sent.stream().limit(lengths.indexOf(kept) + 1L).toArray(Message[]::new));
    }
  }

  @Test
  void aCheckpointThatWasKilledLosesNothing() throws IOException {
    Map<Integer, byte[]> newest = newestPages();
    for (int round = 0; round < ROUNDS; round++) {
      Path file = folder.resolve("killed" + round + ".db");
      Files.write(file, database);
      try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
        for (Map.Entry<Integer, byte[]> page : newest.entrySet()) {
          int written = random.nextInt(3) * page.getValue().length / 2;
          raw.seek((page.getKey() - 1L) * page.getValue().length);
          raw.write(page.getValue(), 0, written);
        }
      }
      assertThat(opened("killed" + round, Files.readAllBytes(file), log))
          .as("seed %d", SEED)
          .containsExactlyElementsOf(sent);
    }
  }

  /** By number, each page as the log has it last. */
  private Map<Integer, byte[]> newestPages() {
    ByteBuffer frames = ByteBuffer.wrap(log);
    int size = frames.getInt(8);
    var pages = new HashMap<Integer, byte[]>();
    for (int at = LOG_HEADER; at + FRAME_HEADER + size <= log.length; at += FRAME_HEADER + size) {
      var page = new byte[size];
      frames.get(at + FRAME_HEADER, page);
      pages.put(frames.getInt(at), page);
    }
    return pages;
  }

  /** What is in the store after it was opened, which is whole, and takes more. */
  private List<Message> opened(String name, byte[] database, byte[] log) throws IOException {
    Path file = Files.write(folder.resolve(name + ".db"), database);
    Files.write(folder.resolve(name + ".db-wal"), log);
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      assertThat(stores.damages()).isEmpty();
      List<Message> found =
          stores
              .messages()
              .find(school.schoolId(), conversation.id(), Query.where(Filter.ALL))
              .data();
      stores.probe();
      return found;
    } finally {
      Files.delete(file);
    }
  }
}
