// SPDX-License-Identifier: Apache-2.0
import type { Row } from "./virtual-list";

/** A row is about so high before it was seen, in px. */
const USUAL_HEIGHT = 64;

/** Where the rows of a list begin, by their heights as far as those were measured. */
export class RowHeights {
  readonly #measured = new Map<string, number>();
  #rows: readonly Row[] = [];
  /** Where each row begins, and at last where all end, in px from the top. */
  #tops = new Float64Array(1);
  #isSummed = true;

  /** What is asked about from now on. */
  set rows(rows: readonly Row[]) {
    this.#isSummed &&= rows === this.#rows;
    this.#rows = rows;
  }

  /** Takes the height of a row; answers whether it is another than before. */
  measured(key: string, height: number): boolean {
    const isOther = Math.abs((this.#measured.get(key) ?? -1) - height) > 0.5;
    if (isOther) {
      this.#measured.set(key, height);
      this.#isSummed = false;
    }
    return isOther;
  }

  /** Where a row begins; with the number of the rows, where the last of them ends. */
  top(index: number): number {
    return this.#sum()[index]!;
  }

  /** Where the last row ends. */
  get end(): number {
    return this.top(this.#rows.length);
  }

  /** The row at `y`; the first or the last one if that is outside. */
  at(y: number): number {
    const tops = this.#sum();
    let low = 0;
    let high = this.#rows.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tops[middle + 1]! > y) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  #sum(): Float64Array {
    if (!this.#isSummed) {
      const rows = this.#rows;
      const tops = new Float64Array(rows.length + 1);
      for (let i = 0; i < rows.length; i++) {
        tops[i + 1] = tops[i]! + (this.#measured.get(rows[i]!.key) ?? USUAL_HEIGHT);
      }
      this.#tops = tops;
      this.#isSummed = true;
    }
    return this.#tops;
  }
}
