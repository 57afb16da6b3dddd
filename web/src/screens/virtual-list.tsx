// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren, RefObject, VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** A row is at least about so high before it was seen, in px. */
const USUAL_HEIGHT = 64;
/** How much is drawn above and below what is seen, in px. */
const MARGIN = 900;
/** This near to the end, in px, counts as being there. */
const NEAR_END = 40;

export interface Row {
  /** Names the row as long as it is there. */
  key: string;
  /** Drawn only while it is near to what is seen. */
  draw: () => VNode;
  /** Whether it stands elsewhere once earlier rows come, so that no place is kept by it. */
  floats?: boolean;
}

/** What a view can ask of a list. */
export interface ListHandle {
  toEnd(): void;
  /** Brings a row to the middle, and tells once it is drawn there. */
  toRow(key: string, drawn: () => void): void;
}

/**
 * A list of rows of any height of which only those near to what is seen are in the page. What is
 * seen keeps its place when rows above come, go or change their height, and at the end it stays at
 * the end. Heights are measured once drawn, and estimated before.
 */
export function VirtualList(props: {
  rows: Row[];
  label: string;
  /** What is to be seen first; the end if it is null. */
  startAt: string | null;
  handle: RefObject<ListHandle | null>;
  /** Told after each scrolling and each change: what is seen, and whether it is the end. */
  onView: (firstKey: string, lastKey: string, isAtEnd: boolean, isNearTop: boolean) => void;
  children?: ComponentChildren;
  onKeyDown?: (event: KeyboardEvent) => void;
}) {
  const { rows } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map<string, number>()).current;
  const place = useRef<Place>({ kind: props.startAt ? "row" : "end", key: props.startAt ?? "", offset: 80 });
  const whenDrawn = useRef<(() => void) | null>(null);
  const [, draw] = useState(0);
  const height = (row: Row) => heights.get(row.key) ?? USUAL_HEIGHT;

  const element = scroller.current;
  const viewHeight = element?.clientHeight || 800;
  const top = scrollTopFor(place.current, rows, height, viewHeight, element?.scrollTop ?? 0);
  let from = 0;
  let before = 0;
  while (from < rows.length && before + height(rows[from]!) < top - MARGIN) {
    before += height(rows[from++]!);
  }
  let to = from;
  let drawn = before;
  while (to < rows.length && drawn < top + viewHeight + MARGIN) {
    drawn += height(rows[to++]!);
  }
  let after = 0;
  for (let i = to; i < rows.length; i++) {
    after += height(rows[i]!);
  }

  /** Where things are now, by what is measured; corrects the scroll position by it. */
  useLayoutEffect(() => {
    const list = scroller.current!;
    let changed = false;
    const padding = list.firstElementChild as HTMLElement;
    for (const child of padding.nextElementSibling!.children as Iterable<Element> & HTMLCollection) {
      const key = (child as HTMLElement).dataset["key"]!;
      const measured = child.getBoundingClientRect().height;
      if (Math.abs((heights.get(key) ?? -1) - measured) > 0.5) {
        changed = true;
        heights.set(key, measured);
      }
    }
    const wanted = scrollTopFor(place.current, rows, height, list.clientHeight, list.scrollTop);
    if (place.current.kind === "end") {
      list.scrollTop = list.scrollHeight;
    } else if (changed || Math.abs(list.scrollTop - wanted) > 1) {
      if (!changed) {
        list.scrollTop = wanted;
      }
    }
    if (changed) {
      draw((count) => count + 1);
    } else {
      report(list);
      whenDrawn.current?.();
      whenDrawn.current = null;
    }
  });

  const report = (list: HTMLDivElement) => {
    const { scrollTop, clientHeight, scrollHeight } = list;
    const first = rowAt(rows, height, scrollTop);
    const last = rowAt(rows, height, scrollTop + clientHeight - 24);
    const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (first && last) {
      props.onView(first.row.key, last.row.key, isAtEnd, scrollTop < MARGIN);
    }
  };

  const scrolled = () => {
    const list = scroller.current;
    if (!list) {
      return; // it scrolled in the frame in which it was left
    }
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
    const seen = anchorAt(rows, height, list.scrollTop);
    place.current = isAtEnd
      ? { kind: "end", key: "", offset: 0 }
      : { kind: "row", key: seen?.row.key ?? "", offset: (seen?.top ?? 0) - list.scrollTop };
    const isOutside = list.scrollTop < before + MARGIN / 3 ? from > 0 : false;
    const isBelow = list.scrollTop + list.clientHeight > drawn - MARGIN / 3 && to < rows.length;
    if (isOutside || isBelow) {
      draw((count) => count + 1);
    }
    report(list);
  };

  useLayoutEffect(() => {
    const list = scroller.current!;
    const observer = new ResizeObserver(() => draw((count) => count + 1));
    observer.observe(list);
    return () => observer.disconnect();
  }, []);

  props.handle.current = {
    toEnd() {
      place.current = { kind: "end", key: "", offset: 0 };
      draw((count) => count + 1);
    },
    toRow(key, drawn) {
      whenDrawn.current = drawn;
      place.current = { kind: "row", key, offset: (scroller.current?.clientHeight ?? 0) / 3 };
      draw((count) => count + 1);
    },
  };

  return (
    <div
      class="messages"
      role="log"
      aria-label={props.label}
      aria-live="off"
      tabIndex={0}
      ref={scroller}
      onScroll={scrolled}
      onKeyDown={props.onKeyDown}
    >
      <div style={{ height: `${before}px` }} />
      <div class="rows">
        {rows.slice(from, to).map((row) => (
          <div key={row.key} data-key={row.key} class="row">
            {row.draw()}
          </div>
        ))}
      </div>
      <div style={{ height: `${after}px` }} />
    </div>
  );
}

/** What stays where it is: the end, or a row at an offset from the top of what is seen, in px. */
interface Place {
  kind: "end" | "row";
  key: string;
  offset: number;
}

function scrollTopFor(
  place: Place,
  rows: Row[],
  height: (row: Row) => number,
  viewHeight: number,
  now: number,
): number {
  let sum = 0;
  for (const row of rows) {
    if (place.kind === "row" && row.key === place.key) {
      return Math.max(0, sum - place.offset);
    }
    sum += height(row);
  }
  return place.kind === "end" ? Math.max(0, sum - viewHeight) : now;
}

/** The first row at or below `y` that keeps a place. */
function anchorAt(rows: Row[], height: (row: Row) => number, y: number): { row: Row; top: number } | null {
  const first = rowAt(rows, height, y);
  let top = first?.top ?? 0;
  for (let i = first ? rows.indexOf(first.row) : rows.length; i < rows.length; i++) {
    const row = rows[i]!;
    if (!row.floats) {
      return { row, top };
    }
    top += height(row);
  }
  return first;
}

function rowAt(rows: Row[], height: (row: Row) => number, y: number): { row: Row; top: number } | null {
  let top = 0;
  for (const row of rows) {
    const next = top + height(row);
    if (next > y) {
      return { row, top };
    }
    top = next;
  }
  const last = rows.at(-1);
  return last ? { row: last, top: top - height(last) } : null;
}
