// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import java.util.List;

/**
 * What to measure.
 *
 * @param window messages of one class outstanding at saturation
 * @param rates messages per second; empty for a tenth of the saturation, and 200
 * @param dialect of what is pushed
 * @param warmUpSeconds of each load before it is measured
 * @param seconds of each measurement
 */
record ChatPlan(
    int window, List<Double> rates, PushedDialect dialect, double warmUpSeconds, double seconds) {

  private static final double USUAL_RATE = 200;

  List<Double> ratesAfter(Figures saturation) {
    return rates.isEmpty()
        ? List.of(Math.max(1, Math.floor(saturation.messagesPerSecond() / 10)), USUAL_RATE)
        : rates;
  }
}
