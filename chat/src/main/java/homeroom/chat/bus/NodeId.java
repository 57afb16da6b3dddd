// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

/**
 * A node, from one start of it to its end.
 *
 * @param name as its operator calls it; one that lives has it at a time
 * @param boot another at every start
 */
public record NodeId(String name, String boot) {

  @Override
  public String toString() {
    return name + "." + boot;
  }
}
