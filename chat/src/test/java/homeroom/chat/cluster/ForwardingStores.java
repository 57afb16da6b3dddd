// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

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

/** The same stores; who extends it changes some of them. */
class ForwardingStores implements Stores {

  private final Stores stores;

  ForwardingStores(Stores stores) {
    this.stores = stores;
  }

  @Override
  public RosterStore roster() {
    return stores.roster();
  }

  @Override
  public ConversationStore conversations() {
    return stores.conversations();
  }

  @Override
  public MessageStore messages() {
    return stores.messages();
  }

  @Override
  public ReceiptStore receipts() {
    return stores.receipts();
  }

  @Override
  public AuditLog audit() {
    return stores.audit();
  }

  @Override
  public EndedTokenStore endedTokens() {
    return stores.endedTokens();
  }

  @Override
  public FactorStore factors() {
    return stores.factors();
  }

  @Override
  public SignInStore signIns() {
    return stores.signIns();
  }

  @Override
  public RosterImportStore rosterImports() {
    return stores.rosterImports();
  }

  @Override
  public EpochStore epochs() {
    return stores.epochs();
  }

  @Override
  public SettingsStore settings() {
    return stores.settings();
  }

  @Override
  public AdminGuard adminGuard() {
    return stores.adminGuard();
  }

  @Override
  public void probe() {
    stores.probe();
  }

  @Override
  public void close() {
    stores.close();
  }
}
