// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.imports.EntryChange;
import homeroom.chat.imports.ImportCounts;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImport.State;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.roster.Days;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One document for each import, each batch of it and each thing that a source calls something. Runs
 * on the caller's thread; any thread may call.
 */
final class MongoRosterImportStore implements RosterImportStore {

  private static final Document NEWEST_FIRST = new Document("at", -1).append("_id", -1);
  private static final Document OLDEST_FIRST = new Document("at", 1).append("_id", 1);

  /** How long a process has its turn unless it asks again. */
  private static final Duration TURN = Duration.ofSeconds(10);

  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

  private final Collections collections;
  private final MongoCollection<Document> imports;
  private final MongoCollection<Document> batches;
  private final MongoCollection<Document> entries;
  private final MongoCollection<Document> counters;
  private final MongoAuditLog audit;
  private final MongoCalls calls;

  MongoRosterImportStore(Collections collections, MongoAuditLog audit, MongoCalls calls) {
    this.collections = collections;
    this.imports = collections.rosterImports();
    this.batches = collections.rosterImportBatches();
    this.entries = collections.rosterEntries();
    this.counters = collections.counters();
    this.audit = audit;
    this.calls = calls;
  }

  @Override
  public Optional<String> refusal() {
    return collections.mapping().isOwn()
        ? Optional.empty()
        : Optional.of(
            "The roster of this store belongs to another application (the settings 'mongodb.…');"
                + " people and classes are changed there, and not by an import.");
  }

  @Override
  public Set<String> sources(SchoolId school) {
    return calls.run(() ->
        entries
            .distinct("source", new Document("schoolId", school.value()), String.class)
            .into(new HashSet<>()));
  }

  @Override
  public List<SourceEntry> entries(SchoolId school, String source) {
    return found(of(school, source));
  }

  @Override
  public List<SourceEntry> entries(SchoolId school, String source, SourceEntry.Kind kind) {
    return found(of(school, source).append("kind", word(kind)));
  }

  @Override
  public List<SourceEntry> entries(
      SchoolId school, String source, SourceEntry.Kind kind, Collection<String> keys) {
    return found(
        of(school, source)
            .append("kind", word(kind))
            .append("key", new Document("$in", List.copyOf(keys))));
  }

  @Override
  public List<SourceEntry> entriesAbout(SchoolId school, String source, Collection<UserId> people) {
    var among = new Document("$in", people.stream().map(UserId::value).toList());
    var about = new ArrayList<SourceEntry>();
    about.addAll(
        found(
            of(school, source).append("id", among).append("kind", word(SourceEntry.Kind.PERSON))));
    about.addAll(found(of(school, source).append("person", among)));
    return about;
  }

  private List<SourceEntry> found(Document where) {
    return calls.run(() ->
        entries.find(where).map(each -> entry(new DocumentReader(each))).into(new ArrayList<>()));
  }

  private static Document of(SchoolId school, String source) {
    return new Document("schoolId", school.value()).append("source", source);
  }

  @Override
  public Set<UserId> withAccount(SchoolId school, String account) {
    Set<String> sources = sources(school);
    return calls.run(() ->
        entries
            .find(
                new Document("schoolId", school.value())
                    .append("source", new Document("$in", List.copyOf(sources)))
                    .append("kind", word(SourceEntry.Kind.PERSON))
                    .append("accounts", account))
            .map(found -> new UserId(new DocumentReader(found).text("id")))
            .into(new HashSet<>()));
  }

  static SourceEntry entry(DocumentReader found) {
    return switch (SourceEntry.Kind.valueOf(found.text("kind").toUpperCase(Locale.ROOT))) {
      case PERSON ->
          new SourceEntry.Person(
              found.text("key"),
              new UserId(found.text("id")),
              found.texts("accounts"),
              found.texts("guardians"));
      case SCHOOL_CLASS ->
          new SourceEntry.OfClass(found.text("key"), new ClassId(found.text("id")), days(found));
      case LINK ->
          new SourceEntry.Link(
              found.text("key"),
              new ClassId(found.text("id")),
              new UserId(found.text("person")),
              Role.valueOf(found.text("role").toUpperCase(Locale.ROOT)),
              days(found));
    };
  }

  private static Days days(DocumentReader found) {
    return new Days(day(found.textOrNull("firstDay")), day(found.textOrNull("lastDay")));
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    return text == null ? null : LocalDate.parse(text);
  }

