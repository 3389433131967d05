/**
 * The best of some figures, ties included.
 */
import { compareScores } from "../../records/monitor.ts";

/** Which figures are the best: all that tie for it, none where fewer than two are known. `better` says which way. */
export function bestFigures(figures: readonly (number | null)[], better: "higher" | "lower"): readonly boolean[] {
  const direction = better === "higher" ? 1 : -1;
  const known = figures.filter((figure) => figure !== null);
  const top = Math.max(...known.map((figure) => direction * figure));
  return figures.map((figure) => figure !== null && known.length > 1 && compareScores(direction * figure, top) === 0);
}
