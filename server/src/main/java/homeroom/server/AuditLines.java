// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.wire.AuditPayload;
import homeroom.api.wire.Json;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JacksonException;

/** Entries of the audit as lines of JSON, and back. */
final class AuditLines {

  private AuditLines() {}

  static String line(AuditEntry entry) {
    return new String(Json.bytes(AuditPayload.of(entry)), StandardCharsets.UTF_8);
  }

  /**
   * The entry of a line.
   *
   * @throws IOException if it is none
   */
  static AuditEntry entry(String line) throws IOException {
    try {
      AuditPayload read = Json.mapper().readValue(line, AuditPayload.class);
      var event =
          new AuditEvent(
              new AuditChain(read.schoolId()),
              Instant.parse(read.at()),
              new AuditActor(read.actor()),
              read.action(),
              read.target(),
              read.detail(),
              read.network(),
              read.count(),
              read.reason());
      return new AuditEntry(read.seq(), event, read.hash());
    } catch (JacksonException
        | DateTimeException
        | IllegalArgumentException
        | NullPointerException e) {
      throw new IOException("A line is no entry of an audit: " + line, e);
    }
  }
}
