// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What to measure of a school's day.
 *
 * @param rates messages per second; saturation comes after them
 * @param window messages of one class outstanding at saturation
 * @param rounds fresh processes of each server, and rounds when they are older
 * @param minutes how old the servers are when all is measured again; 0: it is not
 * @param firstSeconds of saturation, after which a fresh server is measured
 * @param settleSeconds of each load before it counts
 * @param seconds of each load that count
 */
record SchoolDayPlan(
    List<Double> rates,
    int window,
    int rounds,
    double minutes,
    double firstSeconds,
    double settleSeconds,
    double seconds) {

  private static final List<Double> RATES_OF_A_SCHOOL = List.of(5.0, 20.0, 200.0);
  private static final double FIRST_SECONDS = 8;
  private static final double SETTLE_SECONDS = 3;

  /** With the rates of a school if none are given. */
  static SchoolDayPlan of(
      List<Double> rates, int window, int rounds, double minutes, double seconds) {
    return new SchoolDayPlan(
        rates.isEmpty() ? RATES_OF_A_SCHOOL : rates,
        window,
        rounds,
        minutes,
        FIRST_SECONDS,
        SETTLE_SECONDS,
        seconds);
  }

  /** A moment of everything, when everything is young. */
  SchoolDayPlan quick() {
    return new SchoolDayPlan(rates, window, 1, 0, 1, 0.5, 1);
  }

  /** The rates, then empty for as much as the server takes. */
  List<OptionalDouble> loads() {
    List<OptionalDouble> loads = new ArrayList<>();
    rates.forEach(rate -> loads.add(OptionalDouble.of(rate)));
    loads.add(OptionalDouble.empty());
    return loads;
  }
}
