// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.ClusterStores;
import homeroom.chat.contracts.AdminGuardContract;
import homeroom.chat.contracts.AuditLogContract;
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
import homeroom.chat.contracts.SettingsStoreContract;
import homeroom.chat.contracts.SignInStoreContract;
import homeroom.chat.contracts.SupervisionContract;
import homeroom.chat.contracts.UnreadContract;

/** Every contract, on one database that two instances have open. */
interface MongoContracts
    extends RosterStoreContract,
        RosterChangeContract,
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
        ClusterStoresContract {

  @Override
  default ClusterStores clusterStores() {
    return ((MongoStores) stores()).clusterStores();
  }

  @Override
  default ClusterStores secondClusterStores() {
    return ((MongoStores) secondStores()).clusterStores();
  }
}
