// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what is wrong with a command line, and last where the right words are, so that nothing
 * scrolls away what was said. Of a command that only names others it lists those.
 */
final class WrongInput implements CommandLine.IParameterExceptionHandler {

  private static final String ROOT = "homeroom";

  /** Letters of an option that may be others, missing, too many or swapped. */
  private static final int TYPING_ERRORS = 2;

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText(String.valueOf(wrong.getMessage())));
    CommandSpec spec = command.getCommandSpec();
    boolean namesOthers = !command.getSubcommands().isEmpty();
    Optional<String> meant = namesOthers ? Optional.empty() : meant(wrong, spec);
    if (meant.isPresent()) {
      err.println("Is " + meant.get() + " meant?");
    } else if (UnmatchedArgumentException.printSuggestions(wrong, err)) {
      return spec.exitCodeOnInvalidInput();
    }
    if (namesOthers) {
      command.usage(err, command.getColorScheme());
    } else {
      err.println(
          "All of its options: " + Program.NAME + nameWithin(spec.qualifiedName()) + " --help");
    }
    return spec.exitCodeOnInvalidInput();
  }

  private static String nameWithin(String qualified) {
    return qualified.startsWith(ROOT) ? qualified.substring(ROOT.length()) : " " + qualified;
  }

  /** The option that is most like one that there is not, if any is like it. */
  private static Optional<String> meant(ParameterException wrong, CommandSpec spec) {
    List<String> unknown =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getUnmatched()
            : List.of();
    String given = unknown.isEmpty() ? "" : unknown.getFirst().replaceFirst("=.*", "");
    return spec.options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Arrays.stream(option.names()))
        .filter(name -> name.startsWith("--") && given.startsWith("--"))
        .filter(name -> distance(name, given) <= TYPING_ERRORS)
        .min(Comparator.comparingInt(name -> distance(name, given)));
  }

  /** The optimal string alignment distance: letters put, left out, changed, or swapped. */
  static int distance(String a, String b) {
    var steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : fewest(steps, a, b, i, j);
      }
    }
    return steps[a.length()][b.length()];
  }

  private static int fewest(int[][] steps, String a, String b, int i, int j) {
    int changed = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int fewest = Math.min(changed, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(fewest, steps[i - 2][j - 2] + 1) : fewest;
  }
}
