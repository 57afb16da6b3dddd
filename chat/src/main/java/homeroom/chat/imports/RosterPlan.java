// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.school.School;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a desired roster changes of the one that is there.
 *
 * @param errors why it cannot be applied; empty if it can
 * @param remarks what else is to be known, in sentences
 * @param needsWord why it is applied only if somebody says so explicitly, in a sentence; null if it
 *     need not be said
 * @param hash of what it changes: another one for other files or another roster
 * @param version of the rosters that it was made of
 */
public record RosterPlan(
    School school,
    String source,
    List<PlannedChange> lines,
    List<RosterChange> changes,
    List<EntryChange> entries,
    ImportCounts counts,
    List<FileError> errors,
    List<String> remarks,
    @Nullable String needsWord,
    String hash,
    long version) {

  /** In hexadecimal digits. */
  private static final int HASH_LENGTH = 16;

  public RosterPlan {
    lines = List.copyOf(lines);
    changes = List.copyOf(changes);
    entries = List.copyOf(entries);
    errors = List.copyOf(errors);
    remarks = List.copyOf(remarks);
  }

  public boolean isNothing() {
    return changes.isEmpty() && entries.isEmpty();
  }

  static String hash(
      School school, String source, List<PlannedChange> lines, List<EntryChange> entries) {
    MessageDigest digest = sha256();
    // A school that is to be made has another id each time.
    add(digest, school.name());
    add(digest, source);
    lines.stream()
        .map(line -> line.what().name() + "\t" + line.key() + "\t" + line.text())
        .sorted()
        .forEach(line -> add(digest, line));
    Map<String, String> made = made(entries);
    entries.stream().map(entry -> said(entry, made)).sorted().forEach(each -> add(digest, each));
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
  }

  /** By our ids, which are others each time for what is to be made, the keys of the files. */
  private static Map<String, String> made(Collection<EntryChange> entries) {
    var made = new HashMap<String, String>();
    for (EntryChange entry : entries) {
      switch (entry) {
        case EntryChange.Put(SourceEntry.Person one) -> made.put(one.id().value(), one.key());
        case EntryChange.Put(SourceEntry.OfClass one) -> made.put(one.id().value(), one.key());
        default -> {}
      }
    }
    return made;
  }

  private static String named(String id, Map<String, String> made) {
    String key = made.get(id);
    return key == null ? "id\t" + id : "key\t" + key;
  }

  private static String said(EntryChange change, Map<String, String> made) {
    return switch (change) {
      case EntryChange.Put(SourceEntry.Person person) ->
          "person\t" + person.key() + "\t" + person.accounts() + "\t" + person.guardians();
      case EntryChange.Put(SourceEntry.OfClass one) -> "class\t" + one.key() + "\t" + one.days();
      case EntryChange.Put(SourceEntry.Link link) ->
          String.join(
              "\t",
              "link",
              link.key(),
              named(link.schoolClass().value(), made),
              named(link.person().value(), made),
              String.valueOf(link.role()),
              String.valueOf(link.days()));
      case EntryChange.Remove(SourceEntry.Kind kind, String key) -> "no " + kind + "\t" + key;
    };
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
