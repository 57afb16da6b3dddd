// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.school.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as a source wants them.
 *
 * @param key what the source calls them
 * @param role null if the source does not say it this time
 * @param name in its canonical form
 * @param email in its canonical form; null if there is none
 * @param username in its canonical form; null if there is none
 * @param enabled whether they may take part
 * @param accounts what the accounts of the person are called elsewhere
 * @param guardians keys of those who stand for the person
 */
public record DesiredPerson(
    String key,
    @Nullable Role role,
    String name,
    @Nullable String email,
    @Nullable String username,
    boolean enabled,
    List<String> accounts,
    List<String> guardians,
    Place place) {

  public DesiredPerson {
    accounts = List.copyOf(accounts);
    guardians = List.copyOf(guardians);
  }
}
