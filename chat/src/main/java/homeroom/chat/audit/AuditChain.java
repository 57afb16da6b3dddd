// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import homeroom.chat.school.SchoolId;

/**
 * Names one chain of entries: that of a school, or the installation's own, which has what belongs
 * to no school.
 *
 * @param name the school's id; empty for the installation's own, which no id is
 */
public record AuditChain(String name) implements Comparable<AuditChain> {

  public static final AuditChain INSTALLATION = new AuditChain("");

  public static AuditChain of(SchoolId school) {
    return new AuditChain(school.value());
  }

  @Override
  public int compareTo(AuditChain other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name.isEmpty() ? "(installation)" : name;
  }
}
