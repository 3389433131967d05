/** The trials of a study: what of them is shown, and the table. */
import { type Signal, useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { tableSpread } from "../../../src/report/seed-estimate.ts";
import { FilterBox } from "../../parts/filter-box.tsx";
import { Modes } from "../../parts/modes.tsx";
import type { Picks } from "../picks.ts";
import {
  filterTrials,
  holdOrder,
  itemsOf,
  type SortColumn,
  type Sorting,
  sortItems,
  type TableItem,
} from "./line-up.ts";
import { TrialTable } from "./trial-table.tsx";

/** What the panel shows and tells. */
interface TrialsPanelProps {
  readonly rows: readonly TrialRow[];
  readonly grouped: Signal<boolean>;
  readonly picks: Picks;
  readonly onPick: (key: string) => void;
}

/** The panel. */
export function TrialsPanel({ rows, grouped, picks, onPick }: TrialsPanelProps) {
  const filter = useSignal("");
  const sorting = useSignal<Sorting>({ column: "order", down: false });
  const holders = useRef(new Set<"pointer" | "keys">());
  const asked = { filter: filter.value, grouped: grouped.value, sorting: sorting.value };
  const items = useLineUp({ rows, ...asked, holders });
  const sort = (column: SortColumn): void => {
    const { column: before, down } = sorting.value;
    sorting.value = { column, down: before === column ? !down : highFirst.has(column) };
  };
  const hold = (by: "pointer" | "keys", on: boolean): void => {
    if (on) holders.current.add(by);
    else holders.current.delete(by);
  };
  return (
    <section aria-labelledby="trials">
      <div class="panel-head">
        <h2 id="trials">Trials</h2>
        <div class="tools">
          <span class="shown">{shownText(items.length, { rows: rows.length, grouped: grouped.value })}</span>
          <FilterBox label="Filter trials" value={filter.value} onFilter={(text) => (filter.value = text)} />
          <Modes
            label="Rows"
            modes={rowModes}
            value={grouped.value ? "groups" : "trials"}
            onPick={(mode) => (grouped.value = mode === "groups")}
          />
        </div>
      </div>
      <TrialTable
        items={items}
        asked={JSON.stringify(asked)}
        grouped={grouped.value}
        sorting={sorting.value}
        picks={picks}
        onSort={sort}
        onPick={onPick}
        onHold={hold}
      />
      <p class="hint">
        Click a row, or press space on it, to see its learning curve. A sorted table keeps its order while you point at
        it. {grouped.value && groupSentence(items)}
      </p>
    </section>
  );
}

const rowModes = { trials: "Trials", groups: "Mean over seeds" } as const;

/** Columns whose first sorting is from high to low. */
const highFirst: ReadonlySet<SortColumn> = new Set(["validation", "test", "epochs"]);

interface LineUp {
  readonly rows: readonly TrialRow[];
  readonly filter: string;
  readonly grouped: boolean;
  readonly sorting: Sorting;
  readonly holders: { readonly current: ReadonlySet<unknown> };
}

/** The rows to show; while they are held, news of trials changes what rows say, and not where they are. */
function useLineUp({ rows, filter, grouped, sorting, holders }: LineUp): readonly TableItem[] {
  const before = useRef<{ readonly asked: string; readonly keys: readonly string[] } | null>(null);
  return useMemo(() => {
    const asked = JSON.stringify([filter, grouped, sorting]);
    const items = itemsOf(filterTrials(rows, filter), grouped);
    const last = before.current;
    const lined =
      holders.current.size > 0 && last?.asked === asked ? holdOrder(items, last.keys) : sortItems(items, sorting);
    before.current = { asked, keys: lined.map(({ key }) => key) };
    return lined;
  }, [rows, filter, grouped, sorting]);
}

function groupSentence(items: readonly TableItem[]): string {
  const seeds = items.flatMap((item) => (item.kind === "group" ? (item.group.validation?.n ?? []) : []));
  return `Figures: ${tableSpread(seeds)}. Where a seed diverged, there is no mean.`;
}

function shownText(shown: number, { rows, grouped }: { readonly rows: number; readonly grouped: boolean }): string {
  const number = (n: number): string => n.toLocaleString("en");
  if (grouped) return `${number(shown)} groups`;
  return shown === rows ? `${number(rows)} trials` : `${number(shown)} of ${number(rows)} trials`;
}
