// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.ClusterStores;
import homeroom.chat.Stores;
import homeroom.chat.bus.Bus;
import homeroom.chat.bus.NodeId;
import homeroom.chat.contracts.AdminGuardContract;
import homeroom.chat.contracts.AuditLogContract;
import homeroom.chat.contracts.BusContract;
import homeroom.chat.contracts.ClusterStoresContract;
import homeroom.chat.contracts.ConversationStoreContract;
import homeroom.chat.contracts.EndedTokenStoreContract;
import homeroom.chat.contracts.EpochStoreContract;
import homeroom.chat.contracts.FactorStoreContract;
import homeroom.chat.contracts.MessageOrderContract;
import homeroom.chat.contracts.MessageSearchContract;
import homeroom.chat.contracts.MessageStoreContract;
import homeroom.chat.contracts.ProbeContract;
import homeroom.chat.contracts.QueryContract;
import homeroom.chat.contracts.ReceiptStoreContract;
import homeroom.chat.contracts.RosterChangeContract;
import homeroom.chat.contracts.RosterImportStoreContract;
import homeroom.chat.contracts.RosterStoreContract;
import homeroom.chat.contracts.RosterVersionsContract;
import homeroom.chat.contracts.SettingsStoreContract;
import homeroom.chat.contracts.SignInStoreContract;
import homeroom.chat.contracts.SupervisionContract;
import homeroom.chat.contracts.UnreadContract;
import java.time.Clock;

/** Every contract, on one memory that has two views. */
class InMemoryContractsTest
    implements RosterStoreContract,
        RosterChangeContract,
        RosterVersionsContract,
        ConversationStoreContract,
        MessageStoreContract,
        MessageOrderContract,
        MessageSearchContract,
        UnreadContract,
        QueryContract,
        ReceiptStoreContract,
        AuditLogContract,
        EndedTokenStoreContract,
        SignInStoreContract,
        RosterImportStoreContract,
        FactorStoreContract,
        EpochStoreContract,
        ProbeContract,
        SettingsStoreContract,
        SupervisionContract,
        AdminGuardContract,
        ClusterStoresContract,
        BusContract {

  private final InMemoryStores first = new InMemoryStores();
  private final InMemoryStores second = first.second();

  private final InMemoryBus bus = new InMemoryBus(Clock.systemUTC());

  @Override
  public ClusterStores clusterStores() {
    return first;
  }

  @Override
  public ClusterStores secondClusterStores() {
    return second;
  }

  @Override
  public Bus bus(NodeId node) {
    return bus.of(node);
  }

  @Override
  public Stores stores() {
    return first;
  }

  @Override
  public Stores secondStores() {
    return second;
  }
}
