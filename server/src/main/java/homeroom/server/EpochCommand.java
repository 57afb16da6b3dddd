// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import picocli.CommandLine.Command;

/** {@code ./homeroom epoch}: the epoch of a store. */
@Command(
    name = "epoch",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Tells clients that a store went back to an earlier state.",
    subcommands = NewEpochCommand.class)
final class EpochCommand {}
