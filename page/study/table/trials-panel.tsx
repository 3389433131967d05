/** The trials of a study: what of them is shown, and the table. */
import { useMemo, useRef } from "preact/hooks";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { tableSpread } from "../../../src/report/seed-estimate.ts";
import { FilterBox } from "../../parts/filter-box.tsx";
import type { TrialField } from "../fields.ts";
import type { Picks } from "../picks.ts";
import { rowKind } from "../rows-shown.ts";
import type { StudyViewState } from "../view-state.ts";
import { holdOrder, itemsOf, type RowKind, type SortColumn, sortItems, type TableItem } from "./line-up.ts";
import { TrialTable } from "./trial-table.tsx";

/** What the panel shows and tells. */
interface TrialsPanelProps {
  /** Trials that are shown, of how many. */
  readonly rows: readonly TrialRow[];
  readonly of: number;
  /** What of the filter was not understood. */
  readonly fault: string;
  /** Settings that rows may be taken together by. */
  readonly fields: readonly TrialField[];
  readonly state: StudyViewState;
  readonly picks: Picks;
  readonly onPick: (key: string) => void;
  readonly onChange: (change: Partial<StudyViewState>) => void;
}

/** The panel. */
export function TrialsPanel({ rows, of, fault, fields, state, picks, onPick, onChange }: TrialsPanelProps) {
  const holders = useRef(new Set<"pointer" | "keys">());
  const kind = rowKind(state.rows, fields);
  const asked = JSON.stringify([state.filter, state.rows, state.sort, state.down, state.brushes]);
  const items = useLineUp({ rows, kind, state, asked, holders });
  const room = useRoom(items.length, state.rows);
  const sort = (column: SortColumn): void =>
    onChange({ sort: column, down: state.sort === column ? !state.down : highFirst.has(column) });
  const hold = (by: "pointer" | "keys", on: boolean): void => {
    if (on) holders.current.add(by);
    else holders.current.delete(by);
  };
  return (
    <section aria-labelledby="trials">
      <div class="panel-head">
        <h2 id="trials">Trials</h2>
        <div class="tools">
          <span class="shown">{shownText(items.length, { rows: rows.length, of, kind })}</span>
          <FilterBox label="Filter trials" value={state.filter} onFilter={(filter) => onChange({ filter })} />
          <RowChoice value={state.rows} fields={fields} onPick={(name) => onChange({ rows: name })} />
        </div>
      </div>
      <p class="fault" role="status">
        {fault}
      </p>
      <TrialTable
        items={items}
        room={room}
        asked={asked}
        kind={kind}
        sorting={{ column: state.sort, down: state.down }}
        picks={picks}
        onSort={sort}
        onPick={onPick}
        onHold={hold}
      />
      <p class="hint">
        Click rows, or press space on them, to see their learning curves and to compare them; its button, or Enter,
        opens a trial in full. Filter by words and conditions, such as{" "}
        <code>lr&gt;1e-3 optimizer=lion state=diverged</code>. A sorted table keeps its order while you point at it.{" "}
        {groupSentence(items, kind)}
      </p>
    </section>
  );
}

interface RowChoiceProps {
  readonly value: string;
  readonly fields: readonly TrialField[];
  readonly onPick: (name: string) => void;
}

function RowChoice({ value, fields, onPick }: RowChoiceProps) {
  const kind = rowKind(value, fields);
  return (
    <label class="choice">
      Rows
      <select
        value={typeof kind === "string" ? kind : kind.name}
        onChange={(event) => onPick(event.currentTarget.value)}
      >
        <option value="trials">Trials</option>
        <option value="seeds">Mean over seeds</option>
        {fields.map(({ name, title }) => (
          <option key={name} value={name}>
            By {title.toLowerCase() === name ? name : title.toLowerCase()}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Columns whose first sorting is from high to low. */
const highFirst: ReadonlySet<SortColumn> = new Set(["validation", "test", "epochs"]);

interface LineUp {
  readonly rows: readonly TrialRow[];
  readonly kind: RowKind;
  readonly state: StudyViewState;
  /** What was asked for: where it is the same, the order may be held. */
  readonly asked: string;
  readonly holders: { readonly current: ReadonlySet<unknown> };
}

/** The rows to show; while they are held, news of trials changes what rows say, and not where they are. */
function useLineUp({ rows, kind, state, asked, holders }: LineUp): readonly TableItem[] {
  const before = useRef<{ readonly asked: string; readonly keys: readonly string[] } | null>(null);
  return useMemo(() => {
    const items = itemsOf(rows, kind);
    const last = before.current;
    const isHeld = holders.current.size > 0 && last?.asked === asked;
    const sorting = { column: state.sort, down: state.down };
    const lined = isHeld ? holdOrder(items, last!.keys) : sortItems(items, sorting);
    before.current = { asked, keys: lined.map(({ key }) => key) };
    return lined;
  }, [rows, asked]);
}

/** The most rows that there were of a kind: those that a brush or a filter holds back may come again. */
function useRoom(rows: number, kind: string): number {
  const most = useRef(new Map<string, number>());
  const room = Math.max(rows, most.current.get(kind) ?? 0);
  most.current.set(kind, room);
  return room;
}

function groupSentence(items: readonly TableItem[], kind: RowKind): string {
  if (kind === "trials") return "";
  const seeds = items.flatMap((item) => (item.kind === "trial" ? [] : (item.group.validation?.n ?? [])));
  const spread = `Figures: ${tableSpread(seeds)}. Where a seed diverged, there is no mean.`;
  return kind === "seeds" ? spread : `Each row shows the setting that is best by mean validation. ${spread}`;
}

interface Shown {
  readonly rows: number;
  readonly of: number;
  readonly kind: RowKind;
}

function shownText(shown: number, { rows, of, kind }: Shown): string {
  const number = (n: number): string => n.toLocaleString("en");
  const trials = rows === of ? `${number(of)} trials` : `${number(rows)} of ${number(of)} trials`;
  return kind === "trials" ? trials : `${number(shown)} ${kind === "seeds" ? "groups" : "rows"} of ${trials}`;
}
