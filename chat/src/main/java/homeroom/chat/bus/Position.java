// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

/**
 * A place in the log of a school.
 *
 * @param epoch of the log: one that was lost is followed by one of another epoch
 * @param offset of the last entry up to there, counted from 1 without gaps; 0 before the first
 */
public record Position(String epoch, long offset) {

  boolean isOf(Position other) {
    return epoch.equals(other.epoch);
  }

  Position before() {
    return new Position(epoch, offset - 1);
  }
}
