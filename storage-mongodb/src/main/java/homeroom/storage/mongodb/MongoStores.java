// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.ClusterStores;
import homeroom.chat.Stores;
import homeroom.chat.audit.AuditLog;
import homeroom.chat.bus.NodeId;
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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Every store of the chat in one database of MongoDB: a standalone server, a replica set or a
 * sharded cluster. Any number of processes may use the same database. A write is acknowledged by a
 * majority, in its journal, when its call returns; reads see such writes only, all of them. Calls
 * block on the caller's thread and are safe for many threads; a call that finds too many waiting,
 * no server that takes writes, or the store closed, throws {@link
 * homeroom.chat.school.StoreUnavailable}; what no repeat will help is a {@link MongoFault}.
 */
public final class MongoStores implements Stores {

  /** Where a connection string names no database. */
  public static final String DEFAULT_DATABASE = "homeroom";

  private final MongoClient client;
  private final MongoCalls calls;
  private final Collections collections;
  private final OddDocuments odd;
  private final RosterStore roster;
  private final ConversationStore conversations;
  private final MessageStore messages;
  private final ReceiptStore receipts;
  private final AuditLog audit;
  private final StoreTransfer transfer;
  private final EndedTokenStore endedTokens;
  private final SignInStore signIns;
  private final FactorStore factors;
  private final EpochStore epochs;
  private final SettingsStore settings;
  private final RosterImportStore rosterImports;
  private final AdminGuard adminGuard;

  private MongoStores(MongoClient client, MongoCalls calls, Collections collections) {
    this.client = client;
    this.calls = calls;
    this.collections = collections;
    this.odd = new OddDocuments(collections.mapping());
    var log = new MongoAuditLog(collections, calls);
    this.audit = log;
    this.roster = new MongoRosterStore(collections, log, odd, calls);
    var activity = new Activity(collections.conversations());
    this.conversations = new MongoConversationStore(collections, activity, odd, calls);
    this.messages = new MongoMessageStore(collections, activity, calls);
    this.receipts = new MongoReceiptStore(collections, calls);
    this.endedTokens = new MongoEndedTokenStore(collections, calls);
    this.signIns = new MongoSignInStore(collections, calls);
    this.factors = new MongoFactorStore(collections, calls);
    this.epochs = new MongoEpochStore(collections, calls);
    this.transfer = new MongoTransfer(collections, odd, epochs, calls);
    this.settings = new MongoSettingsStore(collections, log, calls);
    this.rosterImports = new MongoRosterImportStore(collections, log, calls);
    this.adminGuard = new MongoAdminGuard(collections, rosterImports, calls);
  }

  /**
   * Connects, brings the store to the newest version, unless a server runs on it, and makes the
   * indexes that are not there.
   *
   * @param connectionString as MongoDB has it, {@code mongodb://...}; may have a password in it
   * @throws MongoFault if it cannot be understood, the server refuses it, an index cannot be made,
   *     the store is one of a newer program, or it is an older one that a server runs on
   * @throws homeroom.chat.school.StoreUnavailable if no server takes writes now
   */
  public static MongoStores open(String connectionString, String database, MongoLimits limits) {
    return open(settings(parsed(connectionString)), database, limits);
  }

  /**
   * The same, with the database that the connection string names, or else {@value
   * #DEFAULT_DATABASE}.
   */
  public static MongoStores open(
      String connectionString, RosterMapping mapping, MongoLimits limits) {
    ConnectionString parsed = parsed(connectionString);
    @Nullable String database = parsed.getDatabase();
    return open(settings(parsed), database == null ? DEFAULT_DATABASE : database, mapping, limits);
  }

  /**
   * The same. Of the settings the concerns of reads and writes, and the times and numbers that
   * {@code limits} names, are replaced.
   *
   * @throws MongoFault as above
   * @throws homeroom.chat.school.StoreUnavailable if no server takes writes now
   */
  public static MongoStores open(
      MongoClientSettings settings, String database, MongoLimits limits) {
    return open(settings, database, RosterMapping.OWN, limits);
  }

  private static MongoStores open(
      MongoClientSettings settings, String database, RosterMapping mapping, MongoLimits limits) {
    return open(settings, database, mapping, limits, Migrations.OF_THIS_PROGRAM);
  }

