// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.rest.StoreProbe;
import homeroom.api.wire.HealthBackupsPayload;
import homeroom.api.wire.HealthCheckPayload;
import homeroom.api.wire.HealthImportPayload;
import homeroom.api.wire.HealthPayload;
import homeroom.api.wire.HealthQueuesPayload;
import homeroom.api.wire.HealthStorePayload;
import homeroom.api.wire.WireTime;
import homeroom.api.wire.WireWord;
import homeroom.chat.imports.RosterImports;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.SchoolId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How this server is, for the admins of one school. Where several schools share the server, what
 * all of them take and wait for is not told, only whether it is fine. Safe for many threads; blocks
 * on the store.
 */
final class ServerHealth {

  /** From here on writes are slow, see {@link DoctorData}. */
  private static final Duration SLOW = DoctorData.SLOW_FSYNC;

  /** From here on a queue is long; at eight times as much calls are refused. */
  private static final int MANY_CALLS = 512;

  private static final int MANY_SIGN_INS = 64;

  /**
   * What is looked at.
   *
   * @param file of the store; null if it is none
   * @param watch what was found when all of the file was read; null if it is none
   * @param backups null if the server makes none
   * @param certificate null if the server does not speak TLS
   * @param queues what waits now
   */
  record Parts(
      StoreProbe store,
      @Nullable Path file,
      @Nullable StoreWatch watch,
      @Nullable ScheduledBackups backups,
      @Nullable CertificateFile certificate,
      ClockSteps steps,
      Supplier<HealthQueuesPayload> queues) {}

  private record Check(String name, Finding finding) {

    /** Its sentence names no paths and no options: an admin may be nobody who runs the server. */
    HealthCheckPayload payload() {
      return new HealthCheckPayload(name, WireWord.of(finding.level()), finding.sentence());
    }
  }

  private final Parts parts;
  private final ConnectionManager<?> connections;
  private final Roster roster;
  private final RosterImports imports;
  private final Clock clock;
  private final Instant started;

  ServerHealth(
      Parts parts,
      ConnectionManager<?> connections,
      Roster roster,
      RosterImports imports,
      Clock clock) {
    this.parts = parts;
    this.connections = connections;
    this.roster = roster;
    this.imports = imports;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** As the admins of the school may see it. */
  HealthPayload of(SchoolId school) {
    boolean shared = roster.schools().size() > 1;
    StoreProbe.Found found = parts.store().ask();
    Optional<DiskRoom> room = room();
    HealthQueuesPayload queues = parts.queues().get();
    Optional<Instant> certificateEnd = certificateEnd();
    var checks = new ArrayList<Check>();
    checks.add(new Check("store", store(found)));
    if (parts.file() != null) {
      checks.add(new Check("disk", disk(room, shared)));
      checks.add(new Check("backups", backups()));
    }
    checks.add(new Check("clock", parts.steps().finding()));
    if (parts.certificate() != null) {
      checks.add(new Check("certificate", certificate(certificateEnd)));
    }
    checks.add(new Check("queues", queues(queues)));
    return new HealthPayload(
        school.value(),
        worst(checks),
        WireTime.of(clock.instant()),
        HomeroomCommand.VERSION,
        WireTime.of(started),
        checks.stream().map(Check::payload).toList(),
        storePayload(found, shared ? Optional.empty() : room),
        backupsPayload(),
        certificateEnd.map(WireTime::of).orElse(null),
        connections.openConnections(school),
        connections.onlineUsers(school),
        shared ? null : queues,
        imports.latest(school, 1).stream().findFirst().map(HealthImportPayload::of).orElse(null));
  }

  private static String worst(List<Check> checks) {
    return checks.stream()
        .map(check -> check.finding().level())
        .max(Comparator.naturalOrder())
        .map(WireWord::of)
        .orElseThrow();
  }

  private Finding store(StoreProbe.Found found) {
    StoreWatch watch = parts.watch();
    if (watch != null && watch.damages() > 0) {
      return Finding.broken("The store is damaged; the log of the server says where.", "");
    }
    if (!found.takesWrites()) {
      return Finding.broken("The store does not answer, or takes no writes.", "");
    }
    String said = "A write is durable after %.1f ms".formatted(found.took().toNanos() / 1e6);
    return found.took().compareTo(SLOW) > 0
        ? Finding.warning(said + ", which every message waits for.", "")
        : Finding.fine(said + ".");
  }

  private HealthStorePayload storePayload(StoreProbe.Found found, Optional<DiskRoom> room) {
    return new HealthStorePayload(
        parts.file() == null ? "mongodb" : "sqlite",
        found.takesWrites(),
        found.takesWrites() ? found.took().toNanos() / 1_000 : null,
        room.map(DiskRoom::store).orElse(null),
        room.map(DiskRoom::free).orElse(null));
  }

  private Optional<DiskRoom> room() {
    Path file = parts.file();
    try {
      return file == null ? Optional.empty() : Optional.of(DiskRoom.of(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Finding disk(Optional<DiskRoom> room, boolean shared) {
    if (room.isEmpty()) {
      return Finding.broken("The directory of the store is not there, or cannot be read.", "");
    }
    Finding found = room.get().finding();
    if (!shared) {
      return found;
    }
    return switch (found.level()) {
      case FINE -> Finding.fine("The disk has room.");
      case WARNING -> Finding.warning("The disk has little room left.", "");
      case BROKEN -> Finding.broken("The disk is almost full.", "");
    };
  }

  private Finding backups() {
    ScheduledBackups made = parts.backups();
    if (made == null) {
      return Finding.warning("The server makes no backups by itself.", "");
    }
    Optional<Duration> age = made.newest().map(newest -> Duration.between(newest, clock.instant()));
    if (age.isEmpty()) {
      return Finding.warning("There is no backup yet.", "");
    }
    String said = "The newest backup is %d hours old.".formatted(age.get().toHours());
    return made.isLate(age.get()) ? Finding.broken(said, "") : Finding.fine(said);
  }

  private @Nullable HealthBackupsPayload backupsPayload() {
    ScheduledBackups made = parts.backups();
    if (made == null) {
      return null;
    }
    Optional<Instant> newest = made.newest();
    return new HealthBackupsPayload(
        newest.map(WireTime::of).orElse(null),
        newest
            .map(at -> Math.max(0, Duration.between(at, clock.instant()).toSeconds()))
            .orElse(null),
        made.every().toHours(),
        made.failures());
  }

  private Optional<Instant> certificateEnd() {
    CertificateFile certificate = parts.certificate();
    try {
      return certificate == null ? Optional.empty() : Optional.of(certificate.end());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Finding certificate(Optional<Instant> end) {
    return end.map(at -> CertificateFile.finding("The certificate", at, clock.instant()))
        .orElseGet(() ->
            Finding.warning("The certificate cannot be read; the one before stays in use.", ""));
  }

  private static Finding queues(HealthQueuesPayload queues) {
    boolean isLong =
        Math.max(queues.writes(), queues.reads()) > MANY_CALLS
            || queues.calls() > MANY_CALLS
            || queues.signIns() > MANY_SIGN_INS;
    return isLong
        ? Finding.warning("Calls wait for their turn.", "")
        : Finding.fine("Calls are answered as they come.");
  }
}
