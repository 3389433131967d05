/** The lines that are picked: whose they are, and how they are called. */
import type { TrialRow } from "../../src/dashboard/views.ts";
import { formatRate } from "../../src/report/format.ts";
import type { Picks } from "./picks.ts";
import { groupKey } from "./table/trial-groups.ts";
import { hyperparameterText } from "./trial-text.ts";

/** A picked trial, or a picked group with its trials. */
export interface PickedLine {
  readonly key: string;
  readonly name: string;
  readonly place: number;
  readonly rows: readonly TrialRow[];
}

/** The lines, in the order in which they were picked; those whose trials are gone are left out. */
export function pickedLines(rows: readonly TrialRow[], picks: Picks): readonly PickedLine[] {
  const byKey = new Map<string, TrialRow[]>([...picks.keys()].map((key) => [key, []]));
  const hasGroups = [...picks.keys()].some((key) => key.startsWith("group "));
  for (const row of rows) {
    byKey.get(row.key)?.push(row);
    if (hasGroups) byKey.get(groupKey(row))?.push(row);
  }
  const found = [...picks].map(([key, place]) => ({ key, place, rows: byKey.get(key) ?? [] }));
  const lines = found.filter((line) => line.rows.length > 0);
  return lines.map((line) => ({ ...line, name: nameOf(line, lines) }));
}

/** Whether two answers say the same of the same trials, so that nothing need be drawn anew. */
export function sameLines(one: readonly PickedLine[], other: readonly PickedLine[]): boolean {
  if (one.length !== other.length) return false;
  return one.every(({ key, name, place, rows }, at) => {
    const twin = other[at]!;
    if (twin.key !== key || twin.name !== name || twin.place !== place || twin.rows.length !== rows.length)
      return false;
    return rows.every((row, index) => twin.rows[index] === row);
  });
}

type UnnamedLine = Omit<PickedLine, "name">;

/** Label, rate, what of the hyperparameters tells it from the other lines of its label, and which seed or how many. */
function nameOf({ key, rows }: UnnamedLine, lines: readonly UnnamedLine[]): string {
  const first = rows[0]!;
  const others = lines.map((line) => line.rows[0]!).filter(({ label }) => label === first.label);
  const telling = Object.entries(first.hyperparameters).filter(([name, value]) =>
    others.some(({ hyperparameters }) => hyperparameters[name] !== value),
  );
  const settings = hyperparameterText({ hyperparameters: Object.fromEntries(telling) });
  const whose = rows.length === 1 && first.key === key ? `seed ${first.seed}` : `mean of ${rows.length}`;
  return [first.label, `lr ${formatRate(first.lr)}`, settings, whose].filter(Boolean).join(" · ");
}
