// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.policy.Rules;
import homeroom.chat.school.Caller;
import homeroom.chat.text.Words;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Writes down which messages have words of the school's list, for the people who look after it;
 * nothing is held up or refused. Costs nothing where there is no list.
 */
public final class WordFlags {

  private final Rules rules;
  private final Audit audit;
  private final Executor background;

  /**
   * Flags in the audit.
   *
   * @param background may block
   */
  public WordFlags(Rules rules, Audit audit, Executor background) {
    this.rules = rules;
    this.audit = audit;
    this.background = background;
  }

  /** Looks at a text that the caller just stored. */
  void look(Caller caller, Message message) {
    List<String> listed = rules.of(caller.schoolId()).rules().words();
    if (!listed.isEmpty()) {
      background.execute(() -> look(caller, message, listed));
    }
  }

  private void look(Caller caller, Message message, List<String> listed) {
    List<String> found =
        Words.of(message.text()).stream().filter(listed::contains).distinct().toList();
    if (!found.isEmpty()) {
      audit.record(
          caller, AuditAction.MESSAGE_FLAGGED, message.id().value(), String.join(" ", found));
    }
  }
}
