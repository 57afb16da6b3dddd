// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.time.Clock;
import picocli.CommandLine;

/** Makes the commands of {@link HomeroomCommand}: those that ask for the time get this clock. */
final class CommandFactory implements CommandLine.IFactory {

  private final CommandLine.IFactory others = CommandLine.defaultFactory();
  private final Clock clock;

  CommandFactory(Clock clock) {
    this.clock = clock;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == ServeCommand.class) {
      return type.cast(new ServeCommand(clock));
    }
    if (type == DoctorCommand.class) {
      return type.cast(new DoctorCommand(clock));
    }
    if (type == DemoCommand.class) {
      return type.cast(new DemoCommand(clock));
    }
    if (type == RehearseCommand.class) {
      return type.cast(new RehearseCommand(clock));
    }
    if (type == TokenCommand.class) {
      return type.cast(new TokenCommand(clock));
    }
    if (type == UserCodeCommand.class) {
      return type.cast(new UserCodeCommand(clock));
    }
    if (type == UserCardsCommand.class) {
      return type.cast(new UserCardsCommand(clock));
    }
    if (type == UserAccountsCommand.class) {
      return type.cast(new UserAccountsCommand(clock));
    }
    if (type == UserSecondFactorCommand.class) {
      return type.cast(new UserSecondFactorCommand(clock));
    }
    if (type == UserUnlockCommand.class) {
      return type.cast(new UserUnlockCommand(clock));
    }
    if (type == TokensEndCommand.class) {
      return type.cast(new TokensEndCommand(clock));
    }
    if (type == UserAddCommand.class) {
      return type.cast(new UserAddCommand(clock));
    }
    if (type == RestoreCommand.class) {
      return type.cast(new RestoreCommand(clock));
    }
    if (type == NewEpochCommand.class) {
      return type.cast(new NewEpochCommand(clock));
    }
    if (type == UserPasswordCommand.class) {
      return type.cast(new UserPasswordCommand(clock));
    }
    if (type == UserDeactivateCommand.class) {
      return type.cast(new UserDeactivateCommand(clock));
    }
    if (type == BackupCommand.class) {
      return type.cast(new BackupCommand(clock));
    }
    if (type == CopyCommand.class) {
      return type.cast(new CopyCommand(clock));
    }
    if (type == SchoolSetCommand.class) {
      return type.cast(new SchoolSetCommand(clock));
    }
    if (type == AuditExportCommand.class) {
      return type.cast(new AuditExportCommand(clock));
    }
    if (type == RosterImportCommand.class) {
      return type.cast(new RosterImportCommand(clock));
    }
    if (type == RosterExportCommand.class) {
      return type.cast(new RosterExportCommand(clock));
    }
    return others.create(type);
  }
}
