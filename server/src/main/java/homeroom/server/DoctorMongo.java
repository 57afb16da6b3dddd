// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.school.StoreUnavailable;
import homeroom.storage.mongodb.MongoCheck;
import homeroom.storage.mongodb.MongoFault;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A store in MongoDB: whether it answers, keeps what it confirms, and has what it needs. */
final class DoctorMongo {

  private static final Duration SLOW = Duration.ofMillis(50);
  private static final Duration WRONG = Duration.ofSeconds(2);
  private static final String SHELL = "mongosh STORE --eval '";

  private final MongoAddress address;
  private final Clock clock;

  DoctorMongo(MongoAddress address, Clock clock) {
    this.address = address;
    this.clock = clock;
  }

  List<Finding> findings() {
    try {
      return findings(MongoCheck.of(address.connectionString(), address.mapping(), clock));
    } catch (StoreUnavailable e) {
      return List.of(
          Finding.broken(
              "MongoDB does not answer, or has no primary: " + e.getMessage(),
              SHELL + "rs.status()'"));
    } catch (MongoFault e) {
      return List.of(
          Finding.broken(String.valueOf(e.getMessage()), SHELL + "db.runCommand({ping: 1})'"));
    }
  }

  private static List<Finding> findings(MongoCheck check) {
    var findings = new ArrayList<Finding>();
    String said = "MongoDB answers within %.1f ms".formatted(check.answered().toNanos() / 1e6);
    findings.add(
        check.answered().compareTo(SLOW) > 0
            ? Finding.warning(said + ", which every message waits for more than once.", "ping HOST")
            : Finding.fine(said + "."));
    findings.add(
        check.replicated()
            ? Finding.fine("It is replicated, and confirms what a majority has in its journal.")
            : Finding.warning(
                "It is a single server: when its disk is lost, so is what was written since the"
                    + " last backup.",
                SHELL + "rs.initiate()'    # with more members"));
    check.clockAhead().ifPresent(ahead -> findings.add(clock(ahead)));
    findings.add(version(check));
    if (!check.missingIndexes().isEmpty()) {
      findings.add(
          Finding.warning(
              "Indexes are missing, which the next start makes: "
                  + String.join(", ", check.missingIndexes())
                  + ".",
              Program.NAME + " serve"));
    }
    return findings;
  }

  private static Finding clock(Duration ahead) {
    if (ahead.abs().compareTo(WRONG) <= 0) {
      return Finding.fine("Its clock is that of this machine.");
    }
    return Finding.warning(
        "Its clock is "
            + ahead.abs().toSeconds()
            + " seconds "
            + (ahead.isNegative() ? "behind" : "ahead of")
            + " this machine's.",
        "timedatectl    # on both");
  }

  private static Finding version(MongoCheck check) {
    if (check.version() == 0) {
      return Finding.warning("There is no school in it yet.", Program.NAME + " user add --help");
    }
    return check.version() < check.newest()
        ? Finding.warning(
            "The store has version %d; the next start brings it to %d, without a copy."
                .formatted(check.version(), check.newest()),
            "mongodump")
        : Finding.fine("The store has version " + check.version() + ".");
  }
}
