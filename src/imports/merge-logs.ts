/**
 * Logs that several files are parts of, as one run each.
 */
import type { FigureName, ForeignPoint, ForeignRun } from "./foreign-run.ts";

/** Parts of one log are one run; of such a log with validation figures, what lies between two of them is left out. */
export function mergedLogs(runs: readonly ForeignRun[]): readonly ForeignRun[] {
  const logs = new Map<string, ForeignRun>();
  const others = runs.filter(({ log }) => log === undefined);
  for (const run of runs) {
    if (run.log === undefined) continue;
    const known = logs.get(run.log);
    logs.set(run.log, known === undefined ? run : { ...known, lr: known.lr ?? run.lr, points: joined(known, run) });
  }
  return [...others, ...[...logs.values()].map((run) => ({ ...run, points: judgedPoints(run.points) }))];
}

function joined(a: ForeignRun, b: ForeignRun): readonly ForeignPoint[] {
  const points = new Map(a.points.map((point) => [point.at, point]));
  for (const point of b.points) {
    const known = points.get(point.at);
    points.set(point.at, { ...known, ...point, figures: { ...known?.figures, ...point.figures } });
  }
  return [...points.values()].sort((x, y) => (x.at ?? 0) - (y.at ?? 0));
}

function judgedPoints(points: readonly ForeignPoint[]): readonly ForeignPoint[] {
  const judging = (names: readonly FigureName[]): readonly ForeignPoint[] =>
    points.filter(({ figures }) => names.some((name) => figures[name] !== undefined));
  const validated = judging(["validationAccuracy", "validationLoss"]);
  const tested = judging(["testAccuracy", "testLoss"]);
  return validated.length > 0 ? validated : tested.length > 0 ? tested : points;
}
