// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import picocli.CommandLine.Command;

/** {@code ./homeroom tokens}: the access tokens that were issued. */
@Command(
    name = "tokens",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Manages the access tokens of an installation.",
    subcommands = TokensEndCommand.class)
final class TokensCommand {}
