/** A row of the table of trials. */

import { lookOf } from "../picks.ts";
import type { TableItem } from "./line-up.ts";
import type { TableColumn } from "./table-columns.tsx";

/** What a row shows and tells; `place`: its line in the figures, while it has one. */
export interface TrialTableRowProps {
  readonly item: TableItem;
  readonly index: number;
  readonly columns: readonly TableColumn[];
  readonly place: number | null;
  readonly isActive: boolean;
  readonly onPick: () => void;
  readonly onFocus: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** The row. */
export function TrialTableRow({ item, index, columns, place, isActive, onPick, onFocus, onKey }: TrialTableRowProps) {
  const color = place === null ? "transparent" : lookOf(place).color;
  return (
    <tr
      data-key={item.key}
      aria-rowindex={index + 2}
      aria-selected={place !== null}
      tabIndex={isActive ? 0 : -1}
      style={{ boxShadow: `inset 4px 0 ${color}` }}
      onClick={onPick}
      onFocus={onFocus}
      onKeyDown={onKey}
    >
      {columns.map((column) => (
        <td key={column.id} class={column.className}>
          {column.cell(item, index)}
        </td>
      ))}
    </tr>
  );
}
