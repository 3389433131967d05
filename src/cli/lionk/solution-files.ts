/** The files of a solved problem: `solution.json`, `trajectory.csv` and the figure `convergence.svg`. */
import { join } from "node:path";
import type { TopLevelSpec } from "vega-lite";
import { writeFileAtomically } from "../../core/atomic-file.ts";
import type { SolveEvent } from "../../lionk/solve.ts";
import { onWhite, renderSvg } from "../../report/svg.ts";
import { chartConfig, palette } from "../../report/theme.ts";
import { jsonText } from "../plain-table.ts";
import { solutionFacts } from "./solution-facts.ts";
import type { Solved } from "./solve-run.ts";

/** Coordinates of x that a trajectory tells. */
const mostCoordinates = 100;

/** Writes the files into `folder`, which is made. */
export async function writeSolution(folder: string, solved: Solved): Promise<void> {
  await writeFileAtomically(join(folder, "solution.json"), jsonText(solutionFacts(solved)));
  await writeFileAtomically(join(folder, "trajectory.csv"), trajectoryCsv(solved));
  await writeFileAtomically(join(folder, "convergence.svg"), onWhite(await renderSvg(convergenceFigure(solved))));
}

/** One row a point, of each problem in turn, which counts from 1; a field is empty where a figure is infinite. */
function trajectoryCsv({ problem, outcomes }: Solved): string {
  const coordinates = Array.from({ length: Math.min(problem.shape.size, mostCoordinates) }, (_, i) => i);
  const header = ["problem", "step", "f", "F", "gap", "distance", ...coordinates.map((i) => `x${i + 1}`)];
  const rows = outcomes.flatMap(({ trajectory }, place) =>
    trajectory.map(({ step, f, objective, gap, distance, x }) =>
      [place + 1, step, f, objective, gap, distance, ...coordinates.map((i) => x[i]!)].map(field),
    ),
  );
  return [header, ...rows].map((fields) => `${fields.join(",")}\n`).join("");
}

function field(value: number): string {
  return Number.isFinite(value) ? String(value) : "";
}

/** gap / lambda and the distance from the domain over the steps, on a logarithmic scale, for each problem a line. */
function convergenceFigure({ problem, outcomes }: Solved): TopLevelSpec {
  const { lambda } = problem.options;
  const curves: readonly (readonly [string, (event: SolveEvent) => number])[] = [
    ["gap / lambda", ({ gap }) => gap / lambda],
    ["distance from the domain", ({ distance }) => distance],
  ];
  const values = outcomes.flatMap(({ trajectory }, place) =>
    curves.flatMap(([curve, of]) =>
      trajectory.flatMap((event) => {
        const value = of(event);
        return value > 1e-16 && Number.isFinite(value) ? [{ problem: place + 1, step: event.step, curve, value }] : [];
      }),
    ),
  );
  return {
    data: { values },
    width: 560,
    height: 300,
    title: problem.name,
    mark: { type: "line", strokeWidth: 1.2 },
    encoding: {
      x: { field: "step", type: "quantitative", title: "step" },
      y: { field: "value", type: "quantitative", title: null, scale: { type: "log" }, axis: { format: "~e" } },
      color: {
        field: "curve",
        type: "nominal",
        scale: { domain: curves.map(([name]) => name), range: palette.slice(0, curves.length) },
      },
      detail: { field: "problem" },
    },
    config: chartConfig,
  };
}
