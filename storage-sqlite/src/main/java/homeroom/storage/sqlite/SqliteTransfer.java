// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.EpochStore;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import homeroom.chat.transfer.StoreTransfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy into the store that was begun and not finished shows as a file beside it. Any thread may
 * call; the threads of {@link Database} do the work.
 */
final class SqliteTransfer implements StoreTransfer {

  /** How many items are counted in one read. */
  private static final int COUNTED = 5_000;

  private final Database database;
  private final EpochStore epochs;
  private final Path begun;

  SqliteTransfer(Database database, EpochStore epochs, Path file) {
    this.database = database;
    this.epochs = epochs;
    this.begun = file.resolveSibling(file.getFileName() + ".copying");
  }

  @Override
  public EpochStore epochs() {
    return epochs;
  }

  @Override
  public long count(Part part) {
    return part == Part.RECEIPTS || part == Part.ADVANCES
        ? counted(part)
        : database.read(
            session -> session.number("SELECT count(*) FROM " + TransferRows.table(part)));
  }

  /** In pages, since a read has its time. */
  private long counted(Part part) {
    long count = 0;
    List<Item> page = next(part, null, COUNTED);
    while (!page.isEmpty()) {
      count += page.size();
      page = next(part, page.getLast(), COUNTED);
    }
    return count;
  }

  @Override
  public List<Item> next(Part part, @Nullable Item last, int limit) {
    return database.read(session -> new TransferRows(session).next(part, last, limit));
  }

  @Override
  public @Nullable Item last(Part part) {
    return database.read(session -> new TransferRows(session).last(part)).orElse(null);
  }

  @Override
  public void put(Part part, List<Item> items) {
    database.write(session -> {
      var writes = new TransferWrites(session);
      if (part == Part.RECEIPTS) {
        writes.putReceipts(items);
        return true;
      }
      for (Item item : items) {
        writes.put(item);
      }
      return true;
    });
  }

  @Override
  public boolean isBegun() {
    return Files.exists(begun);
  }

  @Override
  public void begin(boolean now) {
    try {
      if (now && !isBegun()) {
        Files.createFile(begun);
      } else if (!now && isBegun()) {
        database.write(session -> {
          new TransferWrites(session).number();
          return true;
        });
        Files.delete(begun);
      }
    } catch (IOException e) {
      throw new SqliteFault("The copy cannot be noted in " + begun, e);
    }
  }
}
