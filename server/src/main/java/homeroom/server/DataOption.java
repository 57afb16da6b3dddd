// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.oidc.OidcProvider;
import homeroom.chat.people.IdentityProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a command works on: a directory, a store, and the file of settings. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is stored (default: data/school; the demo's: data/demo).")
  @Nullable Path directory;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = {
        "Where the chat is stored: sqlite:FILE, mongodb://HOST/DATABASE or mongodb+srv://...",
        "(default: homeroom.db in the directory of --data). Give one with a password as"
            + " HOMEROOM_STORE or in the file of --config: others can see a command line."
      })
  @Nullable String store;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A properties file with defaults for these options.")
  @Nullable Path config;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  DataDirectory open(Path otherwise) throws IOException {
    Path path = directory == null ? otherwise : directory;
    return store == null ? DataDirectory.open(path) : DataDirectory.open(path, address(store));
  }

  /**
   * What is there already: whoever mistypes where it is is told so, and makes no other one. Of a
   * store elsewhere the directory need not be there.
   *
   * @throws ParameterException if it is not there
   */
  DataDirectory find() throws IOException {
    Path file = storeFile(DataDirectory.SCHOOL);
    if (file != null && !Files.exists(file)) {
      throw new ParameterException(spec.commandLine(), missing(file));
    }
    Path path = directory == null ? DataDirectory.SCHOOL : directory;
    return store == null ? DataDirectory.open(path) : new DataDirectory(path, address(store));
  }

  private String missing(Path file) {
    return store == null
        ? "There is no installation in "
            + (directory == null ? DataDirectory.SCHOOL : directory)
            + "; --data names another."
        : "There is no store " + file + "; --store names another.";
  }

  /** The database of the store; null if it is none of MongoDB's. */
  @Nullable MongoAddress mongo() {
    return store != null && address(store) instanceof MongoAddress mongo ? mongo : null;
  }

  /** The file of the store; null if it is none of SQLite's. */
  @Nullable Path storeFile(Path otherwise) {
    if (store == null) {
      return (directory == null ? otherwise : directory).resolve(DataDirectory.STORE);
    }
    return address(store) instanceof SqliteAddress(Path file) ? file : null;
  }

  /** Those that the file of {@code --config} names, with their secrets, for a server. */
  List<OidcProvider> identityProviders() throws IOException {
    try {
      return config == null ? List.of() : OidcSettings.read(Defaults.read(config));
    } catch (IllegalArgumentException e) {
      throw noSettings(e);
    }
  }

  /** The same without secrets, for a command. */
  List<IdentityProvider> trustedProviders() {
    try {
      return config == null ? List.of() : OidcSettings.trusted(Defaults.read(config));
    } catch (IllegalArgumentException e) {
      throw noSettings(e);
    }
  }

  private ParameterException noSettings(IllegalArgumentException e) {
    return new ParameterException(spec.commandLine(), "--config: " + e.getMessage());
  }

  /**
   * As it is given again on a command line, without what stands in a file or the environment; a
   * store's address that may have a password in it is left to be filled in.
   */
  String asGiven() {
    return asGiven(Set.of("--data", "--store", "--config"));
  }

  /** The same of all but the directory. */
  String storeAsGiven() {
    return asGiven(Set.of("--store", "--config"));
  }

  private String asGiven(Set<String> names) {
    var given = new StringBuilder();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (names.contains(name)) {
        String value = String.valueOf(option.<Object>getValue());
        given.append(' ').append(name).append(' ');
        given.append(value.contains("@") && value.contains("//") ? "STORE" : Program.word(value));
      }
    }
    return given.toString();
  }

  private StoreAddress address(String text) {
    try {
      return StoreAddress.of(text, config == null ? new Properties() : Defaults.read(config));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--store: " + e.getMessage());
    }
  }
}
