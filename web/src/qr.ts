// SPDX-License-Identifier: Apache-2.0

/**
 * QR codes after ISO/IEC 18004: bytes, error correction M, versions 1 to 12, which is up to 287 bytes.
 */
const MOST_VERSION = 12;
/** Of error correction and in how many blocks, by version. */
const CHECK_WORDS = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8];
const LEVEL_M = 0;

type Modules = boolean[][];

/** The dark modules of the code of a text, by row; null if the text is too long. */
export function qrCode(text: string): Modules | null {
  const bytes = new TextEncoder().encode(text);
  for (let version = 1; version <= MOST_VERSION; version++) {
    const words = Math.floor(modulesFor(version) / 8) - CHECK_WORDS[version - 1]! * BLOCKS[version - 1]!;
    const lengthBits = version < 10 ? 8 : 16;
    if (4 + lengthBits + bytes.length * 8 <= words * 8) {
      return drawn(version, withChecks(version, dataWords(bytes, lengthBits, words)));
    }
  }
  return null;
}

/** How many modules are neither patterns nor format. */
function modulesFor(version: number): number {
  const aligned = Math.floor(version / 7) + 2;
  const alignment = version < 2 ? 0 : (25 * aligned - 10) * aligned - 55;
  return (16 * version + 128) * version + 64 - alignment - (version >= 7 ? 36 : 0);
}

function dataWords(bytes: Uint8Array, lengthBits: number, words: number): number[] {
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i--) {
      bits.push((value >>> i) & 1);
    }
  };
  put(4, 4);
  put(bytes.length, lengthBits);
  bytes.forEach((byte) => put(byte, 8));
  put(0, Math.min(4, words * 8 - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < words * 8; pad ^= 0xec ^ 0x11) {
    put(pad, 8);
  }
  return Array.from({ length: words }, (_, at) => parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
}

/** In the field of 256 elements with the polynomial 0x11d. */
function multiply(x: number, y: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((y >>> i) & 1) * x;
  }
  return product;
}

/** Reed and Solomon's check words of a block. */
function checksOf(block: number[], count: number): number[] {
  const divisor: number[] = Array.from({ length: count }, (_, i) => (i === count - 1 ? 1 : 0));
  for (let i = 0, root = 1; i < count; i++, root = multiply(root, 2)) {
    for (let j = 0; j < count; j++) {
      divisor[j] = multiply(divisor[j]!, root) ^ (divisor[j + 1] ?? 0);
    }
  }
  let rest: number[] = new Array<number>(count).fill(0);
  for (const word of block) {
    const factor = word ^ rest[0]!;
    rest = [...rest.slice(1), 0].map((value, i) => value ^ multiply(divisor[i]!, factor));
  }
  return rest;
}

/** The blocks and their checks, taken in turns. */
function withChecks(version: number, data: number[]): number[] {
  const count = BLOCKS[version - 1]!;
  const short = Math.floor(data.length / count);
  const longFrom = count - (data.length % count);
  const blocks: number[][] = [];
  for (let i = 0, at = 0; i < count; i++) {
    const length = short + (i >= longFrom ? 1 : 0);
    blocks.push(data.slice(at, at + length));
    at += length;
  }
  const checks = blocks.map((block) => checksOf(block, CHECK_WORDS[version - 1]!));
  const inTurns = (lists: number[][]) =>
    Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, i) =>
      lists.flatMap((list) => (i < list.length ? [list[i]!] : [])),
    ).flat();
  return [...inTurns(blocks), ...inTurns(checks)];
}

