// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

/** What happened on a day. Counted on the loop. */
final class Counts {
  long connections;
  long acked;
  long repeated;
  long duplicates;
  long pushes;
  long presence;
  long typing;
  long receipts;
  long syncs;
  long gaps;
  long tooMany;
  long unavailable;
  long refusedForMembership;
  long networkLosses;
  long silences;
  long groups;
  long rosterChanges;
  long kills;
  long restarts;
}
