/** Columns and cells of the tables of found programs. */
import type { FoundProgram } from "./search-sums.ts";
import type { SearchView } from "./search-view.ts";
import { cell, column, wholeText } from "./words.ts";

/** Columns, by what they show. */
export const columns = {
  place: column("#", "right", 0, "Number of the program on this page, by length."),
  statements: column("statements", "right", 0, "Statements of the pruned program, `return` counted."),
  fitness: column("fitness", "right", 0, "Mean score on the proxy tasks with the search's seeds."),
  toSeed: column("to the seed", "right", 1, "Fitness less that of the seed program."),
  worst: column(
    "worst run",
    "right",
    1,
    "Lowest score of a run: how the program bears what does not suit it, such as another rate or scale of gradients.",
  ),
  states: column("states", "right", 0, "Values for each weight that it keeps between steps."),
  family: column("family", "left", 0, "Known optimizer that the program equals up to equivalence."),
  search: column("search", "left", 2, "Seed of the search that found it, and the number of its evaluation."),
  identity: column("identity", "left", 3, "First digits of the program's hash."),
};

/** Gain over the seed of the search, with its sign. */
export function gainCell({ fitness }: FoundProgram, { seedFitness }: SearchView) {
  const gain = fitness - (seedFitness ?? 0);
  return cell(`${gain < 0 ? "−" : "+"}${Math.abs(gain).toFixed(4)}`, gain);
}

/** The family, or a dash. */
export function familyCell(family: string | null) {
  return cell(family ?? "–", family, family === null ? "muted" : "plain");
}

/** Where a program was found, and its identity: the last two cells of a row. */
export function originCells({ number, identity }: FoundProgram, { seed }: SearchView) {
  return [
    cell(`seed ${seed}, evaluation ${wholeText(number)}`, number, "muted"),
    cell(identity.slice(0, 8), identity, "muted"),
  ];
}
