/**
 * Ancestry of the best program: which mutation brought which gain.
 */
import { largest, smallest } from "../../core/extremes.ts";
import type { Block, ChartBlock, CodeBlock, Section, TableBlock } from "../document.ts";
import { chartSpec } from "../sections/chart.ts";
import { ink, palette } from "../theme.ts";
import { type AncestryRow, ancestryRows } from "./ancestry-rows.ts";
import type { AncestryStep } from "./ancestry-steps.ts";
import { countAxis, fitnessDomain } from "./chart.ts";
import { type DiscoveryView, provenanceOf } from "./discovery-view.ts";
import { lineDiff } from "./line-diff.ts";
import type { SearchView } from "./search-view.ts";
import { blank, cell, column, shareText, signed, text, wholeText } from "./words.ts";

/** Changes with rows of their own. */
const mostRows = 36;
/** Gains that are numbered in the figure and shown as changes of the text. */
const mostGains = 6;

/** Figure, table and the largest changes of the text; null where the best program is the seed or of no search. */
export function ancestrySection(view: DiscoveryView): Section | null {
  const search = view.best?.search ?? null;
  if (search === null || search.ancestry.length < 2) return null;
  const rows = ancestryRows(search.ancestry, {
    language: view.language,
    seedProgram: search.record.config.seedProgram,
    most: mostRows,
  });
  const gains = largestGains(rows);
  const blocks: Block[] = [
    text(summarySentence(search, rows, gains)),
    lineChart(view, { search, rows, gains }),
    rowTable(view, { rows, gains }),
    ...changeTexts(search, { rows, gains }),
  ];
  return { id: "ancestry", title: "Ancestry", blocks };
}

/** Rows with the largest gains that change the program on their own, the largest first. */
function largestGains(rows: readonly AncestryRow[]): readonly AncestryRow[] {
  return rows
    .filter((row) => row.kind === "change" && gainOf(row) > 0)
    .sort((a, b) => gainOf(b) - gainOf(a))
    .slice(0, mostGains);
}

function gainOf({ before, after }: AncestryRow): number {
  return before === null ? 0 : after - before;
}

function summarySentence(search: SearchView, rows: readonly AncestryRow[], gains: readonly AncestryRow[]): string {
  const [first, last] = [search.ancestry[0]!, search.ancestry.at(-1)!];
  const edits = rows.reduce((sum, row) => sum + row.edits, 0);
  const changes =
    search.ancestry.filter((step, index) => step.identity !== search.ancestry[index - 1]?.identity).length - 1;
  const total = last.fitness - first.fitness;
  const told = gains.reduce((sum, row) => sum + gainOf(row), 0);
  const share =
    total > 0 && gains.length > 0 && changes > gains.length
      ? ` The ${gains.length} largest gains ${told > total ? `add up to ${signed(told, 4)}; losses in between took some of it back` : `make up ${shareText(told / total)} of it`}.`
      : "";
  return (
    `${edits === 1 ? "1 edit leads" : `${wholeText(edits)} edits lead`} from the seed program to it, and ${wholeText(changes)} of them changed what it computes${changes < edits ? "; the others prepared a change or did nothing" : ""}. ` +
    `Fitness went from ${first.fitness.toFixed(4)} to ${last.fitness.toFixed(4)} (${signed(total, 4)}).${share}`
  );
}

const columns = [
  column("#", "right", 0, "Number of the step on this page."),
  column("child", "right", 1, "The search's child that the step led to."),
  column(
    "edit",
    "left",
    0,
    "What the mutation did to the genome, which holds statements without effect too; lines count from 1.",
  ),
  column("fitness", "right", 0, "Fitness after the step."),
  column("gain", "right", 0, "Fitness after the step less that before it."),
  column("statements", "right", 2, "Statements of the program after the step, without those that change nothing."),
];

interface Told {
  readonly rows: readonly AncestryRow[];
  readonly gains: readonly AncestryRow[];
}

function rowTable(view: DiscoveryView, { rows, gains }: Told): TableBlock {
  return {
    kind: "table",
    id: "ancestry",
    title: "From the seed program to the best",
    columns,
    rows: rows.map((row, index) => {
      const quiet = row.kind === "neutral" || row.kind === "minor";
      const gain = gainOf(row);
      return [
        cell(String(index), index, "muted"),
        cell(wholeText(row.child), row.child, "muted"),
        cell(row.text, row.text, quiet ? "muted" : "plain"),
        cell(row.after.toFixed(4), row.after),
        row.before === null || row.kind === "neutral"
          ? blank
          : cell(signed(gain, 4), gain, gains.includes(row) ? "best" : gain < 0 ? "bad" : "plain"),
        cell(String(row.length), row.length, "muted"),
      ];
    }),
    caption:
      "An edit without effect may be what the next one connects: the gain belongs to the step that made the difference, not always to it alone. The largest gains are marked. Each fitness is one evaluation on the search's own seeds.",
    provenance: provenanceOf(view, [1], "none: one line of one search"),
  };
}

