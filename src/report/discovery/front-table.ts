/**
 * The front of all that programs are judged by: fitness, worst run, length and states.
 */
import { hallOfFame } from "../../records/hall-of-fame.ts";
import { paretoFront } from "../../records/pareto-front.ts";
import type { TableBlock } from "../document.ts";
import { type DiscoveryView, familyOf, provenanceOf } from "./discovery-view.ts";
import { columns, familyCell, originCells } from "./fame-columns.ts";
import type { SearchView } from "./search-view.ts";
import { cell } from "./words.ts";

/** Programs of the front that have a row. */
const mostRows = 20;

/** The front of fitness, worst run, length and states; empty where it holds no more than the hall of fame. */
export function frontTable(view: DiscoveryView, searches: readonly SearchView[]): readonly TableBlock[] {
  const front = paretoFront(searches.flatMap((search) => search.front));
  const fame = new Set(hallOfFame(searches.flatMap((search) => search.fame)).map(({ identity }) => identity));
  if (front.every(({ identity }) => fame.has(identity))) return [];
  const byKey = new Map(searches.map((search) => [search.key, search]));
  const { fitness, worst, statements, states, family, search, identity } = columns;
  const shown = front.slice(0, mostRows);
  return [
    {
      kind: "table",
      id: "front",
      title: "No evaluated program is as good, as sure, as short and keeps as little",
      columns: [fitness, worst, statements, states, family, search, identity],
      rows: shown.map((program) => [
        cell(program.fitness.toFixed(4), program.fitness),
        cell(program.worst.toFixed(4), program.worst),
        cell(String(program.length), program.length),
        cell(String(program.states), program.states),
        familyCell(familyOf(view, program)),
        ...originCells(program, byKey.get(program.search)!),
      ]),
      caption:
        front.length > shown.length
          ? `The best ${shown.length} of ${front.length}; lionlab discover show --json has all, with their programs.`
          : "lionlab discover show --json has their programs.",
      provenance: provenanceOf(view, [searches.length], "none: one evaluation of each program"),
    },
  ];
}
