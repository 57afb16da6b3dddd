// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the loop reads from a {@code pom.xml} itself; class paths it has from Maven. */
final class Pom {

  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

  private final Xml xml;

  private Pom(Xml xml) {
    this.xml = xml;
  }

  static Pom read(Path file) {
    return new Pom(Xml.read(file));
  }

  /** The modules of the build, in its order. */
  List<String> modules() {
    return xml.texts("/project/modules/module");
  }

  String version() {
    return xml.texts("/project/version").getFirst();
  }

  /** What javac is told to warn of, without the plugins that Maven gives it. */
  List<String> warnings() {
    return plugin("maven-compiler-plugin", "compilerArgs/arg").stream()
        .filter(argument -> argument.startsWith("-Xlint") || argument.equals("-Werror"))
        .toList();
  }

  Map<String, String> properties() {
    return xml.named("/project/properties/*");
  }

  /**
   * Options for the JVM of the tests, with the properties' names in them; none if not said here.
   */
  List<String> testJvmOptions() {
    var options = new ArrayList<String>();
    for (String line : plugin("maven-surefire-plugin", "argLine")) {
      options.addAll(List.of(line.trim().split("\\s+")));
    }
    return options;
  }

  /** System properties of the tests. */
  Map<String, String> testProperties() {
    return xml.named(
        "/project/build/plugins/plugin[artifactId='maven-surefire-plugin']"
            + "/configuration/systemPropertyVariables/*");
  }

  /** Puts the values for {@code ${name}}. */
  static String resolved(String text, Map<String, String> properties) {
    return PROPERTY
        .matcher(text)
        .replaceAll(found -> {
          String value = properties.get(found.group(1));
          return Matcher.quoteReplacement(
              value == null ? found.group() : resolved(value, properties));
        });
  }

  private List<String> plugin(String name, String configuration) {
    return xml.texts(
        "/project/build/plugins/plugin[artifactId='" + name + "']/configuration/" + configuration);
  }
}