function drawn(version: number, words: number[]): Modules {
  const size = version * 4 + 17;
  const dark: Modules = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const fixed: Modules = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const set = (x: number, y: number, value: boolean) => {
    if (x >= 0 && y >= 0 && x < size && y < size) {
      dark[y]![x] = value;
      fixed[y]![x] = true;
    }
  };
  const square = (cx: number, cy: number, radius: number, isDark: (distance: number) => boolean) => {
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        set(cx + dx, cy + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) {
    square(x, y, 4, (distance) => distance !== 2 && distance !== 4);
  }
  const places = alignmentPlaces(version, size);
  const last = places.length - 1;
  places.forEach((x, i) =>
    places.forEach((y, j) => {
      const isCorner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!isCorner) {
        square(x, y, 2, (distance) => distance !== 1);
      }
    }),
  );
  drawVersion(version, size, set);
  drawFormat(0, size, set);
  drawWords(words, size, dark, fixed);
  let best: Modules = dark;
  let least = Infinity;
  for (let mask = 0; mask < 8; mask++) {
    const masked = dark.map((row, y) => row.map((value, x) => value !== (!fixed[y]![x] && MASKS[mask]!(x, y))));
    drawFormat(mask, size, (x, y, value) => (masked[y]![x] = value));
    const penalty = penaltyOf(masked);
    if (penalty < least) {
      least = penalty;
      best = masked;
    }
  }
  return best;
}

const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function alignmentPlaces(version: number, size: number): number[] {
  if (version === 1) {
    return [];
  }
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - (count - 2 - i) * step)];
}

type Set = (x: number, y: number, value: boolean) => void;

function drawVersion(version: number, size: number, set: Set): void {
  if (version < 7) {
    return;
  }
  const bits = (version << 12) | remainder(version, 12, 0x1f25);
  for (let i = 0; i < 18; i++) {
    const isDark = ((bits >>> i) & 1) === 1;
    const a = size - 11 + (i % 3);
    const b = Math.floor(i / 3);
    set(a, b, isDark);
    set(b, a, isDark);
  }
}

function drawFormat(mask: number, size: number, set: Set): void {
  const data = (LEVEL_M << 3) | mask;
  const bits = ((data << 10) | remainder(data, 10, 0x537)) ^ 0x5412;
  const bit = (i: number) => ((bits >>> i) & 1) === 1;
  for (let i = 0; i < 15; i++) {
    set(8, i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, bit(i));
    set(i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i, 8, bit(i));
  }
  set(8, size - 8, true);
}

/** Of the division of polynomials over two elements. */
function remainder(value: number, degree: number, divisor: number): number {
  let rest = value;
  for (let i = 0; i < degree; i++) {
    rest = (rest << 1) ^ ((rest >>> (degree - 1)) * divisor);
  }
  return rest;
}

/** In columns of two from the right, up and down in turns. */
function drawWords(words: number[], size: number, dark: Modules, fixed: Modules): void {
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    right = right === 6 ? 5 : right;
    for (let step = 0; step < size; step++) {
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (!fixed[y]![x] && at < words.length * 8) {
          dark[y]![x] = ((words[at >>> 3]! >>> (7 - (at & 7))) & 1) === 1;
          at++;
        }
      }
    }
  }
}

/** What a scanner has trouble with: long runs, squares of four, and much more of one colour. */
function penaltyOf(modules: Modules): number {
  const size = modules.length;
  let penalty = 0;
  let count = 0;
  for (let i = 0; i < size; i++) {
    for (const at of [(j: number) => modules[i]![j]!, (j: number) => modules[j]![i]!]) {
      for (let j = 1, run = 1; j <= size; j++) {
        if (j < size && at(j) === at(j - 1)) {
          run++;
        } else {
          penalty += run >= 5 ? run - 2 : 0;
          run = 1;
        }
      }
    }
    for (let j = 0; j < size; j++) {
      const value = modules[i]![j]!;
      count += value ? 1 : 0;
      const isSquare = i > 0 && j > 0 && modules[i - 1]![j] === value && modules[i]![j - 1] === value;
      penalty += isSquare && modules[i - 1]![j - 1] === value ? 3 : 0;
    }
  }
  return penalty + Math.floor(Math.abs(count / (size * size) - 0.5) * 20) * 10;
}
