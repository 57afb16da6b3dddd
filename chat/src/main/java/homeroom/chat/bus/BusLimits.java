// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import java.time.Duration;

/**
 * Times of a node on a bus.
 *
 * @param margin how much earlier than what is proven a look into the store begins; well above what
 *     a write takes and what the clocks of the nodes may be apart
 * @param clocksApart how far the clocks of nodes may be apart
 * @param echo a subscription that heard nothing for so long hears nothing
 * @param publishing after trying for so long to publish, hints are left in the store
 * @param freshness a node that did not reach the store for so long serves nobody
 * @param pollGap a node whose last look for hints is older looks through the schools
 * @param waiting batches of one school that may wait to be published
 * @param joined changes of messages that go into one entry, unless more come at once
 * @param arrivals changes of one school that may wait to be told
 */
public record BusLimits(
    Duration margin,
    Duration clocksApart,
    Duration echo,
    Duration publishing,
    Duration freshness,
    Duration pollGap,
    int waiting,
    int joined,
    int arrivals) {

  public static final BusLimits DEFAULT =
      new BusLimits(
          Duration.ofSeconds(120),
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          10_000,
          16,
          10_000);
}
