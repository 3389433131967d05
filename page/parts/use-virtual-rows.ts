/** Which rows of a long table can be seen. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";

/** Height of a row, and of the head that stays above them, in pixels; the style sheet says the same. */
export const rowHeight = 38;

/** Rows around those that can be seen, so that scrolling shows no holes. */
const overscan = 12;

/** Rows `first` to before `last` are to be in the page; `show` scrolls to a row. */
export interface VirtualRows {
  readonly first: number;
  readonly last: number;
  readonly show: (index: number) => void;
}

/** The rows of `count` that can be seen in `frame`. */
export function useVirtualRows(frame: RefObject<HTMLDivElement | null>, count: number): VirtualRows {
  const [, again] = useReducer((n: number, _: null) => n + 1, 0);
  const options = {
    count,
    overscan,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: rowHeight,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => again(null),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLTableRowElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => virtualizer._willUpdate());
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = Math.min(count, (rows.at(-1)?.index ?? -1) + 1);
  return { first: Math.min(first, last), last, show: (index) => virtualizer.scrollToIndex(index, { align: "auto" }) };
}
