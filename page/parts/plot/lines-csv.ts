/** The points of a figure of lines as rows of a CSV file. */
import type { CsvField } from "../../../src/report/csv.ts";
import type { PlotAxis, PlotLine } from "./plot-lines.ts";

/** A row for each point of each line, in full; the ends of the band where any line has one. */
export function linesCsv(figure: {
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly lines: readonly PlotLine[];
}): readonly (readonly CsvField[])[] {
  const { x, y, lines } = figure;
  const banded = lines.some(({ low, high }) => low !== undefined && high !== undefined);
  const head = ["line", x.title, y.title, ...(banded ? ["low", "high"] : [])];
  const rows = lines.flatMap(({ name, x: places, y: values, low, high }) =>
    places.map((place, at): readonly CsvField[] => [
      name,
      place,
      values[at] ?? null,
      ...(banded ? [low?.[at] ?? null, high?.[at] ?? null] : []),
    ]),
  );
  return [head, ...rows];
}
