// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.server.CpuTime;
import org.HdrHistogram.Histogram;

/**
 * What one load gave.
 *
 * @param load how it is called
 * @param messages stored, acked and delivered to every other member
 * @param cpu of the server
 * @param generator how much of one processor the clients used, 0 to 1
 * @param records conversations and messages pushed whole since something in them changed
 * @param skipped messages of a fixed rate that were not sent since the server was behind
 */
record Figures(
    String load,
    double seconds,
    long messages,
    long deliveries,
    long records,
    long skipped,
    CpuTime cpu,
    double generator,
    Latency ack,
    Latency received,
    Latency fsync) {

  /** Milliseconds. */
  record Latency(double p50, double p99) {

    static Latency of(Histogram nanos) {
      return new Latency(
          nanos.getValueAtPercentile(50) / 1e6, nanos.getValueAtPercentile(99) / 1e6);
    }
  }

  static Figures of(
      String load, ChatLoad.Counts counts, CpuTime cpu, CpuTime generator, Histogram fsync) {
    return new Figures(
        load,
        counts.seconds(),
        counts.messages(),
        counts.deliveries(),
        counts.records(),
        counts.skipped(),
        cpu,
        generator.seconds() / counts.seconds(),
        Latency.of(counts.ack()),
        Latency.of(counts.received()),
        Latency.of(fsync));
  }

  double messagesPerSecond() {
    return messages / seconds;
  }

  double deliveriesPerSecond() {
    return deliveries / seconds;
  }

  double recordsPerSecond() {
    return records / seconds;
  }

  double cpuMillisPerMessage() {
    return cpu.seconds() * 1e3 / messages;
  }

  double userMillisPerMessage() {
    return cpu.userSeconds() * 1e3 / messages;
  }

  double systemMillisPerMessage() {
    return cpu.systemSeconds() * 1e3 / messages;
  }

  /** How the slowest acks compare with the slowest fsyncs beside them. */
  double ackToFsync() {
    return ack.p99() / fsync.p99();
  }
}
