// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an option is when the command line does not say: the environment variable of its name, else
 * its line in the properties file.
 */
final class Defaults implements IDefaultValueProvider {

  private static final String CONFIG = "--config";

  private final Map<String, String> environment;
  private final Properties file;

  private Defaults(Map<String, String> environment, Properties file) {
    this.environment = environment;
    this.file = file;
  }

  static Defaults from(String[] args, Map<String, String> environment) {
    Properties file = configFile(args, environment).map(Defaults::read).orElseGet(Properties::new);
    return new Defaults(environment, file);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--")) {
      return null;
    }
    String name = option.longestName().substring(2);
    String variable = "HOMEROOM_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    String value = environment.get(variable);
    return value == null ? file.getProperty(name) : value;
  }

  private static Optional<Path> configFile(String[] args, Map<String, String> environment) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith(CONFIG + "=")) {
        return Optional.of(Path.of(args[i].substring(CONFIG.length() + 1)));
      }
      if (args[i].equals(CONFIG) && i + 1 < args.length) {
        return Optional.of(Path.of(args[i + 1]));
      }
    }
    return Optional.ofNullable(environment.get("HOMEROOM_CONFIG")).map(Path::of);
  }

  /** The lines of a configuration file. */
  static Properties read(Path path) {
    try (Reader reader = Files.newBufferedReader(path)) {
      var properties = new Properties();
      properties.load(reader);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The file of --config, " + path + ", cannot be read: " + FailureSentence.of(e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The file of --config, " + path + ", is no properties file: " + e.getMessage(), e);
    }
  }
}
