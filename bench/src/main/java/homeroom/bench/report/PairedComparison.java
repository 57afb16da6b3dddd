// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Whether ours costs more than theirs, by the ratios within the rounds. */
public record PairedComparison(List<PairedRound> rounds) {

  /** A median up to here is no slower, whatever the interval. */
  public static final double MARGIN = 1.02;

  private static final double CONFIDENCE = 0.95;

  public PairedComparison {
    rounds = List.copyOf(rounds);
  }

  /**
   * Several comparisons of the same rounds as one: the costs of a round are the geometric means of
   * its costs, so that its ratio is that of its ratios and every comparison weighs the same.
   */
  public static PairedComparison together(List<PairedComparison> all) {
    List<PairedRound> rounds = new ArrayList<>();
    for (int i = 0; i < all.getFirst().rounds.size(); i++) {
      int index = i;
      List<PairedRound> same = all.stream().map(one -> one.rounds.get(index)).toList();
      rounds.add(
          new PairedRound(
              same.getFirst().number(),
              same.getFirst().oursFirst(),
              geometricMean(same, PairedRound::ours),
              geometricMean(same, PairedRound::theirs)));
    }
    return new PairedComparison(rounds);
  }

  private static double geometricMean(
      List<PairedRound> rounds, ToDoubleFunction<PairedRound> value) {
    return Math.exp(
        rounds.stream()
            .mapToDouble(round -> Math.log(value.applyAsDouble(round)))
            .average()
            .orElseThrow());
  }

  private List<Double> ratios() {
    return rounds.stream().map(PairedRound::ratio).toList();
  }

  /** Of ours to theirs. */
  public double median() {
    return Statistics.median(ratios());
  }

  /** Of the median, with 95 % confidence; empty for fewer than 6 rounds. */
  public Optional<MedianInterval> interval() {
    return MedianInterval.of(ratios(), CONFIDENCE);
  }

  /** The verdict, as one sentence. */
  public String verdict() {
    Optional<MedianInterval> interval = interval();
    if (interval.isEmpty()) {
      return "Undecided: a 95 % interval of the median takes at least 6 rounds.";
    }
    if (median() <= MARGIN) {
      return "No slower: the median is at most " + MARGIN + ".";
    }
    return interval.get().holds(1)
        ? "No slower: the interval holds 1."
        : "Slower: the median is above " + MARGIN + ", and the interval does not hold 1.";
  }

  /** The median and its interval, as people read them. */
  public String summary() {
    return "median %s, %s"
        .formatted(
            Table.number(median(), 3),
            interval().map(MedianInterval::toString).orElse("too few rounds for an interval"));
  }

  /**
   * Round by round.
   *
   * @param unit of the costs
   */
  public Table table(String unit) {
    var table = new Table("round", "first", "this, " + unit, "other, " + unit, "this ÷ other");
    for (PairedRound round : rounds) {
      table.row(
          List.of(
              Integer.toString(round.number()),
              round.oursFirst() ? "this" : "other",
              Table.number(round.ours(), 3),
              Table.number(round.theirs(), 3),
              Table.number(round.ratio(), 3)));
    }
    return table;
  }
}
