// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.ClusterStores;
import homeroom.chat.bus.NodeId;
import homeroom.storage.mongodb.MongoFault;
import homeroom.storage.mongodb.MongoLimits;
import homeroom.storage.mongodb.MongoStores;
import homeroom.storage.mongodb.RosterMapping;
import homeroom.storage.mongodb.ServerLease;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A database of MongoDB. Its server, or its nodes, hold a lease in it.
 *
 * @param connectionString may have a password in it
 */
record MongoAddress(String connectionString, RosterMapping mapping) implements StoreAddress {

  /** Between a process and its machine. */
  private static final String ON = " on ";

  /** What settings about documents begin with. */
  private static final String SETTINGS = "mongodb.";

  /**
   * @throws IllegalArgumentException if a setting is unknown
   */
  static MongoAddress of(String connectionString, Properties settings) {
    try {
      return new MongoAddress(connectionString, RosterMapping.of(settings(settings)));
    } catch (MongoFault unknown) {
      throw new IllegalArgumentException(unknown.getMessage(), unknown);
    }
  }

  /** Those about documents, without what all their names begin with. */
  static Map<String, String> settings(Properties all) {
    var settings = new HashMap<String, String>();
    all.stringPropertyNames().stream()
        .filter(name -> name.startsWith(SETTINGS))
        .forEach(name -> settings.put(name.substring(SETTINGS.length()), all.getProperty(name)));
    return settings;
  }

  @Override
  public OpenStores open() {
    MongoStores stores = connect();
    return new OpenStores(stores, stores.transfer(), Hold.FIRM, stores::close, null);
  }

  @Override
  public OpenStores openAlone() throws IOException {
    MongoStores stores = connect();
    try {
      return held(stores, granted(stores.claim(holder(), ServerLease.USUAL)), null);
    } catch (IOException | RuntimeException e) {
      stores.close();
      throw e;
    }
  }

  /** A node that is refused leaves nothing behind of what nodes share. */
  @Override
  public OpenStores openAsNode(NodeId node, byte[] secret) throws IOException {
    MongoStores stores = connect();
    try {
      ServerLease lease = granted(stores.claim(node, secret, holder(), ServerLease.USUAL));
      try {
        return held(stores, lease, stores.clusterStores());
      } catch (RuntimeException e) {
        lease.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      stores.close();
      throw e;
    }
  }

  private MongoStores connect() {
    return MongoStores.open(connectionString, mapping, MongoLimits.DEFAULT);
  }

  private static ServerLease granted(ServerLease.Answer answer) throws IOException {
    return switch (answer) {
      case ServerLease.Answer.Granted(var lease) -> lease;
      case ServerLease.Answer.Refused(String why) -> throw new IOException(why);
    };
  }

  private static OpenStores held(
      MongoStores stores, ServerLease lease, @Nullable ClusterStores shared) {
    return new OpenStores(
        stores,
        stores.transfer(),
        lease::whenLost,
        () -> {
          lease.close();
          stores.close();
        },
        shared);
  }

  /** This process, as a lease names who holds it. */
  static String holder() {
    String machine = machine();
    String process = "process " + ProcessHandle.current().pid();
    return machine.isEmpty() ? process : process + ON + machine;
  }

  /** Whether a process that a lease names runs on this machine, as far as machines have names. */
  static boolean isHere(String holder) {
    String machine = machine();
    return !machine.isEmpty() && holder.endsWith(ON + machine);
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return "the MongoDB of --store";
  }
}
