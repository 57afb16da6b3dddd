// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import picocli.CommandLine.Command;

/** {@code ./homeroom audit}: what was done, to keep elsewhere and to check. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Exports and checks the audit: who did what to whom, and when.",
    subcommands = {AuditExportCommand.class, AuditVerifyCommand.class})
final class AuditCommand {}
