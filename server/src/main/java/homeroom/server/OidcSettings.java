// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.oidc.OidcProvider;
import homeroom.api.oidc.RosterField;
import homeroom.chat.people.IdentityProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The identity providers in the file of {@code --config}: {@code oidc.NAME.issuer}, {@code
 * client-id}, {@code client-secret-file}, {@code school}, {@code claim} and {@code field}.
 */
final class OidcSettings {

  private static final String BEGIN = "oidc.";
  private static final String SECRET_FILE = "client-secret-file";
  private static final String CLAIM = "claim";
  private static final String FIELD = "field";
  private static final Set<String> SETTINGS =
      Set.of("issuer", "client-id", SECRET_FILE, "school", CLAIM, FIELD);

  private OidcSettings() {}

  /**
   * Those of the file.
   *
   * @throws IllegalArgumentException if a line is none, or one is missing
   * @throws IOException if the file of a secret cannot be read, or can be read by others
   */
  static List<OidcProvider> read(Properties file) throws IOException {
    var providers = new ArrayList<OidcProvider>();
    for (var each : named(file).entrySet()) {
      @Nullable String secretFile = each.getValue().get(SECRET_FILE);
      @Nullable String secret = secretFile == null ? null : secret(Path.of(secretFile));
      providers.add(provider(each.getKey(), each.getValue(), secret));
    }
    return List.copyOf(providers);
  }

  /**
   * The same as all but signing in knows them, without a look at the files of secrets: who runs a
   * command may not be who reads those.
   *
   * @throws IllegalArgumentException if a line is none, or one is missing
   */
  static List<IdentityProvider> trusted(Properties file) {
    return named(file).entrySet().stream()
        .map(each -> provider(each.getKey(), each.getValue(), null).trusted())
        .toList();
  }

  /** The settings of each, by name. */
  private static Map<String, Map<String, String>> named(Properties file) {
    var named = new TreeMap<String, Map<String, String>>();
    for (String line : file.stringPropertyNames()) {
      if (line.startsWith(BEGIN)) {
        int dot = line.indexOf('.', BEGIN.length());
        String name = dot < 0 ? "" : line.substring(BEGIN.length(), dot);
        String setting = line.substring(dot + 1);
        if (!isName(name) || !SETTINGS.contains(setting)) {
          throw new IllegalArgumentException(
              "There is no setting "
                  + line
                  + "; an identity provider has oidc.NAME.issuer,"
                  + " client-id, client-secret-file, school, claim and field.");
        }
        named
            .computeIfAbsent(name, any -> new TreeMap<>())
            .put(setting, file.getProperty(line).strip());
      }
    }
    return named;
  }

  private static OidcProvider provider(
      String name, Map<String, String> settings, @Nullable String secret) {
    return new OidcProvider(
        name,
        issuer(name, required(name, settings, "issuer")),
        required(name, settings, "client-id"),
        secret,
        required(name, settings, "school"),
        settings.get(CLAIM),
        field(name, settings));
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= 40
        && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private static String required(String name, Map<String, String> settings, String setting) {
    @Nullable String value = settings.get(setting);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(BEGIN + name + "." + setting + " is missing.");
    }
    return value;
  }

  private static RosterField field(String name, Map<String, String> settings) {
    @Nullable String field = settings.get(FIELD);
    if (field == null) {
      return new RosterField.Name();
    }
    String setting = BEGIN + name + "." + FIELD;
    if (settings.get(CLAIM) == null) {
      throw new IllegalArgumentException(
          setting + " is what a claim is compared with; " + BEGIN + name + ".claim is missing.");
    }
    return RosterField.of(field)
        .orElseThrow(() ->
            new IllegalArgumentException(
                setting + " is not name, identifier or userIds.TYPE, such as userIds.LDAP."));
  }

  /** Over TLS, but on this machine. */
  private static String issuer(String name, String issuer) {
    if (issuer.startsWith("https://")
        || issuer.startsWith("http://127.0.0.1:")
        || issuer.startsWith("http://localhost:")) {
      return issuer;
    }
    throw new IllegalArgumentException(BEGIN + name + ".issuer begins with https://.");
  }

  private static String secret(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("The file " + file + " with a client's secret is not there.");
    }
    return SecretFile.textOrMake(file);
  }
}
