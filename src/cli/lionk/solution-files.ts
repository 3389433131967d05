/** The files of a solved problem: `solution.json`, `trajectory.csv`, the figure `convergence.svg`, and `front.svg` of several aims. */
import { join } from "node:path";
import type { TopLevelSpec } from "vega-lite";
import { writeFileAtomically } from "../../core/atomic-file.ts";
import { onWhite, renderSvg } from "../../report/svg.ts";
import { chartConfig, palette } from "../../report/theme.ts";
import { jsonText } from "../plain-table.ts";
import { frontFigures } from "./front-figure.ts";
import { solutionFacts } from "./solution-facts.ts";
import type { Solved, TrajectoryPoint } from "./solve-run.ts";

/** Writes the files into `folder`, and gives their names. */
export async function writeSolution(folder: string, solved: Solved): Promise<readonly string[]> {
  const fronts = Object.entries(frontFigures(solved)).map(async ([name, spec]) => [
    name,
    onWhite(await renderSvg(spec)),
  ]);
  const files: Readonly<Record<string, string>> = {
    "solution.json": jsonText(solutionFacts(solved)),
    "trajectory.csv": trajectoryCsv(solved),
    "convergence.svg": onWhite(await renderSvg(convergenceFigure(solved))),
    ...Object.fromEntries(await Promise.all(fronts)),
  };
  for (const [name, content] of Object.entries(files)) await writeFileAtomically(join(folder, name), content);
  return Object.keys(files);
}

/** One row a point, of each problem in turn, which counts from 1; a field is empty where a figure is infinite. */
function trajectoryCsv({ outcomes }: Solved): string {
  const coordinates = [...(outcomes[0]?.trajectory[0]?.x.keys() ?? [])];
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
  const curves: readonly (readonly [string, (event: TrajectoryPoint) => number])[] = [
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
