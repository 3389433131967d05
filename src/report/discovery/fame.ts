/**
 * Hall of fame: the front of length and fitness over all evolution searches, in the cloud of everything that was evaluated.
 */
import { bestOfFamilies, hallOfFame } from "../../records/hall-of-fame.ts";
import type { ChartBlock, CodeBlock, Section, TableBlock } from "../document.ts";
import { chartSpec } from "../sections/chart.ts";
import { palette } from "../theme.ts";
import { fitnessDomain } from "./chart.ts";
import { cloudOf } from "./cloud.ts";
import { type DiscoveryView, familyOf, provenanceOf, searchesOf } from "./discovery-view.ts";
import { columns, familyCell, gainCell, originCells } from "./fame-columns.ts";
import { frontTable } from "./front-table.ts";
import type { FoundProgram } from "./search-sums.ts";
import type { SearchView } from "./search-view.ts";
import { cell, shareText, wholeText } from "./words.ts";

/** Programs whose text is printed; the others are in the archive. */
const mostTexts = 16;

/** Figure, table and texts; null while nothing has scored. */
export function fameSection(view: DiscoveryView): Section | null {
  const searches = searchesOf(view, "evolution").filter(({ fame }) => fame.length > 0);
  const front = hallOfFame(searches.flatMap(({ fame }) => fame));
  if (front.length === 0) return null;
  return {
    id: "fame",
    title: "Hall of fame",
    blocks: [
      frontChart(view, { searches, front }),
      fameTable(view, { searches, front }),
      ...frontTable(view, searches),
      ...familyTable(view, searches),
      ...programTexts(front),
    ],
  };
}

interface Fame {
  readonly searches: readonly SearchView[];
  readonly front: readonly FoundProgram[];
}

function fameTable(view: DiscoveryView, { searches, front }: Fame): TableBlock {
  const byKey = new Map(searches.map((search) => [search.key, search]));
  const top = front.at(-1)!.fitness;
  const { place, statements, fitness, toSeed, family, search, identity } = columns;
  return {
    kind: "table",
    id: "fame",
    title: "No evaluated program is both as short and as good",
    columns: [place, statements, fitness, toSeed, family, search, identity],
    rows: front.map((program, index) => {
      const origin = byKey.get(program.search)!;
      return [
        cell(String(index + 1), index + 1, "muted"),
        cell(String(program.length), program.length),
        cell(program.fitness.toFixed(4), program.fitness, program.fitness === top ? "best" : "plain"),
        gainCell(program, origin),
        familyCell(familyOf(view, program)),
        ...originCells(program, origin),
      ];
    }),
    caption:
      "Over all evolution searches. One evaluation each, on seeds that the search selected by: the lead of one program over another may be luck; the funnel measures again.",
    provenance: provenanceOf(view, [searches.length], "none: one evaluation of each program"),
  };
}

/** The best of each known family over all searches; empty where nobody can tell families. */
function familyTable(view: DiscoveryView, searches: readonly SearchView[]): readonly TableBlock[] {
  const { language } = view;
  if (language === null) return [];
  const known = bestOfFamilies(
    searches.flatMap(({ families }) => families),
    (program) => language.familyNameOf(program),
  );
  if (known.length === 0) return [];
  const byKey = new Map(searches.map((search) => [search.key, search]));
  const { statements, fitness, toSeed, family, search, identity } = columns;
  return [
    {
      kind: "table",
      id: "families",
      title: "The best of each known family",
      columns: [family, statements, fitness, toSeed, search, identity],
      rows: known.map((program) => {
        const origin = byKey.get(program.search)!;
        return [
          cell(language.familyOf(program.program) ?? "–", program.identity),
          cell(String(program.length), program.length),
          cell(program.fitness.toFixed(4), program.fitness),
          gainCell(program, origin),
          ...originCells(program, origin),
        ];
      }),
      caption: "Families whose best is at most 0.05 below the best of all. They enter the funnel before others do.",
      provenance: provenanceOf(view, [searches.length], "none: one evaluation of each program"),
    },
  ];
}

function programTexts(front: readonly FoundProgram[]): readonly CodeBlock[] {
  const shown = front.slice(-mostTexts);
  return shown.map((program) => ({
    kind: "code",
    title: `Program ${front.indexOf(program) + 1}: ${program.length} statements, fitness ${program.fitness.toFixed(4)}`,
    language: "python",
    text: program.program,
  }));
}

function frontChart(view: DiscoveryView, fame: Fame): ChartBlock {
  const seeds = fame.searches.map(({ seedFitness }) => seedFitness ?? 0);
  const fitness = fitnessDomain(fame.front.at(-1)!.fitness, Math.min(...seeds));
  const { cells, shown } = cloudOf(
    fame.searches.map(({ scored }) => scored),
    fitness,
  );
  const total = fame.searches.reduce((sum, { evaluations }) => sum + evaluations, 0);
  return {
    kind: "chart",
    id: "fame",
    title: "Length and fitness of everything evaluated",
    spec: frontSpec(fame.front, { cells, fitness }),
    caption:
      `Grey: ${wholeText(shown)} evaluated programs, gathered where they lie close, larger where there are more; ` +
      `${shareText(1 - shown / Math.max(1, total))} of the ${wholeText(total)} evaluations lie below the figure or scored nothing. Line: the front.`,
    provenance: provenanceOf(view, [fame.searches.length], "none: one evaluation of each program"),
  };
}

function frontSpec(
  front: readonly FoundProgram[],
  {
    cells,
    fitness,
  }: { readonly cells: readonly { readonly length: number }[]; readonly fitness: readonly [number, number] },
): ChartBlock["spec"] {
  const lengths = [...cells, ...front].map(({ length }) => length);
  const domain = [Math.min(...lengths) - 1, Math.max(...lengths) + 1];
  const x = {
    field: "length",
    type: "quantitative",
    title: "statements",
    scale: { domain, nice: false },
    axis: { tickMinStep: 1, grid: false },
  };
  const y = {
    field: "fitness",
    type: "quantitative",
    title: "fitness",
    scale: { domain: fitness, zero: false, nice: false },
  };
  const points = front
    .filter((program) => program.fitness >= fitness[0])
    .map(({ length, fitness: value }) => ({
      label: "front",
      length,
      fitness: value,
      description: `program ${front.findIndex((one) => one.length === length) + 1}: ${length} statements, fitness ${value.toFixed(4)}`,
    }));
  return chartSpec(
    [
      {
        data: { values: cells },
        mark: { type: "circle", color: "#8a8a96", opacity: 0.5, clip: true, aria: false },
        encoding: {
          x,
          y,
          size: { field: "count", type: "quantitative", scale: { type: "sqrt", range: [4, 70] }, legend: null },
        },
      },
      {
        data: { values: points },
        mark: { type: "line", interpolate: "step-after", strokeWidth: 2, color: palette[0], clip: true, aria: false },
        encoding: { x, y },
      },
      {
        data: { values: points },
        mark: { type: "point", filled: true, size: 60, color: palette[0], opacity: 1, clip: true },
        encoding: { x, y, description: { field: "description" } },
      },
    ],
    {},
  );
}
