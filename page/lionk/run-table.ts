/** A run as a table for files: a row for each step. */

import type { TracePoint } from "../../src/lionk/trace.ts";
import type { CsvField } from "../../src/report/csv.ts";

/** The head and its rows; what is infinite has no figure. */
export function runTable(points: readonly TracePoint[]): readonly (readonly CsvField[])[] {
  const head = ["step", "x", "y", "f", "F", "H", "gap", "distance", "ahead_x", "ahead_y", "pull_x", "pull_y"];
  const rows = points.map(({ step, x, f, objective, lyapunov, gap, distance, ahead, pull }) =>
    [step, ...x, f, objective, lyapunov, gap, distance, ...ahead, ...pull].map((value) =>
      Number.isFinite(value) ? value : null,
    ),
  );
  return [head, ...rows];
}
