/** An ancestry as a tree to walk: steps that change nothing, or little, are together under one item. */
import { type AncestryRow, ancestryRows, editTexts } from "../../../src/report/discovery/ancestry-rows.ts";
import type { AncestryStep } from "../../../src/report/discovery/ancestry-steps.ts";
import type { ProgramLanguage } from "../../../src/report/discovery/program-language.ts";

/** An item: one ancestor, or several. */
export interface AncestryItem {
  /** The last child of it; names it in its tree. */
  readonly child: number;
  readonly kind: AncestryRow["kind"];
  readonly text: string;
  /** Null for the seed, and where nothing changed. */
  readonly gain: number | null;
  readonly fitness: number;
  readonly length: number;
  readonly identity: string;
  /** Those that it stands for; empty where it is one. */
  readonly inside: readonly AncestryItem[];
}

/** An item that can be seen, and where it is in its tree. */
export interface ShownItem {
  readonly item: AncestryItem;
  readonly level: 1 | 2;
  /** Counted from 1 among `of` of its level. */
  readonly at: number;
  readonly of: number;
  readonly parent: number | null;
}

/** Changes with an item of their own. */
const mostChanges = 36;

/** Items from the seed to the program. */
export function ancestryItems(
  steps: readonly AncestryStep[],
  told: { readonly language: ProgramLanguage | null; readonly seedProgram: string },
): readonly AncestryItem[] {
  const texts = editTexts(steps, told);
  const singles = steps.map((step, at) => itemOf(step, { before: steps[at - 1] ?? null, texts: texts[at]! }));
  let from = 0;
  return ancestryRows(steps, { ...told, most: mostChanges }).map((row) => {
    const end = steps.findIndex(({ child }) => child === row.child) + 1;
    const group = singles.slice(from, end);
    from = end;
    return rowItem(row, group);
  });
}

/** What of a tree can be seen while the items of these children are open. */
export function shownItems(items: readonly AncestryItem[], open: ReadonlySet<number>): readonly ShownItem[] {
  return items.flatMap((item, at): readonly ShownItem[] => {
    const outer = { item, level: 1, at: at + 1, of: items.length, parent: null } as const;
    if (!open.has(item.child)) return [outer];
    const inner = item.inside.map(
      (one, i) => ({ item: one, level: 2, at: i + 1, of: item.inside.length, parent: item.child }) as const,
    );
    return [outer, ...inner];
  });
}

/** What a key does in a tree; `at`: index of the item that has the focus. Null: the key is none of a tree's. */
export type TreeMove = { readonly focus: number } | { readonly open: number } | { readonly close: number };

/** As trees do: up and down, right opens or goes in, left closes or goes out, Home and End. */
export function treeMove(shown: readonly ShownItem[], at: number, key: string): TreeMove | null {
  const { item, level, parent } = shown[at]!;
  const isOpen = shown[at + 1]?.parent === item.child && level === 1;
  const last = shown.length - 1;
  switch (key) {
    case "ArrowDown":
      return { focus: Math.min(last, at + 1) };
    case "ArrowUp":
      return { focus: Math.max(0, at - 1) };
    case "Home":
      return { focus: 0 };
    case "End":
      return { focus: last };
    case "ArrowRight":
      if (item.inside.length === 0) return { focus: at };
      return isOpen ? { focus: at + 1 } : { open: item.child };
    case "ArrowLeft":
      if (parent !== null) return { focus: shown.findIndex((one) => one.level === 1 && one.item.child === parent) };
      return isOpen ? { close: item.child } : { focus: at };
    default:
      return null;
  }
}

function rowItem(row: AncestryRow, group: readonly AncestryItem[]): AncestryItem {
  const last = group.at(-1)!;
  const gain = row.before === null || row.kind === "neutral" ? null : row.after - row.before;
  const inside = (row.kind === "neutral" || row.kind === "minor") && group.length > 1 ? group : [];
  return { ...last, kind: row.kind, text: row.text, gain, inside };
}

interface Step {
  readonly before: AncestryStep | null;
  readonly texts: readonly string[];
}

function itemOf({ child, reason, identity, fitness, length }: AncestryStep, { before, texts }: Step): AncestryItem {
  const isNew = before !== null && before.identity !== identity;
  return {
    child,
    kind: before === null ? "seed" : isNew ? "change" : "neutral",
    text: texts.length > 0 ? texts.join("; ") : reasons[reason],
    gain: isNew ? fitness - before.fitness : null,
    fitness,
    length,
    identity,
    inside: [],
  };
}

const reasons: Readonly<Record<AncestryStep["reason"], string>> = {
  seed: "the program that the search starts from",
  mutation: "no edit",
  migration: "moves to another island",
  restart: "restart from the best",
  proposal: "no edit",
};
