// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.Stores;
import homeroom.chat.audit.AuditLog;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.message.EpochStore;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.policy.SettingsStore;
import homeroom.chat.roster.AdminGuard;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.session.EndedTokenStore;
import homeroom.chat.session.FactorStore;
import homeroom.chat.session.SignInStore;
import homeroom.chat.transfer.StoreTransfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Every store of the chat in one SQLite file. Several processes may open the same file; a write is
 * durable, against loss of power too, when its call returns. Calls block and are safe for many
 * threads; a call that finds its queue full, or the store closing, throws {@link
 * homeroom.chat.school.StoreUnavailable}; what no repeat will help is a {@link SqliteFault}.
 */
public final class SqliteStores implements Stores {

  private final Database database;
  private final Backup backup;
  private final Integrity integrity;
  private final RosterStore roster;
  private final AdminGuard adminGuard;
  private final ConversationStore conversations;
  private final MessageStore messages;
  private final ReceiptStore receipts;
  private final AuditLog audit;
  private final EndedTokenStore endedTokens;
  private final SignInStore signIns;
  private final FactorStore factors;
  private final EpochStore epochs;
  private final SettingsStore settings;
  private final RosterImportStore rosterImports;
  private final StoreTransfer transfer;
  private final Runnable afterClose;

  private SqliteStores(
      Path file,
      Database database,
      Backup backup,
      SqliteLimits limits,
      Clock clock,
      Runnable afterClose) {
    this.database = database;
    this.backup = backup;
    this.integrity = new Integrity(file, limits);
    this.afterClose = afterClose;
    this.roster = new SqliteRosterStore(database);
    this.adminGuard = new SqliteAdminGuard(database, clock);
    this.conversations = new SqliteConversationStore(database);
    this.messages = new SqliteMessageStore(database);
    this.receipts = new SqliteReceiptStore(database, limits.groupedReceipts());
    this.audit = new SqliteAuditLog(database);
    this.epochs = new SqliteEpochStore(database);
    this.settings = new SqliteSettingsStore(database);
    this.rosterImports = new SqliteRosterImportStore(database);
    this.transfer = new SqliteTransfer(database, epochs, file);
    this.signIns = new SqliteSignInStore(database);
    this.factors = new SqliteFactorStore(database);
    this.endedTokens = new SqliteEndedTokenStore(database);
  }

  /**
   * Opens the file, makes it if it is not there (readable by this user only), and brings its tables
   * to the newest version, after a copy of it was made beside it.
   *
   * @throws SqliteFault if it is not a store of Homeroom, or one of a newer program, which leaves
   *     every byte as it is; or if it could not be brought to the newest version, which leaves the
   *     store as it was
   * @throws homeroom.chat.school.StoreUnavailable if another program holds it locked
   */
  public static SqliteStores open(Path file, SqliteLimits limits) {
    return open(file, limits, Migrations.OF_THIS_PROGRAM, Clock.systemUTC());
  }

  static SqliteStores open(Path file, SqliteLimits limits, Migrations migrations, Clock clock) {
    var database = Database.open(file, limits, true, migrations, clock);
    return new SqliteStores(file, database, new Backup(file, limits), limits, clock, () -> {});
  }

  /** A store that lives in a temporary directory until it is closed, and never waits for a disk. */
  public static SqliteStores temporary() {
    try {
      Path directory = Files.createTempDirectory("homeroom-store-");
      Path file = directory.resolve("homeroom.db");
      return new SqliteStores(
          file,
          Database.open(
              file, SqliteLimits.DEFAULT, false, Migrations.OF_THIS_PROGRAM, Clock.systemUTC()),
          new Backup(file, SqliteLimits.DEFAULT),
          SqliteLimits.DEFAULT,
          Clock.systemUTC(),
          () -> StoreFile.deleteAll(directory));
    } catch (IOException e) {
      throw new SqliteFault("There is no room for a temporary store.", e);
    }
  }

  @Override
  public RosterStore roster() {
    return roster;
  }

  @Override
  public AdminGuard adminGuard() {
    return adminGuard;
  }

  @Override
  public ConversationStore conversations() {
    return conversations;
  }

  @Override
  public MessageStore messages() {
    return messages;
  }

  @Override
  public ReceiptStore receipts() {
    return receipts;
  }

  @Override
  public AuditLog audit() {
    return audit;
  }

  @Override
  public EndedTokenStore endedTokens() {
    return endedTokens;
  }

  @Override
  public SignInStore signIns() {
    return signIns;
  }

  @Override
  public FactorStore factors() {
    return factors;
  }

  @Override
  public EpochStore epochs() {
    return epochs;
  }

  @Override
  public SettingsStore settings() {
    return settings;
  }

  @Override
  public RosterImportStore rosterImports() {
    return rosterImports;
  }

  /** All of it, for moving it into another store or from one. */
  public StoreTransfer transfer() {
    return transfer;
  }

  /** How many writes were stored since the store was opened. */
  public long writeCount() {
    return database.writeCount();
  }

  /** How many transactions, each with one fsync, it took to store them. */
  public long commitCount() {
    return database.commitCount();
  }

  /**
   * Copies the store as it is now into a new file, readable by this user only, while work goes on.
   * The copy is durable when this returns, and knows that it is one: the first chat on it begins a
   * new {@link homeroom.chat.message.Epoch}.
   *
   * @throws SqliteFault if {@code file} is there already or cannot be written
   */
  public void copyTo(Path file) {
    backup.to(file);
  }

  /**
   * Reads every page of the store, which takes as long as that, while work goes on.
   *
   * @return sentences that name the page or the table; none if the store is whole
   * @throws SqliteFault if it is damaged so that it cannot be read
   * @throws homeroom.chat.school.StoreUnavailable if so much is written meanwhile that it has to be
   *     done later
   */
  public List<String> damages() {
    return integrity.damages();
  }

  @Override
  public void probe() {
    int _ =
        database.write(session ->
            session.update("INSERT OR REPLACE INTO probe VALUES (1, randomblob(?))", PROBE_BYTES));
  }

  @Override
  public int waitingWrites() {
    return database.waitingWrites();
  }

  @Override
  public int waitingReads() {
    return database.waitingReads();
  }

  @Override
  public void whenCommitted(LongConsumer told) {
    database.whenCommitted(told);
  }

  /** Refuses new calls, finishes those that wait, and closes the file. */
  @Override
  public void close() {
    integrity.close();
    database.close();
    afterClose.run();
  }

  Database database() {
    return database;
  }
}
