/**
 * The front of a problem of several aims: for each two of them, what the solutions of its weights reach of either.
 */
import type { TopLevelSpec } from "vega-lite";
import { scatterChart } from "../../report/scatter-chart.ts";
import { termValues } from "./solution-facts.ts";
import type { Solved } from "./solve-run.ts";

/** A figure by file name: `front.svg` of two aims, `front-1-3.svg` … of more; none where one case or one aim was solved. Solutions outside the domain are left out. */
export function frontFigures(solved: Solved): Readonly<Record<string, TopLevelSpec>> {
  const { terms } = solved.problem;
  if (solved.outcomes.length < 2 || terms.length < 2) return {};
  const pairs = terms.flatMap((_, i) => terms.slice(i + 1).map((_, more) => [i, i + 1 + more] as const));
  return Object.fromEntries(
    pairs.map(([i, j]) => [
      terms.length === 2 ? "front.svg" : `front-${i + 1}-${j + 1}.svg`,
      frontFigure(solved, i, j),
    ]),
  );
}

function frontFigure({ problem, outcomes }: Solved, i: number, j: number): TopLevelSpec {
  const points = outcomes
    .filter(({ solution }) => Number.isFinite(solution.objective))
    .map(({ solution, solved }) => {
      const values = termValues(solution, problem);
      return { at: [values[i]!, values[j]!] as const, told: `weights ${solved.weights.join(", ")}` };
    })
    .sort((a, b) => a.at[0] - b.at[0]);
  const title = (at: number): string => `f${at + 1} (${problem.terms[at]!.kind})`;
  return scatterChart({
    groups: [
      {
        label: "solutions",
        points: points.map(({ at }) => at),
        size: 48,
        line: true,
        told: points.map(({ told }) => told),
      },
    ],
    places: points.map(({ at, told }) => ({ at, text: told.replace("weights ", ""), shape: "circle" })),
    x: { title: title(i) },
    y: { title: title(j) },
  });
}
