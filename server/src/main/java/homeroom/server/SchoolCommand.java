// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import picocli.CommandLine.Command;

/** {@code ./homeroom school}: the rules of a school. */
@Command(
    name = "school",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows and sets the rules of a school.",
    subcommands = {SchoolShowCommand.class, SchoolSetCommand.class})
final class SchoolCommand {}