  /** The server deletes what is old while it serves others, in one command. */
  @Override
  public void begin(RosterImport begun, LongConsumer wrote) {
    Document old =
        new Document("schoolId", begun.school().value()).append("state", word(State.STAGED));
    List<String> dropped =
        calls.run(
            () -> imports.find(old).map(each -> each.getString("_id")).into(new ArrayList<>()));
    dropped.forEach(this::drop);
    if (find(begun.school(), begun.id()).isEmpty()) {
      MongoAdminGuard.forgetEarlierTry(counters, calls, begun.school(), begun.id());
    }
    String place = calls.run(() -> place(begun.school().value()));
    calls.write(() -> imports.insertOne(document(begun).append("place", place)));
  }

  /**
   * The place that one which begins now will have among those of its school that became current; of
   * several that began at once, one can take it.
   */
  private String place(String school) {
    var became = new Document("$in", List.of(word(State.CURRENT), word(State.DONE)));
    Document of = new Document("schoolId", school).append("state", became);
    return school + "/" + imports.countDocuments(of);
  }

  private static Document document(RosterImport one) {
    ImportCounts counts = one.counts();
    return new Document("_id", one.id())
        .append("schoolId", one.school().value())
        .append("source", one.source())
        .append("hash", one.hash())
        .append("actor", one.actor().text())
        .append("at", Date.from(one.at()))
        .append("state", word(one.state()))
        .append("batches", (long) one.batches())
        .append("done", (long) one.done())
        .append("peopleAdded", (long) counts.peopleAdded())
        .append("peopleChanged", (long) counts.peopleChanged())
        .append("peopleDeactivated", (long) counts.peopleDeactivated())
        .append("classesAdded", (long) counts.classesAdded())
        .append("classesChanged", (long) counts.classesChanged())
        .append("classesArchived", (long) counts.classesArchived())
        .append("enrolled", (long) counts.enrolled())
        .append("unenrolled", (long) counts.unenrolled());
  }

  @Override
  public void stage(String id, int first, List<String> batches) {
    var writes = new ArrayList<WriteModel<Document>>();
    for (String batch : batches) {
      String one = batchId(id, first + writes.size());
      Document written = new Document("_id", one).append("import", id).append("changes", batch);
      writes.add(new ReplaceOneModel<>(new Document("_id", one), written, UPSERT));
    }
    calls.write(() -> this.batches.bulkWrite(writes, new BulkWriteOptions().ordered(true)));
  }

  private static String batchId(String id, int number) {
    return id + "/" + number;
  }

  @Override
  public boolean makeCurrent(String id, AuditEvent event) {
    Document staged = new Document("_id", id).append("state", word(State.STAGED));
    Document one = calls.run(() -> imports.find(staged).first());
    if (one == null
        || one.getString("place") == null
        || calls.run(() -> hasCurrent(one.getString("schoolId")))) {
      return false;
    }
    Document state = new Document("state", word(State.CURRENT));
    Document change = new Document("$set", state.append("taken", one.getString("place")));
    return calls.write(() ->
        audit.writtenDown(
            List.of(event), (Boolean done) -> done, () -> takesPlace(staged, change)));
  }

