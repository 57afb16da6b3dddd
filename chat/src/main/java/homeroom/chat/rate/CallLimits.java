// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.rate;

/**
 * How much of the server one user may take by calls, whatever the transport and however many the
 * devices.
 *
 * @param rate what a user may spend, in the units of {@code costs}
 * @param adminFactor how many times as much an admin may, who changes rosters by calls
 * @param atOnce calls of one user under way at once; one more is refused
 * @param costs what calls cost
 */
public record CallLimits(Rate rate, int adminFactor, int atOnce, Costs costs) {

  /**
   * What calls cost; one unit is about the work of looking one thing up.
   *
   * @param get one thing, a claim of a receipt, a sign of typing
   * @param find a list, apart from what is counted in it
   * @param itemsPerUnit so many things asked for in a list, or messages in a sync, are one more
   * @param valuesPerUnit so many values in a query are one more
   * @param search words looked for, each word one more
   * @param sync a sync, apart from the messages asked for
   * @param change a thing changed or made
   * @param people a conversation made or changed, apart from the people named
   * @param peoplePerUnit so many people named are one more
   * @param signIn a sign-in
   * @param connect a socket that connects
   * @param bytesPerUnit so many bytes of an answer are one more
   */
  public record Costs(
      int get,
      int find,
      int itemsPerUnit,
      int valuesPerUnit,
      int search,
      int sync,
      int change,
      int people,
      int peoplePerUnit,
      int signIn,
      int connect,
      int bytesPerUnit) {}

  public static final CallLimits DEFAULT =
      new CallLimits(
          new Rate(400, 20), 10, 32, new Costs(1, 2, 50, 10, 10, 5, 2, 5, 10, 20, 10, 131_072));

  /** No limit. */
  public static final CallLimits NONE =
      new CallLimits(Rate.NONE, 1, Integer.MAX_VALUE, DEFAULT.costs());

  public CallLimits {
    if (adminFactor < 1 || atOnce < 1) {
      throw new IllegalArgumentException("every limit of calls is 1 or more");
    }
  }

  /** The same with so much at once, gained in twenty seconds; 0 for no limit. */
  public static CallLimits ofBurst(int burst) {
    return burst == 0
        ? NONE
        : new CallLimits(
            new Rate(burst, burst / 20.0), DEFAULT.adminFactor, DEFAULT.atOnce, DEFAULT.costs);
  }
}
