// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The command line as a page of man(7): every command with its options, as {@code --help} has them.
 */
final class ManualPage {

  private final CommandLine root;
  private final StringBuilder page = new StringBuilder();

  ManualPage(CommandLine root) {
    this.root = root;
  }

  String text() {
    page.setLength(0);
    CommandSpec spec = root.getCommandSpec();
    line(".TH HOMEROOM 1 \"\" \"" + escaped(spec.version()[0]) + "\" \"User Commands\"");
    section("NAME", "homeroom - the chat server of a school");
    line(".SH SYNOPSIS");
    line(".B homeroom");
    line(".I COMMAND");
    line("[\\fIOPTION\\fR ...]");
    section("DESCRIPTION", joined(spec.usageMessage().description()));
    section(
        "OPTIONS IN FILES",
        "Every option can also be an environment variable (--message-rate is"
            + " HOMEROOM_MESSAGE_RATE) or a line of a properties file named by --config or"
            + " HOMEROOM_CONFIG (message-rate=60). The command line wins, then the environment.");
    line(".SH COMMANDS");
    root.getSubcommands().values().forEach(command -> command(command, "homeroom"));
    line(".SH FILES");
    entry("/etc/homeroom/homeroom.properties", "The configuration of the service.");
    entry("/etc/default/homeroom", "More environment for the service: HOMEROOM_JAVA_OPTS.");
    entry("/var/lib/homeroom", "Everything that the service keeps.");
    line(".SH EXIT STATUS");
    entry("0", "All went well, or a server was told to stop.");
    entry("1", "It did not, and a sentence says why; doctor: something wants attention.");
    entry("2", "The command line was not understood; doctor: something is broken.");
    entry("3", "Memory ran out.");
    return page.toString();
  }

  /** What an option is for, on one line. */
  static String sentence(OptionSpec option) {
    return joined(option.description());
  }

  private void command(CommandLine command, String before) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.usageMessage().hidden() || spec.name().equals("help")) {
      return;
    }
    String name = before + " " + spec.name();
    line(".SS " + escaped(name + parameters(spec)));
    line(escaped(joined(spec.usageMessage().description())));
    spec.positionalParameters()
        .forEach(parameter -> entry(parameter.paramLabel(), joined(parameter.description())));
    spec.options().stream()
        .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
        .forEach(option -> entry(names(option), sentence(option)));
    command.getSubcommands().values().forEach(below -> command(below, name));
  }

  private static String parameters(CommandSpec spec) {
    return spec.positionalParameters().stream()
        .map(PositionalParamSpec::paramLabel)
        .map(label -> " " + label)
        .collect(Collectors.joining());
  }

  private static String names(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    return String.join(", ", option.names()) + value;
  }

  private void section(String title, String text) {
    line(".SH " + title);
    line(escaped(text));
  }

  private void entry(String term, String text) {
    line(".TP");
    line(".B \"" + escaped(term) + "\"");
    line(escaped(text));
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private static String joined(String[] lines) {
    String text = String.join(" ", List.of(lines)).strip();
    return text.replace("%n", " ").replace("%%", "%");
  }

  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
