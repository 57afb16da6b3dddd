// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.MaxLength;
import homeroom.api.wire.Maximum;
import homeroom.api.wire.MinLength;
import homeroom.api.wire.Minimum;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.RosterImportPayload;
import homeroom.chat.imports.ImportView;
import homeroom.chat.imports.RosterUploads;
import homeroom.chat.imports.UploadLimits;
import homeroom.chat.query.Page;
import homeroom.chat.school.Caller;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code roster-imports}: rosters from files, looked at and applied by admins. */
public final class RosterImportService implements Service {

  /** The characters of a piece in Base64. */
  static final int MAX_DATA = (UploadLimits.MAX_PIECE_BYTES + 2) / 3 * 4;

  /** A file that is to come. */
  @Received(additionalProperties = false)
  @Description("A file that is to be uploaded.")
  record NewRosterImportPayload(
      @MinLength(1)
          @MaxLength(UploadLimits.MAX_FILE_NAME)
          @Description("One that ends in .csv is a people.csv; others are ZIPs.")
          String name,
      @Minimum(1) @Maximum(UploadLimits.MAX_BYTES) @Description("In bytes.") long size) {}

  /** A piece of the file, or the word to apply it. */
  @Received(additionalProperties = false)
  @Description("The next piece of the file, offset and data; or the hash to apply.")
  record ChangedRosterImportPayload(
      @Maximum(UploadLimits.MAX_BYTES) @Description("Where the piece begins, in bytes.")
          @Nullable Long offset,
      @MaxLength(MAX_DATA) @Description("The piece, up to 700 000 bytes, in Base64.")
          @Nullable String data,
      @MaxLength(100) @Description("The hash of what is to be applied.") @Nullable String apply,
      @Description("True applies also if more than 10 in 100 people go.")
          @Nullable Boolean allowDeactivations) {

    /** Without the file. */
    @Override
    public String toString() {
      return "ChangedRosterImportPayload[" + offset + ", " + apply + "]";
    }
  }

  private static final PayloadReader<NewRosterImportPayload> CREATE =
      PayloadReader.of(NewRosterImportPayload.class);

  private static final PayloadReader<ChangedRosterImportPayload> PATCH =
      PayloadReader.of(ChangedRosterImportPayload.class);

  private static final QueryLanguage QUERIES =
      new QueryLanguage(
          Map.of(
              "_id", FieldType.TEXT,
              "state", FieldType.TEXT,
              "by", FieldType.TEXT,
              "at", FieldType.TIME),
          RosterImportPayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(
              "roster-imports",
              "Rosters from files: uploaded, looked at, and applied by the hash of what was shown.",
              RosterImportPayload.class)
          .find(
              "Uploads and the last 200 imports, in short, the newest first; for admins.", QUERIES)
          .get("One with all that is known of it; for admins.", QUERIES)
          .create("Begins the upload of a file; for admins.", CREATE)
          .patch("Brings a piece of the file, or applies what was shown; for admins.", PATCH)
          .remove("Gives an upload up; for admins.");

  private final RosterUploads uploads;

  public RosterImportService(RosterUploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    QueryLanguage.Parsed parsed = QUERIES.parse(query);
    Page<ImportView> page = Rejection.orThrow(uploads.find(caller, parsed.query()));
    return Answers.select(page.map(RosterImportPayload::of), parsed.select());
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    return RosterImportPayload.of(Rejection.orThrow(uploads.get(caller, id)));
  }

  @Override
  public Created create(Caller caller, JsonNode data) {
    var _ = Rejection.orThrow(RosterUploads.allowed(caller));
    NewRosterImportPayload wanted = CREATE.read(data);
    ImportView begun = Rejection.orThrow(uploads.create(caller, wanted.name(), wanted.size()));
    return new Created(RosterImportPayload.of(begun), false);
  }

  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    var _ = Rejection.orThrow(uploads.get(caller, id));
    ChangedRosterImportPayload wish = PATCH.read(data);
    String hash = wish.apply();
    String piece = wish.data();
    Long offset = wish.offset();
    if (hash != null && piece == null && offset == null) {
      boolean allowed = Boolean.TRUE.equals(wish.allowDeactivations());
      return RosterImportPayload.of(Rejection.orThrow(uploads.apply(caller, id, hash, allowed)));
    }
    if (hash != null || piece == null || offset == null) {
      throw Rejection.badField(
          "data",
          "is a piece, with offset, or there is apply",
          "Send offset and data of a piece, or apply with the hash.");
    }
    return RosterImportPayload.of(
        Rejection.orThrow(uploads.append(caller, id, offset, bytes(piece))));
  }

  private static byte[] bytes(String piece) {
    try {
      return Base64.getDecoder().decode(piece);
    } catch (IllegalArgumentException e) {
      throw Rejection.badField("data", "is not Base64", "A piece is sent in Base64.");
    }
  }

  @Override
  public Object remove(Caller caller, String id) {
    return RosterImportPayload.of(Rejection.orThrow(uploads.remove(caller, id)));
  }
}
