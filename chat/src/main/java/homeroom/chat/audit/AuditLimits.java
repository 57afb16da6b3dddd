// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

/**
 * The bounds of the audit.
 *
 * @param talliesPerQuarter accounts and networks that failures of one quarter of an hour are told
 *     apart by; those beyond count as one network, so that many addresses make no flood of entries
 */
public record AuditLimits(int talliesPerQuarter) {

  public static final AuditLimits DEFAULT = new AuditLimits(5_000);
}
