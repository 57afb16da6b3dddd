// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.audit.AuditTally;
import homeroom.chat.bus.NodeId;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.Operator;
import homeroom.chat.query.Order;
import homeroom.chat.query.Query;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConversationId;
import homeroom.chat.session.EndedToken;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.SignIn;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import homeroom.storage.mongodb.ServerLease.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Does once whatever a school does all day. */
final class Day {

  private final MongoStores stores;
  private final Fixtures school;
  private final Conversation group;

  Day(MongoStores stores) {
    this.stores = stores;
    this.school = Fixtures.in(stores);
    this.group = school.group("Maths", school.ada, school.bob);
  }

  void live() {
    Message first = school.send(group, school.ada, "hello");
    Message second = school.send(group, school.ada, "hello again");
    stores.messages().append(school.newMessage(group.id(), school.ada, first.clientId(), "hello"));
    school.edit(first, "hello, edited");
    school.delete(second);
    useMessages(first);
    useReceipts(first);
    useConversations();
    useRoster();
    useAudit();
    move();
    stores.endedTokens().add(new EndedToken("key", Fixtures.NOW, Fixtures.NOW.plusSeconds(1)));
    stores.endedTokens().endedSince(Fixtures.NOW);
    stores.endedTokens().purge(Fixtures.NOW);
    Instant at = Fixtures.NOW;
    stores.signIns().add(new SignIn("1", school.ada.id(), "key", at, at, "network", ""), 1);
    stores.signIns().add(new SignIn("2", school.ada.id(), "key", at, at, "network", ""), 1);
    stores.signIns().signIn("2");
    stores.signIns().purge(at);
    var factor = new Factor(FactorKind.CODE, "key", school.schoolId(), school.ada.id(), "", at, at);
    stores.factors().add(factor);
    stores.factors().find(FactorKind.CODE, "key");
    stores.factors().of(school.ada.id());
    stores.factors().remove(FactorKind.CODE, "key");
    stores.factors().removeAll(school.ada.id(), Set.of(FactorKind.CODE, FactorKind.TOTP));
    stores.factors().purge(at);
  }

  /** Once more, for stores that write nothing afterwards, as a lease was given back on them. */
  static void serve(MongoStores stores) {
    if (stores.claim("here", Duration.ofHours(1)) instanceof Answer.Granted(var lease)) {
      lease.close();
    }
    var node = new NodeId("here", "1");
    if (stores.claim(node, new byte[] {1}, "here", Duration.ofHours(1))
        instanceof Answer.Granted(var lease)) {
      lease.close();
    }
  }

  private void useAudit() {
    var event =
        AuditEvent.of(
            AuditChain.of(school.schoolId()),
            Fixtures.NOW,
            AuditActor.of(school.root.id()),
            AuditAction.MESSAGE_DELETED,
            "m");
    var _ = stores.audit().record(event);
    stores.audit().newest(school.schoolId(), 10);
    stores.audit().entries(AuditChain.of(school.schoolId()), 0, 10);
    stores.audit().chains();
    var tally = AuditTally.of(AuditChain.INSTALLATION, "", "192.0.2.1", Fixtures.NOW);
    stores.audit().count(tally, Fixtures.NOW);
    stores.audit().settle(tally.quarter());
  }

  /** As a copy does, into the store itself. */
  private void move() {
    var transfer = stores.transfer();
    transfer.begin(true);
    for (Part part : Part.values()) {
      List<Item> items = transfer.next(part, null, 1);
      items.forEach(item -> transfer.next(part, item, 9));
      transfer.last(part);
      transfer.put(part, items);
    }
    transfer.begin(false);
  }

