/** A run over its steps: f, F and H, the distance from the set, and the gap; the phases are marked. */

import type { TracePoint } from "../../src/lionk/trace.ts";
import { palette } from "../../src/report/theme.ts";
import { LinePlot, type LinePlotProps, type PlotLine, type PlotMark } from "../parts/line-plot.tsx";
import type { PlaneProblem } from "./problem.ts";
import { hasValues, type RunLine, runLines } from "./run-lines.ts";

/** Looks of the lines, told apart without colour. */
const looks: { readonly [key: string]: Pick<PlotLine, "color" | "dash"> } = {
  f: { color: palette[1]!, dash: [] },
  F: { color: palette[2]!, dash: [7, 4] },
  H: { color: palette[0]!, dash: [2, 3] },
  distance: { color: palette[0]!, dash: [] },
  envelope: { color: palette[3]!, dash: [7, 4] },
  gap: { color: palette[0]!, dash: [] },
};

/** The figures; `step`: the one that is looked at. */
export function RunCharts(props: {
  readonly problem: PlaneProblem;
  readonly points: readonly TracePoint[];
  readonly step: number;
}) {
  const { problem, points, step } = props;
  const { heights, distances, gaps } = runLines(points, problem.options);
  const entered = points.at(-1)?.phaseOne ?? null;
  const marks: readonly PlotMark[] = [
    ...(entered === null || entered === 0 ? [] : [{ axis: "x" as const, value: entered, text: "phase II" }]),
    { axis: "x", value: step, text: "" },
  ];
  const x = { title: "step", whole: true };
  const common = { x, marks, group: "lionk", of: "lion-k", height: 220 } as const;
  return (
    <section aria-labelledby="over-steps">
      <h2 id="over-steps">Over the steps</h2>
      <div class="lionk-plots">
        <RunChart {...common} title="Heights: f, F and H" y={{ title: "height" }} own={heights} />
        <RunChart {...common} title="Distance from the set" y={{ title: "distance", log: true }} own={distances} />
        <RunChart {...common} title="Gap / λ" y={{ title: "gap", log: true }} own={problem.noise > 0 ? [] : gaps} />
      </div>
    </section>
  );
}

/** Why a figure is empty: its values are 0 or infinite at all steps. */
const nothing: { readonly [title: string]: string } = {
  "Distance from the set": "The run was in the set from the start.",
  "Gap / λ": "It is not known: the gradient is seen through noise, or x never came into the set.",
};

function RunChart({ own, ...plot }: Omit<LinePlotProps, "lines"> & { readonly own: readonly RunLine[] }) {
  if (!hasValues(own)) {
    return (
      <figure class="plot">
        <div class="plot-head">
          <figcaption>{plot.title}</figcaption>
        </div>
        <p class="nothing">{nothing[plot.title] ?? "It has no finite value at any step."}</p>
      </figure>
    );
  }
  return (
    <div>
      <LinePlot {...plot} lines={own.map(drawn)} />
      <Key lines={own} />
    </div>
  );
}

function drawn(line: RunLine): PlotLine {
  return { ...line, ...looks[line.key]! };
}

function Key({ lines }: { readonly lines: readonly RunLine[] }) {
  return (
    <ul class="plot-key">
      {lines.map(({ key, name }) => (
        <li key={key}>
          <svg viewBox="0 0 26 8" width="26" height="8" aria-hidden="true">
            <path
              d="M0 4h26"
              stroke={looks[key]!.color}
              stroke-width="2.4"
              stroke-dasharray={looks[key]!.dash.join(" ")}
            />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
