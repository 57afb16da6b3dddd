// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.oidc.OidcProvider;
import homeroom.api.oidc.RosterField;
import homeroom.chat.roster.User;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import picocli.CommandLine;

/**
 * A server with a small school, for those who load it by a loader of their own; with a public URL
 * it has an identity provider, too, that cannot be reached.
 */
public final class MeasuredServer implements AutoCloseable {

  private final Homeroom homeroom;

  public MeasuredServer(Path data, List<String> options) throws Exception {
    this(DataDirectory.open(data), options);
  }

  MeasuredServer(DataDirectory data, List<String> options) throws Exception {
    var chosen = new ServerOptions();
    new CommandLine(chosen).parseArgs(options.toArray(String[]::new));
    if (chosen.publicUrl != null) {
      String nowhere = "http://127.0.0.1:1";
      chosen.identityProviders =
          List.of(
              new OidcProvider(
                  "hill", nowhere, "id", null, "Demo School", "email", new RosterField.Name()));
    }
    homeroom = Homeroom.open(data, chosen, Clock.tickMillis(ZoneOffset.UTC));
    new DemoSeed(homeroom, "nobody signs in").sow(5);
    homeroom.start();
  }

  public String address() {
    return homeroom.address();
  }

  /** An access token of the admin. */
  public String token() {
    return homeroom.tokens().issue(admin().id(), Duration.ofHours(1)).text();
  }

  /** The id of the school. */
  public String school() {
    return admin().schoolId().value();
  }

  private User admin() {
    return homeroom.rosterStore().credentials("admin@" + DemoSchool.DOMAIN).orElseThrow().user();
  }

  @Override
  public void close() {
    homeroom.close();
  }
}
