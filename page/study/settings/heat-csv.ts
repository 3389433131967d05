/** Heat maps as rows of a CSV file. */
import type { CsvField } from "../../../src/report/csv.ts";
import { type HeatMap, heightOf } from "./heat-map.ts";

/** A row for each cell that was tried: map, other value, rate, mean accuracy 0..1 (empty where there is none), seeds that ended, of them diverged. */
export function heatCsv(maps: readonly HeatMap[], against: string): readonly (readonly CsvField[])[] {
  const rows = maps.flatMap(({ title, rates, rows: others, cells }) =>
    cells.flatMap((row, at) =>
      row.flatMap((group, column): readonly (readonly CsvField[])[] =>
        group === null
          ? []
          : [[title, others[at]!.text, rates[column]!.text, heightOf(group), group.ended, group.diverged]],
      ),
    ),
  );
  return [["map", against, "rate", "validation accuracy", "seeds", "diverged"], ...rows];
}
