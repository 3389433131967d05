/** The table of trials. Only rows that can be seen are in the page, so that ten thousand scroll like ten. */
import { Spacer } from "../../parts/spacer.tsx";
import "../../styles/table.css";
import { useLayoutEffect, useRef } from "preact/hooks";
import { rowHeight, useVirtualRows } from "../../parts/use-virtual-rows.ts";
import type { Picks } from "../picks.ts";
import { openedTrial } from "../trial/opened-trial.ts";
import type { RowKind, SortColumn, Sorting, TableItem } from "./line-up.ts";
import { columnsOf, type TableColumn } from "./table-columns.tsx";
import { TrialTableRow } from "./trial-table-row.tsx";

/** What the table shows and tells; `onHold`: whether somebody points at rows or moves among them. */
export interface TrialTableProps {
  readonly items: readonly TableItem[];
  /** Rows that it keeps room for: a page that became shorter would move what is under the pointer. */
  readonly room: number;
  /** What was asked for, by filter and sorting: where it changes, the table begins at its top. */
  readonly asked: string;
  readonly kind: RowKind;
  readonly sorting: Sorting;
  readonly picks: Picks;
  readonly onSort: (column: SortColumn) => void;
  readonly onPick: (key: string) => void;
  readonly onHold: (by: "pointer" | "keys", on: boolean) => void;
}

/** The table. */
export function TrialTable({ items, room, asked, kind, sorting, picks, onSort, onPick, onHold }: TrialTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => frame.current?.scrollTo(0, 0), [asked]);
  const { first, last, show } = useVirtualRows(frame, items.length);
  const active = useRef<string | null>(null);
  const activeKey = items.slice(first, last).some(({ key }) => key === active.current)
    ? active.current
    : items[first]?.key;
  /** The row that keys start from; it may be on its way into the page. */
  const activeKeyNow = (): string | undefined => active.current ?? activeKey ?? undefined;
  const focusRow = (index: number): void => {
    const item = items[Math.max(0, Math.min(items.length - 1, index))];
    if (item === undefined) return;
    active.current = item.key;
    show(items.indexOf(item));
    requestAnimationFrame(() => {
      const rows = frame.current?.querySelectorAll<HTMLElement>("tbody tr[data-key]") ?? [];
      for (const row of rows) if (row.dataset.key === item.key) row.focus({ preventScroll: true });
    });
  };
  const press = (event: KeyboardEvent): void => {
    const index = items.findIndex(({ key }) => key === activeKeyNow());
    const to = keyMoves[event.key]?.(index, items.length);
    if (to !== undefined) focusRow(to);
    else if (event.key === "Enter" && items[index]?.kind === "trial") openedTrial.value = items[index].key;
    else if ((event.key === " " || event.key === "Enter") && index >= 0) onPick(items[index]!.pick);
    else return;
    event.preventDefault();
  };
  const columns = columnsOf(kind);
  return (
    <div
      ref={frame}
      class="trials"
      style={{ minHeight: `min(70vh, 760px, ${(room + 1) * rowHeight + 2}px)` }}
      onPointerEnter={() => onHold("pointer", true)}
      onPointerLeave={() => onHold("pointer", false)}
      onFocusIn={() => onHold("keys", true)}
      onFocusOut={() => onHold("keys", false)}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows are picked and walked by keys, which is what a grid is for */}
      <table role="grid" aria-labelledby="trials" aria-multiselectable="true" aria-rowcount={items.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sorting={sorting} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer rows={first} rowHeight={rowHeight} />
          {items.slice(first, last).map((item, at) => (
            <TrialTableRow
              key={item.key}
              item={item}
              index={first + at}
              columns={columns}
              place={picks.get(item.pick) ?? null}
              isActive={item.key === activeKey}
              onPick={() => onPick(item.pick)}
              onKey={press}
              onFocus={() => (active.current = item.key)}
            />
          ))}
          <Spacer rows={items.length - last} rowHeight={rowHeight} />
        </tbody>
      </table>
      {items.length === 0 && <p class="nothing">No trial to show.</p>}
    </div>
  );
}

const pageRows = 12;

const keyMoves: { readonly [key: string]: ((index: number, count: number) => number) | undefined } = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index) => index + pageRows,
  PageUp: (index) => index - pageRows,
  Home: () => 0,
  End: (_, count) => count - 1,
};

interface HeadCellProps {
  readonly column: TableColumn;
  readonly sorting: Sorting;
  readonly onSort: (column: SortColumn) => void;
}

function HeadCell({ column: { id, title, className }, sorting, onSort }: HeadCellProps) {
  const isSorted = sorting.column === id;
  const direction = sorting.down ? "descending" : "ascending";
  return (
    <th scope="col" class={className} aria-sort={isSorted ? direction : "none"}>
      <button type="button" onClick={() => onSort(id)}>
        {title}
        <span class="arrow" aria-hidden="true">
          {isSorted ? (sorting.down ? "↓" : "↑") : ""}
        </span>
      </button>
    </th>
  );
}
