// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import homeroom.chat.Stores;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageReceipt;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.Revision;
import homeroom.chat.message.Watermark;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Order;
import homeroom.chat.query.Query;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import homeroom.chat.transfer.StoreTransfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a store answers about all that it keeps, a line each: every item, then what the ports make
 * of them. A line names its fields one by one, so that a field that comes later does not show; it
 * is in ASCII, whatever else is escaped.
 */
public final class KeptAnswers {

  private static final List<String> SEARCHES =
      List.of(
          "homework", "ECOLE", "\u043f\u0440\u0438\u0432\u0435\u0442", "strasse", "page 4", "?");

  private final Stores stores;
  private final StoreTransfer transfer;
  private final List<String> lines = new ArrayList<>();

  private KeptAnswers(Stores stores, StoreTransfer transfer) {
    this.stores = stores;
    this.transfer = transfer;
  }

  /** Of a store as it is now. */
  public static List<String> of(Stores stores, StoreTransfer transfer) {
    var answers = new KeptAnswers(stores, transfer);
    for (Part part : Part.values()) {
      answers.keeps(part);
    }
    answers
        .items(Part.SCHOOLS)
        .forEach(item -> answers.aboutSchool(((Item.OfSchool) item).school()));
    answers.items(Part.USERS).forEach(item -> answers.aboutUser(((Item.OfUser) item).user()));
    answers
        .items(Part.CONVERSATIONS)
        .forEach(item -> answers.aboutConversation(((Item.OfConversation) item).conversation()));
    answers
        .items(Part.MESSAGES)
        .forEach(item -> answers.aboutMessage(((Item.OfMessage) item).message()));
    return List.copyOf(answers.lines);
  }