  static MongoStores open(
      MongoClientSettings settings,
      String database,
      RosterMapping mapping,
      MongoLimits limits,
      Migrations migrations) {
    MongoClient client = MongoClients.create(bounded(settings, limits));
    var calls = new MongoCalls(limits);
    try {
      MongoDatabase documents = client.getDatabase(database);
      var collections = Collections.of(documents, mapping);
      return calls.run(() -> {
        migrations.apply(patient(documents, limits), collections);
        Indexes.make(Collections.of(patient(documents, limits), mapping), limits.indexTime());
        CollectionValidators.demand(documents);
        OneSchool.keep(collections);
        return new MongoStores(client, calls, collections);
      });
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public RosterStore roster() {
    return roster;
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
  public FactorStore factors() {
    return factors;
  }

  @Override
  public SignInStore signIns() {
    return signIns;
  }

  @Override
  public RosterImportStore rosterImports() {
    return rosterImports;
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
  public AdminGuard adminGuard() {
    return adminGuard;
  }

  @Override
  public void probe() {
    var text = new byte[PROBE_BYTES];
    ThreadLocalRandom.current().nextBytes(text);
    var update =
        new Document("$currentDate", new Document("at", true))
            .append("$set", new Document("text", new Binary(text)));
    var _ =
        calls.write(() ->
            collections
                .counters()
                .updateOne(new Document("_id", "probe"), update, new UpdateOptions().upsert(true)));
  }

  @Override
  public long skippedDocuments() {
    return odd.count();
  }

  /**
   * What several nodes on the database need besides; makes its indexes and the name of the store,
   * if they are not there.
   *
   * @throws MongoFault if one cannot be made
   * @throws homeroom.chat.school.StoreUnavailable if one was not there in time
   */
  public ClusterStores clusterStores() {
    return calls.run(() -> {
      Indexes.makeForNodes(collections, calls.limits().indexTime());
      String database = collections.schema().getNamespace().getDatabaseName();
      return new MongoClusterStores(StoreName.of(client.getDatabase(database)), collections, calls);
    });
  }

  /** All of it, for moving it into another store or from one. */
  public StoreTransfer transfer() {
    return transfer;
  }

  /**
   * Asks to be the only server on the database. If granted, this object writes only while the lease
   * is held. Waits for a holder that does not renew it, until its lease ends.
   *
   * @param holder for people: where the server runs
   */
  public ServerLease.Answer claim(String holder, Duration duration) {
    return writing(calls.run(() -> ServerLease.claim(collections.leases(), holder, duration)));
  }

  /**
   * Asks to be one of the nodes of a cluster on the database: refused to a node whose name another
   * has that lives, or whose secret is not that of the nodes that live, and beside a server that is
   * no node. If granted, this object writes only while the lease is held. Waits for holders that do
   * not renew theirs, until those end.
   *
   * @param secret that all nodes sign tokens with; only a fingerprint of it comes into the database
   * @param holder for people: where the node runs
   */
  public ServerLease.Answer claim(NodeId node, byte[] secret, String holder, Duration duration) {
    var claim =
        LeaseClaim.AsNode.of(
            collections.leases(),
            node.name(),
            node.boot(),
            fingerprint(secret),
            holder,
            duration.toMillis());
    return writing(calls.run(() -> ServerLease.claim(claim, duration)));
  }

  /** From what nobody finds the secret, if nobody guesses that. */
  static String fingerprint(byte[] secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("The secret of a cluster of Homeroom\n".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(secret));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private ServerLease.Answer writing(ServerLease.Answer answer) {
    if (answer instanceof ServerLease.Answer.Granted(var lease)) {
      calls.writeOnlyWhile(lease::isHeld);
    }
    return answer;
  }

  /** Refuses new calls; those that run end with an outcome unknown to their callers. */
  @Override
  public void close() {
    calls.close();
    client.close();
  }

  /** For what may take longer than anybody who waits for an answer would wait. */
  static MongoDatabase patient(MongoDatabase documents, MongoLimits limits) {
    return documents.withTimeout(limits.indexTime().toMillis(), TimeUnit.MILLISECONDS);
  }

  static MongoClientSettings settings(ConnectionString connectionString) {
    return MongoClientSettings.builder().applyConnectionString(connectionString).build();
  }

  static ConnectionString parsed(String connectionString) {
    try {
      return new ConnectionString(connectionString);
    } catch (IllegalArgumentException e) {
      // What the driver says may quote the string, and so a password.
      throw new MongoFault(
          "The connection string of MongoDB cannot be understood. It has the form"
              + " mongodb://name:password@host:27017/?options, with special characters in the name"
              + " and the password percent-encoded.");
    }
  }

  static MongoClientSettings bounded(MongoClientSettings settings, MongoLimits limits) {
    return MongoClientSettings.builder(settings)
        .applicationName("homeroom")
        .timeout(limits.callTime().toMillis(), TimeUnit.MILLISECONDS)
        .writeConcern(WriteConcern.MAJORITY.withJournal(true))
        .readConcern(ReadConcern.MAJORITY)
        .readPreference(ReadPreference.primary())
        .retryWrites(true)
        .retryReads(true)
        .applyToClusterSettings(cluster ->
            cluster.serverSelectionTimeout(limits.serverWait().toMillis(), TimeUnit.MILLISECONDS))
        .applyToConnectionPoolSettings(pool ->
            pool.maxSize(limits.connections())
                .maxWaitTime(limits.serverWait().toMillis(), TimeUnit.MILLISECONDS))
        .applyToSocketSettings(socket ->
            socket
                .connectTimeout(limits.connectTime().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(limits.answerTime().toMillis(), TimeUnit.MILLISECONDS))
        .build();
  }
}