  private void useMessages(Message message) {
    var messages = stores.messages();
    var id = school.schoolId();
    for (boolean newestFirst : List.of(true, false)) {
      for (Filter filter :
          List.of(
              Filter.ALL, new Compare("seq", newestFirst ? Operator.LESS : Operator.GREATER, 1L))) {
        for (int limit : List.of(0, 1, 50)) {
          var query = new Query(filter, List.of(new Order("seq", newestFirst)), limit, 0);
          messages.find(id, group.id(), query);
        }
      }
    }
    for (boolean newestFirst : List.of(true, false)) {
      var byTime = new Query(Filter.ALL, List.of(new Order("createdAt", newestFirst)), 50, 0);
      messages.find(id, group.id(), byTime);
      messages.find(id, List.of(group.id(), new ConversationId("another")), byTime);
    }
    messages.message(id, message.id());
    messages.byClientId(id, group.id(), school.ada.id(), message.clientId());
    messages.changedSince(id, group.id(), 1, 10);
    messages.changesAt(id, group.id(), 1, 9, 10);
    messages.newest(id, group.id(), 10);
    messages.search(id, List.of(group.id()), "hello", Query.where(Filter.ALL));
    messages.history(id, message.id());
    messages.head(id, group.id());
    messages.newestSeq(id, group.id());
    messages.senders(id, group.id(), 0, 9);
    messages.countUnread(id, group.id(), Map.of(school.bob.id(), 0L), 999);
    messages.countUnread(id, group.id(), Map.of(school.bob.id(), 0L, school.ada.id(), 1L), 999);
  }

  private void useReceipts(Message message) {
    var receipts = stores.receipts();
    receipts.join(school.schoolId(), group.id(), Set.of(school.tom.id()));
    receipts.advance(
        List.of(
            advance(school.bob, ReceiptKind.DELIVERED, 0),
            advance(school.bob, ReceiptKind.READ, 0),
            hole(school.ada)));
    receipts.watermarks(school.schoolId(), group.id());
    receipts.watermarksOf(school.schoolId(), school.bob.id(), List.of(group.id()));
    receipts.receipts(school.schoolId(), group.id(), message.seq());
    receipts.leave(school.schoolId(), group.id(), Set.of(school.tom.id()));
  }

  private WatermarkAdvance hole(User user) {
    return advance(user, ReceiptKind.READ, 1);
  }

  private WatermarkAdvance advance(User user, ReceiptKind kind, long after) {
    return new WatermarkAdvance(
        school.schoolId(), group.id(), user.id(), kind, after, after + 1, school.later());
  }

  private void useConversations() {
    var conversations = stores.conversations();
    var id = school.schoolId();
    var classes = List.of(school.class7b.id());
    school.direct(school.ada, school.bob);
    school.ofClass7b();
    conversations.conversation(id, group.id());
    conversations.direct(id, school.ada.id(), school.bob.id());
    conversations.ofClass(id, school.class7b.id());
    var newestFirst = new Query(Filter.ALL, List.of(new Order("updatedAt", true)), 1, 0);
    conversations.find(id, school.ada.id(), classes, newestFirst);
    conversations.all(id, school.ada.id(), classes);
    conversations.page(id, school.ada.id(), classes, null, 9);
    conversations.page(id, school.ada.id(), classes, group.id(), 9);
    conversations.ids(id, school.ada.id(), classes);
    conversations.classesWithout(id);
    conversations.rename(id, group.id(), "Go", school.later());
    conversations.changeParticipants(
        id, group.id(), Set.of(school.tom.id()), Set.of(school.bob.id()), school.later());
    conversations.archive(id, school.class7b.id(), false, school.later());
  }

  private void useRoster() {
    var roster = stores.roster();
    var id = school.schoolId();
    var ofClass = Query.where(Filter.equal("classId", school.class7b.id().value()));
    roster.userById(school.ada.id());
    roster.credentials(Fixtures.email(school.ada));
    roster.credentials(school.schoolId(), "ada");
    roster.credentials(school.ada.id());
    roster.user(id, school.ada.id());
    roster.users(id, List.of(school.ada.id()));
    roster.schoolClass(id, school.class7b.id());
    roster.classesTaughtBy(id, school.tom.id());
    roster.classesAttendedBy(id, school.ada.id());
    roster.members(id, school.class7b.id());
    roster.admins(id);
    roster.findUsers(id, Query.where(Filter.equal("role", "student")));
    roster.findClasses(id, Query.where(Filter.ALL));
    roster.findClassTeachers(id, ofClass);
    roster.findClassEnrollments(id, ofClass);
    roster.version();
  }
}
