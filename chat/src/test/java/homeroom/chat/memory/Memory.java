// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditTally;
import homeroom.chat.bus.Hint;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.NodeLife;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Epoch;
import homeroom.chat.message.Message;
import homeroom.chat.policy.StoredSettings;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.session.EndedToken;
import homeroom.chat.session.Factor;
import homeroom.chat.session.SignIn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** All that is kept. Everything but {@link #locked} is called within it. */
final class Memory {

  private final ReentrantLock lock = new ReentrantLock();

  private RosterTables roster = new RosterTables();
  private final Map<ConversationId, StoredConversation> conversations = new TreeMap<>();
  private final Map<MessageId, StoredConversation> byMessage = new HashMap<>();
  private final Activity activity = new Activity();
  private final Map<AuditChain, List<AuditEntry>> audit = new TreeMap<>();
  private final Map<AuditTally, InMemoryAuditLog.Counted> tallies = new HashMap<>();
  private final Map<String, EndedToken> endedTokens = new HashMap<>();
  private final Map<String, SignIn> signIns = new HashMap<>();
  private final Map<String, Factor> factors = new HashMap<>();
  private final Map<SchoolId, List<StoredSettings>> settings = new HashMap<>();
  private final Map<SchoolId, Set<ClassId>> closedClasses = new HashMap<>();
  private final AtomicLong settingsVersion = new AtomicLong();
  private final InMemoryRosterImportStore.Kept imports = new InMemoryRosterImportStore.Kept();
  private final Map<NodeId, NodeLife> nodes = new HashMap<>();
  private final List<Hint> hints = new ArrayList<>();
  private final Map<SchoolId, List<InMemoryAdminGuard.Leaving>> leavingAdmins = new HashMap<>();
  private Epoch epoch = new Epoch(UUID.randomUUID().toString(), Instant.EPOCH, false);

  <T> T locked(Function<Memory, T> action) {
    lock.lock();
    try {
      return action.apply(this);
    } finally {
      lock.unlock();
    }
  }

  /** With their last beats. */
  Map<NodeId, NodeLife> nodes() {
    return nodes;
  }

  List<Hint> hints() {
    return hints;
  }

  /** Those who began to leave and have not ended, as often as they did. */
  List<InMemoryAdminGuard.Leaving> leavingAdmins(SchoolId school) {
    return leavingAdmins.computeIfAbsent(school, _ -> new ArrayList<>());
  }

  RosterTables roster() {
    return roster;
  }

  void replaceRoster(RosterTables changed) {
    roster = changed;
  }

  /** By id. */
  Collection<StoredConversation> conversations() {
    return conversations.values();
  }

  Optional<StoredConversation> conversation(SchoolId school, ConversationId id) {
    return Optional.ofNullable(conversations.get(id)).filter(one -> one.isOf(school));
  }

  Activity activity() {
    return activity;
  }

  void add(StoredConversation conversation) {
    conversations.put(conversation.id(), conversation);
  }

  /** The conversation that has the message. */
  Optional<StoredConversation> conversationWith(SchoolId school, MessageId id) {
    return Optional.ofNullable(byMessage.get(id)).filter(one -> one.isOf(school));
  }

  void index(Message message, StoredConversation conversation) {
    byMessage.put(message.id(), conversation);
  }

  /** The conversation as readers see it; that of a class is called as the class is now. */
  Conversation shown(StoredConversation conversation) {
    return conversation.shown(roster);
  }

  /** As they came, by chain. */
  Map<AuditChain, List<AuditEntry>> audit() {
    return audit;
  }

  Map<AuditTally, InMemoryAuditLog.Counted> tallies() {
    return tallies;
  }

  Map<String, EndedToken> endedTokens() {
    return endedTokens;
  }

  /** By id. */
  Map<String, Factor> factors() {
    return factors;
  }

  Map<String, SignIn> signIns() {
    return signIns;
  }

  /** Of each school, the oldest first. */
  Map<SchoolId, List<StoredSettings>> settings() {
    return settings;
  }

  /** Those closed for now, by school. */
  Map<SchoolId, Set<ClassId>> closedClasses() {
    return closedClasses;
  }

  /** How often settings and closed classes changed. */
  AtomicLong settingsVersion() {
    return settingsVersion;
  }

  InMemoryRosterImportStore.Kept imports() {
    return imports;
  }

  Epoch epoch() {
    return epoch;
  }

  void replaceEpoch(Epoch next) {
    epoch = next;
  }
}
