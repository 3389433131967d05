/**
 * Which reports write the curve of every trial beside their figures.
 */
import type { StudyReport } from "./document.ts";

/** Epochs up to which they do, unless they are asked to: a spreadsheet opens 1,048,576 rows, and `curves.csv` has five for each epoch. */
const mostEpochs = 200_000;

/** Epochs of all trials, where their curves are left out; null where they are written. */
export function curvesLeftOut({ results }: Pick<StudyReport, "results">): number | null {
  const epochs = results.reduce((sum, row) => sum + row.epochs, 0);
  return epochs > mostEpochs ? epochs : null;
}
