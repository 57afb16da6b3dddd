// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.model.UpdateOptions;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The school of an application that knows only one, and so has no collection of schools: Homeroom
 * keeps it, with its settings, in a collection of its own.
 */
final class OneSchool {

  private OneSchool() {}

  /** Makes it if the mapping names one and it is not there. */
  static void keep(Collections collections) {
    RosterMapping mapping = collections.mapping();
    @Nullable String id = mapping.schoolId();
    if (id == null) {
      return;
    }
    @Nullable String name = mapping.schoolName();
    var school =
        new Document("name", name == null ? id : name)
            .append("createdAt", Date.from(Instant.now()));
    if (collections.schools().find(new Document("_id", id)).first() == null) {
      collections
          .schools()
          .updateOne(
              new Document("_id", id),
              new Document("$setOnInsert", school),
              new UpdateOptions().upsert(true));
    }
  }
}
