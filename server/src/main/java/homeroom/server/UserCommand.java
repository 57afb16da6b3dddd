// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import picocli.CommandLine.Command;

/** {@code ./homeroom user}: the people who manage a school. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Manages users of an installation.",
    subcommands = {
      UserAddCommand.class,
      UserListCommand.class,
      UserPasswordCommand.class,
      UserCodeCommand.class,
      UserCardsCommand.class,
      UserAccountsCommand.class,
      UserSecondFactorCommand.class,
      UserDeactivateCommand.class,
      UserUnlockCommand.class
    })
final class UserCommand {}