/** The program before and after each of the largest gains, in the order of the line. */
function changeTexts(search: SearchView, { rows, gains }: Told): readonly CodeBlock[] {
  return rows.flatMap((row, index) => {
    if (!gains.includes(row)) return [];
    const at = search.ancestry.findIndex((step) => step.child === row.child);
    const [before, after] = [search.ancestry[at - 1]?.program ?? null, search.ancestry[at]?.program ?? null];
    if (before === null || after === null) return [];
    const title = `Step ${index}, ${signed(gainOf(row), 4)}: the program before and after`;
    return [{ kind: "code", title, language: "diff", text: lineDiff(before, after) }];
  });
}

function lineChart(view: DiscoveryView, { search, rows, gains }: Told & { readonly search: SearchView }): ChartBlock {
  return {
    kind: "chart",
    id: "ancestry",
    title: "Fitness along the line",
    spec: lineSpec(linePoints(search.ancestry), {
      marks: rows.flatMap((row, index) => (gains.includes(row) ? [markOf(row, index)] : [])),
      last: search.ancestry.at(-1)!.child,
    }),
    caption: `Every ancestor of the best program whose program differs from its parent's, by its number among the children of evolution with seed ${search.seed}; the numbers are those of the table's ${gains.length === 1 ? "largest gain" : "largest gains"}. The line ends ${shareText(search.ancestry.at(-1)!.child / Math.max(1, search.children))} into the search.`,
    provenance: provenanceOf(view, [1], "none: one line of one search"),
  };
}

interface LinePoint {
  readonly x: number;
  readonly y: number;
  readonly description: string;
}

function markOf(row: AncestryRow, index: number): LinePoint & { readonly text: string } {
  const description = `step ${index}, child ${wholeText(row.child)}: ${row.text}; ${signed(gainOf(row), 4)} to ${row.after.toFixed(4)}`;
  return { x: row.child, y: row.after, description, text: String(index) };
}

function linePoints(steps: readonly AncestryStep[]): readonly LinePoint[] {
  const changed = steps.filter((step, index) => index === 0 || step.identity !== steps[index - 1]!.identity);
  return changed.map(({ child, fitness }) => ({
    x: child,
    y: Number(fitness.toFixed(5)),
    description: `child ${wholeText(child)}: fitness ${fitness.toFixed(4)}`,
  }));
}

/** As for everything that was evaluated, but no lower than the line goes. */
function lineDomain(fitness: readonly number[]): readonly [number, number] {
  const [low, high] = fitnessDomain(largest(fitness), fitness[0]!);
  const lowest = smallest(fitness);
  return [Math.max(low, lowest - 0.08 * (high - lowest)), high];
}

function lineSpec(
  points: readonly LinePoint[],
  { marks, last }: { readonly marks: readonly LinePoint[]; readonly last: number },
): ChartBlock["spec"] {
  const x = {
    field: "x",
    type: "quantitative",
    title: "programs generated",
    scale: { domain: [0, last], nice: false },
    axis: countAxis,
  };
  const domain = lineDomain(points.map((point) => point.y));
  const y = { field: "y", type: "quantitative", title: "fitness", scale: { domain, zero: false, nice: false } };
  const description = { field: "description" };
  return chartSpec([
    {
      data: { values: points },
      mark: {
        type: "line",
        interpolate: "step-after",
        strokeWidth: 1.5,
        color: palette[0],
        opacity: 0.75,
        aria: false,
      },
      encoding: { x, y },
    },
    {
      data: { values: points },
      mark: { type: "point", filled: true, size: 20, color: palette[0], opacity: 0.9, clip: true },
      encoding: { x, y, description },
    },
    {
      data: { values: marks },
      mark: { type: "point", filled: true, size: 64, color: palette[1], opacity: 1 },
      encoding: { x, y, description },
    },
    {
      data: { values: marks },
      mark: { type: "text", dx: 0, dy: -11, fontSize: 11, fontWeight: 600, color: ink, aria: false },
      encoding: { x, y, text: { field: "text" } },
    },
  ]);
}
