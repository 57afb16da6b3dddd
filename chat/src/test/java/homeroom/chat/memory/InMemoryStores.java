// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.ClusterStores;
import homeroom.chat.Stores;
import homeroom.chat.audit.AuditLog;
import homeroom.chat.bus.HintStore;
import homeroom.chat.bus.NodeStore;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.message.EpochStore;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.message.RecentChanges;
import homeroom.chat.policy.SettingsStore;
import homeroom.chat.roster.AdminGuard;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.session.EndedTokenStore;
import homeroom.chat.session.FactorStore;
import homeroom.chat.session.SignInStore;
import java.time.Clock;
import java.util.UUID;

/** Every store of the chat in plain collections, under one lock. Gone with the process. */
public final class InMemoryStores implements Stores, ClusterStores {

  private final View view;
  private final Clock clock;
  private final String name;

  /** Empty stores. */
  public InMemoryStores() {
    this(Clock.systemUTC());
  }

  /** The same with a clock of their own. */
  public InMemoryStores(Clock clock) {
    this(new View(new Memory()), clock, UUID.randomUUID().toString());
  }

  private InMemoryStores(View view, Clock clock, String name) {
    this.view = view;
    this.clock = clock;
    this.name = name;
  }

  /** Other stores over the same collections, as another process has them of one database. */
  public InMemoryStores second() {
    return new InMemoryStores(view.second(), clock, name);
  }

  /** Deletes the class and its links, as no store does but other applications do. */
  public void delete(ClassId id) {
    view.in(memory -> memory.roster().delete(id));
  }

  /** The same for a school with everybody and everything in it. */
  public void delete(SchoolId id) {
    view.in(memory -> memory.roster().delete(id));
  }

  /** Deletes what the conversation is, and leaves what was written in it. */
  public void delete(SchoolId school, ConversationId id) {
    boolean _ = view.in(memory -> memory.conversation(school, id).orElseThrow().delete());
  }

  @Override
  public RosterStore roster() {
    return new InMemoryRosterStore(view);
  }

  @Override
  public ConversationStore conversations() {
    return new InMemoryConversationStore(view);
  }

  @Override
  public MessageStore messages() {
    return new InMemoryMessageStore(view);
  }

  @Override
  public ReceiptStore receipts() {
    return new InMemoryReceiptStore(view);
  }

  @Override
  public AuditLog audit() {
    return new InMemoryAuditLog(view);
  }

  @Override
  public EndedTokenStore endedTokens() {
    return new InMemoryEndedTokenStore(view);
  }

  @Override
  public FactorStore factors() {
    return new InMemoryFactorStore(view);
  }

  @Override
  public SignInStore signIns() {
    return new InMemorySignInStore(view);
  }

  @Override
  public EpochStore epochs() {
    return new InMemoryEpochStore(view);
  }

  @Override
  public SettingsStore settings() {
    return new InMemorySettingsStore(view);
  }

  @Override
  public RosterImportStore rosterImports() {
    return new InMemoryRosterImportStore(view);
  }

  @Override
  public AdminGuard adminGuard() {
    return new InMemoryAdminGuard(view);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RecentChanges recentChanges() {
    return new InMemoryRecentChanges(view);
  }

  @Override
  public NodeStore nodes() {
    return new InMemoryNodeStore(view, clock);
  }

  @Override
  public HintStore hints() {
    return new InMemoryHintStore(view, clock);
  }

  @Override
  public void probe() {}

  @Override
  public void close() {
    view.close();
  }
}
