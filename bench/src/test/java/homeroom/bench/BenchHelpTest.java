// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code --help} says of each command and option is whole sentences. */
class BenchHelpTest {

  private final CommandSpec root = new CommandLine(new BenchCommand()).getCommandSpec();

  /** Also those that are hidden. */
  private static List<CommandSpec> all(CommandSpec command) {
    var all = new ArrayList<>(List.of(command));
    command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .distinct()
        .forEach(one -> all.addAll(all(one)));
    return all;
  }

  @Test
  void theLineOfACommandAmongOthersIsAWholeSentence() {
    for (CommandSpec command : all(root)) {
      String[] header = command.usageMessage().header();
      String[] about = header.length > 0 ? header : command.usageMessage().description();
      assertThat(about).as(command.qualifiedName()).isNotEmpty();
      if (command.parent() != null) {
        assertWhole(command.qualifiedName(), about[0].replace("%n", ""));
      }
    }
  }

  @Test
  void whatACommandDoesIsToldInWholeSentences() {
    for (CommandSpec command : all(root)) {
      for (String paragraph : paragraphs(command.usageMessage().description())) {
        assertEnds(command.qualifiedName(), paragraph);
      }
    }
  }

  @Test
  void whatAnOptionDoesIsToldInWholeSentences() {
    int told = 0;
    for (CommandSpec command : all(root)) {
      for (ArgSpec argument : command.args()) {
        String name = command.qualifiedName() + " " + argument.paramLabel();
        assertThat(paragraphs(argument.description())).as(name).isNotEmpty();
        for (String paragraph : paragraphs(argument.description())) {
          assertWhole(name + ": " + Arrays.toString(argument.description()), paragraph);
          told++;
        }
      }
    }
    assertThat(told).isGreaterThan(30);
  }

  private static List<String> paragraphs(String[] lines) {
    return Arrays.stream(String.join("\n", lines).replace("%n", "").split("\n *\n", -1))
        .map(String::strip)
        .filter(paragraph -> !paragraph.isEmpty())
        .toList();
  }

  /** It begins as a sentence does, too. */
  private static void assertWhole(String of, String sentence) {
    assertThat(sentence).as(of).matches("(?s)[A-Z0-9].*");
    assertEnds(of, sentence);
  }

  /** It ends as a sentence does, and nothing that is opened stays open. */
  private static void assertEnds(String of, String sentence) {
    assertThat(sentence).as(of).endsWith(".");
    for (String pair : List.of("()", "[]", "{}")) {
      assertThat(count(sentence, pair.charAt(0)))
          .as("%s: %s", of, sentence)
          .isEqualTo(count(sentence, pair.charAt(1)));
    }
  }

  private static long count(String text, char character) {
    return text.chars().filter(c -> c == character).count();
  }
}
