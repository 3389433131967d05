/**
 * An ancestry as rows to be read: steps that change nothing are counted, and of many small changes only the larger are told
 * one by one.
 */
import type { EditRecord } from "../../records/search-records.ts";
import type { AncestryStep } from "./ancestry-steps.ts";
import type { ProgramLanguage } from "./program-language.ts";

/** One row of the table of an ancestry. */
export interface AncestryRow {
  /** `neutral`: edits without effect on the program; `minor`: several changes told together. */
  readonly kind: "seed" | "change" | "neutral" | "minor";
  /** The last child of the row. */
  readonly child: number;
  /** What was done. */
  readonly text: string;
  /** Edits in this row. */
  readonly edits: number;
  readonly before: number | null;
  readonly after: number;
  readonly length: number;
}

/** An ancestor with its edits in words. */
interface ToldStep {
  readonly step: AncestryStep;
  readonly texts: readonly string[];
  readonly before: AncestryStep | null;
}

/**
 * Rows from the seed to the found program. A step is neutral where the program stays equal up to equivalence. Of more than
 * `most` changes those with the largest effect on fitness, up or down, have rows of their own.
 */
export function ancestryRows(
  steps: readonly AncestryStep[],
  told: { readonly language: ProgramLanguage | null; readonly seedProgram: string; readonly most: number },
): readonly AncestryRow[] {
  const texts = editTexts(steps, told);
  const all = steps.map((step, index) => ({ step, texts: texts[index]!, before: steps[index - 1] ?? null }));
  const changes = all.filter(isChange);
  const bySize = [...changes].sort((a, b) => Math.abs(gainOf(b)) - Math.abs(gainOf(a)));
  const large = new Set(bySize.slice(0, told.most));
  return grouped(all, (one) => one.before === null || large.has(one)).flatMap(rowOf);
}

/** An edit in words; `before` and `after` are the genome's statements where they are known. Lines count from 1. */
export function editText(edit: EditRecord, before?: readonly string[], after?: readonly string[]): string {
  const at = Number(edit.at);
  const line = `line ${at + 1}`;
  switch (edit.kind) {
    case "insert": {
      const args = Array.isArray(edit.args) ? edit.args.join(", ") : "";
      return `insert ${after?.[at] ?? `${edit.target} = ${edit.fn}(${args})`} as ${line}`;
    }
    case "delete":
      return before?.[at] === undefined ? `delete ${line}` : `delete ${line}, ${before[at]}`;
    case "modify":
      return before?.[at] === undefined || after?.[at] === undefined
        ? `${line}: argument ${Number(edit.argument) + 1} becomes ${edit.to}`
        : `${line}: ${before[at]} becomes ${after[at]}`;
  }
}

/** The edits of each step in words; those of a proposal say so first. */
export function editTexts(
  steps: readonly AncestryStep[],
  { language, seedProgram }: { readonly language: ProgramLanguage | null; readonly seedProgram: string },
): readonly (readonly string[])[] {
  const edits = steps.flatMap((step) => step.edits);
  const genomes = language?.replay(
    seedProgram,
    edits.map((edit) => [edit]),
  );
  let next = 0;
  return steps.map((step) =>
    step.edits.map((edit, place) => {
      const index = next++;
      const text = editText(edit, genomes?.[index], genomes?.[index + 1]);
      return step.reason === "proposal" && place === 0 ? `proposed: ${text}` : text;
    }),
  );
}

/** Those that stand alone each in a group, what lies between them together. */
function grouped(all: readonly ToldStep[], alone: (one: ToldStep) => boolean): readonly (readonly ToldStep[])[] {
  const groups: ToldStep[][] = [];
  let open = false;
  for (const one of all) {
    if (open && !alone(one)) groups.at(-1)!.push(one);
    else groups.push([one]);
    open = !alone(one);
  }
  return groups;
}

function rowOf(group: readonly ToldStep[]): readonly AncestryRow[] {
  const [first, last] = [group[0]!, group.at(-1)!];
  const edits = group.reduce((sum, { texts }) => sum + texts.length, 0);
  const changes = group.filter(isChange);
  const restarts = group.filter(({ step }) => step.reason === "restart").length;
  if (edits === 0 && first.before !== null && restarts === 0) return [];
  return [
    {
      kind: first.before === null ? "seed" : changes.length === 0 ? "neutral" : group.length === 1 ? "change" : "minor",
      child: last.step.child,
      text: first.before === null ? "the program that the search starts from" : groupText({ group, edits, restarts }),
      edits,
      before: first.before?.fitness ?? null,
      after: last.step.fitness,
      length: last.step.length,
    },
  ];
}

function groupText({
  group,
  edits,
  restarts,
}: {
  readonly group: readonly ToldStep[];
  readonly edits: number;
  readonly restarts: number;
}): string {
  const changes = group.filter(isChange).length;
  if (changes > 0 && group.length === 1) return group[0]!.texts.join("; ");
  const number = edits === 1 ? "1 edit" : `${edits} edits`;
  const effect = changes === 0 ? "without effect" : `of which ${changes} with a small effect each`;
  const words = edits === 0 ? [] : [changes === 0 ? `${number} ${effect}` : `${number}, ${effect}`];
  return [...words, ...(restarts > 0 ? ["restart from the best"] : [])].join("; ");
}

function isChange({ step, before }: ToldStep): boolean {
  return before !== null && step.identity !== before.identity;
}

function gainOf({ step, before }: ToldStep): number {
  return step.fitness - (before?.fitness ?? step.fitness);
}