  /** Those that stand beside the kept store of that release. */
  public static List<String> kept(String release) {
    String file = "kept-" + release + ".txt";
    try (InputStream in = KeptAnswers.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keeps(Part part) {
    if (part == Part.FACTORS && transfer.count(part) == 0) {
      return; // releases until 0.1 had none
    }
    List<String> items = new ArrayList<>(items(part).stream().map(KeptAnswers::line).toList());
    if (part != Part.AUDIT) {
      items.sort(null);
    }
    if (part.compareTo(Part.ENDED_TOKENS) <= 0 || !items.isEmpty()) {
      say(part.name().toLowerCase(Locale.ROOT), transfer.count(part));
    }
    lines.addAll(items);
  }

  private List<Item> items(Part part) {
    List<Item> items = new ArrayList<>();
    List<Item> next = transfer.next(part, null, 100);
    while (!next.isEmpty()) {
      items.addAll(next);
      next = transfer.next(part, next.getLast(), 100);
    }
    return items;
  }

  private static String line(Item item) {
    return switch (item) {
      case Item.OfSchool(var it) ->
          line("school", it.id(), it.name(), settings(it), it.createdAt());
      case Item.OfUser(var it, var hash) ->
          line("user", it.id(), it.schoolId(), it.role(), it.name(), it.email(), it.active(), hash)
              + line("", it.createdAt(), it.updatedAt());
      case Item.OfClass(var it) ->
          line("class", it.id(), it.schoolId(), it.name(), it.code(), it.archived())
              + line("", it.createdAt(), it.updatedAt());
      case Item.OfTeacher(var it) ->
          line("teacher", it.id(), it.schoolId(), it.classId(), it.teacherId());
      case Item.OfEnrollment(var it) ->
          line("enrollment", it.id(), it.schoolId(), it.classId(), it.studentId());
      case Item.OfConversation(var it) ->
          line("conversation", it.id(), it.schoolId(), it.type(), it.title(), it.classId())
              + line("", it.participants(), it.createdBy(), it.archived())
              + line("", it.createdAt(), it.updatedAt());
      case Item.OfMessage(var it, var revs, var history) ->
          line(it) + line("", revs, history.stream().map(KeptAnswers::line).toList());
      case Item.OfReceipt(var school, var conversation, var it) ->
          line("receipt", school, conversation, it.userId(), it.joinSeq())
              + line("", it.deliveredSeq(), it.deliveredAt(), it.readSeq(), it.readAt());
      case Item.OfAdvance it ->
          line("advance", it.schoolId(), it.conversationId(), it.userId())
              + line("", it.kind() == ReceiptKind.READ, it.seq(), it.at());
      case Item.OfAudit(var entry) -> {
        AuditEvent it = entry.event();
        yield line("audit", it.chain(), it.at(), it.actor(), it.action(), it.target(), it.reason());
      }
      case Item.OfEndedToken(var it) -> line("token", it.key(), it.endedAt(), it.expiresAt());
      case Item.OfFactor(var it) -> line("factor", it.id(), it.userId(), it.expiresAt());
      case Item.OfSettings(var it) ->
          line("settings", it.schoolId(), it.version(), it.at(), it.by(), it.text());
      case Item.OfClosedClass it -> line("closed-class", it.schoolId(), it.classId(), it.closed());
      case Item.OfRosterEntry it -> line("roster-entry", it.schoolId(), it.source(), it.entry());
    };
  }

  private static String line(Message it) {
    return line(
            "message", it.id(), it.conversationId(), it.schoolId(), it.senderId(), it.clientId())
        + line("", it.seq(), it.rev(), it.text(), it.replyTo(), it.edits(), it.editedAt())
        + line("", it.deletedAt(), it.deletedBy(), it.createdAt(), it.updatedAt());
  }

  private static String line(Revision it) {
    return line("revision", it.rev(), it.text(), it.by(), it.at(), it.deletion());
  }

  private static String settings(School school) {
    return "%s %s"
        .formatted(school.settings().studentToStudentDirect(), school.settings().studentGroups());
  }

  private void aboutSchool(School school) {
    SchoolId id = school.id();
    say("admins", id, stores.roster().admins(id).stream().map(String::valueOf).sorted().toList());
    say("classes without", id, sorted(stores.conversations().classesWithout(id)));
    stores.audit().newest(id, 5).forEach(entry -> say("newest audit", id, entry.event().at()));
    List<ConversationId> conversations =
        items(Part.CONVERSATIONS).stream()
            .map(item -> ((Item.OfConversation) item).conversation())
            .filter(each -> each.schoolId().equals(id))
            .map(Conversation::id)
            .toList();
    for (String words : SEARCHES) {
      var found = stores.messages().search(id, conversations, words, Query.where(Filter.ALL));
      say("search", id, words, found.total(), ids(found.data()));
    }
  }

  private void aboutUser(User user) {
    SchoolId school = user.schoolId();
    String upper = Fixtures.email(user).toUpperCase(Locale.ROOT);
    say("sign-in", upper, stores.roster().credentials(upper).map(it -> it.user().id()));
    Set<ClassId> taught = Set.copyOf(stores.roster().classesTaughtBy(school, user.id()));
    Set<ClassId> attended = Set.copyOf(stores.roster().classesAttendedBy(school, user.id()));
    say("classes of", user.id(), sorted(taught), sorted(attended));
    List<ClassId> classes = new ArrayList<>(taught);
    classes.addAll(attended);
    for (Conversation each : stores.conversations().all(school, user.id(), classes)) {
      Watermark mark =
          stores.receipts().watermarksOf(school, user.id(), List.of(each.id())).get(each.id());
      if (mark != null) {
        Map<UserId, Long> read = Map.of(user.id(), mark.readSeq());
        Map<UserId, Integer> unread = stores.messages().countUnread(school, each.id(), read, 999);
        say("unread", user.id(), each.id(), unread.getOrDefault(user.id(), 0));
      }
    }
  }

  private void aboutConversation(Conversation conversation) {
    SchoolId school = conversation.schoolId();
    ConversationId id = conversation.id();
    stores
        .conversations()
        .conversation(school, id)
        .ifPresent(it ->
            say("rev", id, it.rev(), it.lastMessage() == null ? null : it.lastMessage().text()));
    long newest = stores.messages().newestSeq(school, id);
    say("head", id, stores.messages().head(school, id), newest);
    say("changed since 7", id, ids(stores.messages().changedSince(school, id, 7, 20)));
    say("newest", id, ids(stores.messages().newest(school, id, 5)));
    var page = new Query(Filter.ALL, List.of(new Order("seq", true)), 10, 10);
    var second = stores.messages().find(school, id, page);
    say("second page", id, second.total(), ids(second.data()));
    say(
        "receipts",
        id,
        stores.receipts().receipts(school, id, newest).stream()
            .map(KeptAnswers::line)
            .sorted()
            .toList());
  }

  private static String line(MessageReceipt receipt) {
    return line("of", receipt.userId(), receipt.deliveredAt(), receipt.readAt());
  }

  private void aboutMessage(Message message) {
    SchoolId school = message.schoolId();
    var found =
        stores
            .messages()
            .byClientId(school, message.conversationId(), message.senderId(), message.clientId());
    say("by clientId", message.clientId(), found.map(Message::id));
    if (message.rev() > message.seq()) {
      say("history", message.id(), stores.messages().history(school, message.id()).size());
    }
  }

  private static List<String> ids(List<Message> messages) {
    return messages.stream().map(message -> message.id().value()).toList();
  }

  private static List<String> sorted(Set<ClassId> classes) {
    return classes.stream().map(ClassId::value).sorted().toList();
  }

  private void say(String what, @Nullable Object... values) {
    lines.add(line(what, values));
  }

  private static String line(String what, @Nullable Object... values) {
    return what
        + Arrays.stream(values).map(value -> " | " + escaped(value)).collect(Collectors.joining());
  }

  private static String escaped(@Nullable Object value) {
    String text = value instanceof Instant time ? "" + time.toEpochMilli() : String.valueOf(value);
    return text.chars()
        .mapToObj(c -> c < ' ' || c > '~' ? "\\u%04x".formatted(c) : String.valueOf((char) c))
        .collect(Collectors.joining());
  }
}