  private boolean takesPlace(Document staged, Document change) {
    try {
      return imports.updateOne(staged, change).getMatchedCount() > 0;
    } catch (MongoException e) {
      if (MongoErrors.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  private boolean hasCurrent(String school) {
    return imports
            .find(new Document("schoolId", school).append("state", word(State.CURRENT)))
            .first()
        != null;
  }

  @Override
  public List<RosterImport> current() {
    return calls.run(() ->
        imports
            .find(new Document("state", word(State.CURRENT)))
            .sort(OLDEST_FIRST)
            .map(found -> read(new DocumentReader(found)))
            .into(new ArrayList<>()));
  }

  @Override
  public boolean takesTurn(String id, String process) {
    return calls.write(() -> {
      Instant over = new DatabaseClock(collections.counters()).now().minus(TURN);
      var free =
          List.of(
              new Document("mover", null),
              new Document("mover", process),
              new Document("moverAt", new Document("$lt", Date.from(over))));
      Document which =
          new Document("_id", id).append("state", word(State.CURRENT)).append("$or", free);
      var taking =
          new Document("$set", new Document("mover", process))
              .append("$currentDate", new Document("moverAt", true));
      return imports.updateOne(which, taking).getMatchedCount() > 0;
    });
  }

  @Override
  public Optional<String> batch(String id, int number) {
    return calls
        .run(() ->
            Optional.ofNullable(batches.find(new Document("_id", batchId(id, number))).first()))
        .map(found -> new DocumentReader(found).text("changes"));
  }

  @Override
  public void keep(SchoolId school, String source, List<EntryChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    var writes = new ArrayList<WriteModel<Document>>();
    for (EntryChange change : changes) {
      switch (change) {
        case EntryChange.Put(SourceEntry entry) -> {
          Document key = key(school, source, entry.kind(), entry.key());
          writes.add(new ReplaceOneModel<>(key, document(school, source, entry), UPSERT));
        }
        case EntryChange.Remove(SourceEntry.Kind kind, String key) ->
            writes.add(new DeleteOneModel<>(key(school, source, kind, key)));
      }
    }
    calls.write(() -> entries.bulkWrite(writes, new BulkWriteOptions().ordered(true)));
  }

  private static Document key(SchoolId school, String source, SourceEntry.Kind kind, String key) {
    return of(school, source).append("kind", word(kind)).append("key", key);
  }

  static Document document(SchoolId school, String source, SourceEntry entry) {
    Document document = key(school, source, entry.kind(), entry.key());
    document.putAll(fields(entry));
    return document;
  }

  private static Document fields(SourceEntry entry) {
    return switch (entry) {
      case SourceEntry.Person person ->
          new Document("id", person.id().value())
              .append("accounts", person.accounts())
              .append("guardians", person.guardians());
      case SourceEntry.OfClass one -> withDays(new Document("id", one.id().value()), one.days());
      case SourceEntry.Link link ->
          withDays(
              new Document("id", link.schoolClass().value())
                  .append("person", link.person().value())
                  .append("role", word(link.role())),
              link.days());
    };
  }

  private static Document withDays(Document fields, Days days) {
    if (days.first() != null) {
      fields.append("firstDay", days.first().toString());
    }
    if (days.last() != null) {
      fields.append("lastDay", days.last().toString());
    }
    return fields;
  }

  @Override
  public void advance(String id, int done) {
    calls.write(() ->
        imports.updateOne(
            new Document("_id", id), new Document("$set", new Document("done", (long) done))));
  }

  @Override
  public void finish(String id, LongConsumer wrote) {
    Optional<RosterImport> found = find(id);
    found.ifPresent(one -> {
      var change = new Document("state", word(State.DONE)).append("done", (long) one.batches());
      calls.write(() -> imports.updateOne(new Document("_id", id), new Document("$set", change)));
    });
    // Who read what the source calls things while it was being kept finds that it changed.
    calls.write(() -> {
      RosterVersion.changed(counters, found.stream().map(RosterImport::school).toList(), 0);
      return true;
    });
    forgetBatches(id);
  }

  private Optional<RosterImport> find(String id) {
    return calls
        .run(() -> Optional.ofNullable(imports.find(new Document("_id", id)).first()))
        .map(found -> read(new DocumentReader(found)));
  }

  private void forgetBatches(String id) {
    calls.write(() -> batches.deleteMany(new Document("import", id)));
  }

  @Override
  public void drop(String id, LongConsumer wrote) {
    var staged = new Document("_id", id).append("state", word(State.STAGED));
    if (calls.write(() -> imports.deleteOne(staged).getDeletedCount()) > 0) {
      forgetBatches(id);
    }
  }

  @Override
  public List<RosterImport> latest(SchoolId school, int limit) {
    var latest = new ArrayList<RosterImport>();
    for (State state : List.of(State.CURRENT, State.DONE)) {
      int room = limit - latest.size();
      if (room > 0) {
        latest.addAll(
            calls.run(() ->
                imports
                    .find(new Document("schoolId", school.value()).append("state", word(state)))
                    .sort(NEWEST_FIRST)
                    .limit(room)
                    .map(found -> read(new DocumentReader(found)))
                    .into(new ArrayList<>())));
      }
    }
    return List.copyOf(latest);
  }

  @Override
  public Optional<RosterImport> find(SchoolId school, String id) {
    return find(id).filter(one -> one.school().equals(school));
  }

  private static RosterImport read(DocumentReader found) {
    return new RosterImport(
        found.text("_id"),
        new SchoolId(found.text("schoolId")),
        found.text("source"),
        found.text("hash"),
        new AuditActor(found.text("actor")),
        found.time("at"),
        State.valueOf(found.text("state").toUpperCase(Locale.ROOT)),
        (int) found.number("batches"),
        (int) found.number("done"),
        new ImportCounts(
            (int) found.number("peopleAdded"),
            (int) found.number("peopleChanged"),
            (int) found.number("peopleDeactivated"),
            (int) found.number("classesAdded"),
            (int) found.number("classesChanged"),
            (int) found.number("classesArchived"),
            (int) found.number("enrolled"),
            (int) found.number("unenrolled")));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
