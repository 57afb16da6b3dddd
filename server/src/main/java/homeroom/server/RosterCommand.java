// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import picocli.CommandLine.Command;

/** {@code ./homeroom roster}: people and classes that come from a student information system. */
@Command(
    name = "roster",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Brings people and classes in from the files of a school, and writes them out.",
    subcommands = {RosterImportCommand.class, RosterExportCommand.class})
final class RosterCommand {}
