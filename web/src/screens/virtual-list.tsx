// SPDX-License-Identifier: Apache-2.0
import { Component, type RefObject, type VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { RowHeights } from "./row-heights";

/** How much is drawn above and below what is seen, in px. */
const MARGIN = 900;
/** After how much scrolling more is drawn, in px: little at a time, so that no frame has much to do. */
const STEP = 240;
/** This near to the end, in px, counts as being there. */
const NEAR_END = 40;
/** What counts as the height of what is seen before it is known, in px. */
const USUAL_VIEW = 800;

export interface Row {
  /** Names the row as long as it is there. */
  key: string;
  /** Called once when it comes near to what is seen: what can change without the row is read from signals. */
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
 * the end. Heights are measured once drawn, and estimated before. At first no more is drawn than is
 * seen, so that it is there soon.
 */
export function VirtualList<Kind extends Row>(props: {
  rows: Kind[];
  label: string;
  /** What is to be seen first; the end if it is null. */
  startAt: string | null;
  handle: RefObject<ListHandle | null>;
  /** Told after each scrolling and each change: the last row that is seen, and whether it is the end. */
  onView: (last: Kind, isAtEnd: boolean, isNearTop: boolean) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}) {
  const { rows } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const drawnRows = useRef<HTMLDivElement>(null);
  const [heights] = useState(() => new RowHeights());
  const place = useRef<Place>({ isEnd: !props.startAt, key: props.startAt ?? "", index: 0, offset: 80 });
  const whenDrawn = useRef<(() => void) | null>(null);
  const margin = useRef(0);
  /** How high the rows that are drawn were when they were measured, in px. */
  const extent = useRef(0);
  const [, setCount] = useState(0);
  const draw = () => setCount((count) => count + 1);

  heights.rows = rows;
  const element = scroller.current;
  const viewHeight = element?.clientHeight || USUAL_VIEW;
  const top = topFor(place.current, rows, heights, viewHeight) ?? element?.scrollTop ?? 0;
  const from = heights.at(top - margin.current);
  const to = rows.length === 0 ? 0 : heights.at(top + viewHeight + margin.current) + 1;

  /** Where things are now, by what is measured; corrects the scroll position by it. */
  useLayoutEffect(() => {
    const list = scroller.current!;
    let changed = false;
    for (const child of drawnRows.current!.children as Iterable<Element> & HTMLCollection) {
      const key = (child as HTMLElement).dataset["key"]!;
      changed = heights.measured(key, child.getBoundingClientRect().height) || changed;
    }
    extent.current = heights.top(to) - heights.top(from);
    if (place.current.isEnd) {
      list.scrollTop = list.scrollHeight;
    } else if (!changed) {
      const wanted = topFor(place.current, rows, heights, list.clientHeight);
      if (wanted !== null && Math.abs(list.scrollTop - wanted) > 1) {
        list.scrollTop = wanted;
      }
    }
    if (changed) {
      draw();
    } else {
      report(list);
      whenDrawn.current?.();
      whenDrawn.current = null;
    }
  });

  // What is near to what is seen comes once that is on the screen.
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => {
      margin.current = MARGIN;
      draw();
    });
    return () => cancelAnimationFrame(frame);
  }, []);

  const isAtEnd = (list: HTMLDivElement) => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
  const report = (list: HTMLDivElement) => {
    const last = rows[heights.at(list.scrollTop + list.clientHeight - 24)];
    if (last) {
      props.onView(last, isAtEnd(list), list.scrollTop < MARGIN);
    }
  };

  const scrolled = () => {
    const list = scroller.current;
    if (!list) {
      return; // it scrolled in the frame in which it was left
    }
    const { scrollTop, clientHeight } = list;
    place.current = isAtEnd(list) ? { isEnd: true, key: "", index: 0, offset: 0 } : placeAt(rows, heights, scrollTop);
    const isAbove = from > 0 && scrollTop < heights.top(from) + MARGIN - STEP;
    const isBelow = to < rows.length && scrollTop + clientHeight > heights.top(to) - MARGIN + STEP;
    if (isAbove || isBelow) {
      draw();
    }
    report(list);
  };

  useLayoutEffect(() => {
    const list = scroller.current!;
    // A row changes by itself, for instance when somebody's name comes.
    const isOther = ({ target, contentRect }: ResizeObserverEntry) =>
      target === list || Math.abs(contentRect.height - extent.current) > 1;
    const observer = new ResizeObserver((changes) => changes.some(isOther) && draw());
    observer.observe(list);
    observer.observe(drawnRows.current!);
    return () => observer.disconnect();
  }, []);

  props.handle.current = {
    toEnd() {
      place.current = { isEnd: true, key: "", index: 0, offset: 0 };
      draw();
    },
    toRow(key, drawn) {
      whenDrawn.current = drawn;
      place.current = { isEnd: false, key, index: 0, offset: (scroller.current?.clientHeight ?? 0) / 3 };
      draw();
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
      <div style={{ height: `${heights.top(from)}px` }} />
      <div class="rows" ref={drawnRows}>
        {rows.slice(from, to).map((row) => (
          <div key={row.key} data-key={row.key} class="row">
            <RowView row={row} />
          </div>
        ))}
      </div>
      <div style={{ height: `${heights.end - heights.top(to)}px` }} />
    </div>
  );
}

/** What is in a row: drawn again for another row alone. */
class RowView extends Component<{ row: Row }> {
  override shouldComponentUpdate(next: { row: Row }): boolean {
    return next.row !== this.props.row;
  }

  override render(): VNode {
    return this.props.row.draw();
  }
}

/** What stays where it is: the end, or a row at an offset from the top of what is seen, in px. */
interface Place {
  isEnd: boolean;
  key: string;
  /** Where among the rows it was last. */
  index: number;
  offset: number;
}

/** The scroll position that keeps a place; null where that is gone. */
function topFor(place: Place, rows: Row[], heights: RowHeights, viewHeight: number): number | null {
  if (place.isEnd) {
    return Math.max(0, heights.end - viewHeight);
  }
  if (rows[place.index]?.key !== place.key) {
    place.index = rows.findIndex(({ key }) => key === place.key);
  }
  return place.index < 0 ? null : Math.max(0, heights.top(place.index) - place.offset);
}

/** The first row at or below `y` that keeps a place. */
function placeAt(rows: Row[], heights: RowHeights, y: number): Place {
  const first = heights.at(y);
  let index = first;
  while (rows[index]?.floats) {
    index++;
  }
  if (index >= rows.length) {
    index = first;
  }
  return { isEnd: false, key: rows[index]?.key ?? "", index, offset: heights.top(index) - y };
}
