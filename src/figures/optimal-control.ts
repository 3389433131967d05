/** F8: a cart with a bounded push. */
import { type ControlRun, controlSettings, optimalControl } from "../lionk/figures/optimal-control.ts";
import { controlStepSeconds } from "../lionk/figures/problems.ts";
import { lineChart, type Mark } from "../report/line-chart.ts";
import { chart, type Figure, paragraph, shown } from "./figure.ts";

/** The figure. */
export const optimalControlFigure: Figure = {
  id: "F8",
  title: "Steering with a bounded push",
  compute: () => {
    const { runs } = optimalControl();
    const costs = runs.map(({ label, cost }) => `${shown(cost, 6)} (${label})`);
    const bounds = runs.flatMap(({ solution }) => (solution === null ? [] : [shown(Math.max(0, solution.bound), 2)]));
    const plot = (part: string, title: string, options: PlotOptions) =>
      chart("F8", { part, title, spec: controlChart(runs, options), caption: options.caption });
    const limits: readonly Mark[] = [
      { axis: "y", value: 1, text: "bound" },
      { axis: "y", value: -1, text: "" },
    ];
    return {
      blocks: [
        ...paragraphs,
        plot("push", "Push u(t)", {
          of: ({ push }) => [...push, push.at(-1)!],
          unit: "push u, m/s²",
          marks: limits,
          domain: [-1.3, 1.3],
          stepped: true,
          caption: `Cost: ${costs.join("; ")}. F is at most ${bounds.join(" and ")} above its least value. Cost 5 (p² + v²) at the end, + 0.05 Σu²; p⁺ = p + v/4, v⁺ = v + u/4, 12 steps of a quarter second, from p = 2 m at rest. K = l1 and huber, λ = 1, from u = 0; β₁ = ${controlSettings.beta1}, β₂ = ${controlSettings.beta2}, η from ${controlSettings.eta} to 0 along a cosine, at most ${controlSettings.steps.toLocaleString("en")} steps.`,
        }),
        plot("position", "Position p(t)", {
          of: ({ position }) => position,
          unit: "position p, m",
          marks: [],
          caption: "All three bring the cart near 0; without a bound it starts faster and brakes harder at the end.",
        }),
        plot("speed", "Speed v(t)", {
          of: ({ speed }) => speed,
          unit: "speed v, m/s",
          marks: [],
          caption: "The slope of the speed is the push: while they push fully, the bounded lines are one.",
        }),
      ],
      numbers: {
        runs: runs.map(({ label, push, cost, solution }) => ({ label, push, cost, bound: solution?.bound ?? null })),
      },
    };
  },
};

const paragraphs = [
  paragraph(
    "A cart stands 2 m from where it shall stand in three seconds, at rest, and a motor can push with at most 1 m/s². The unknowns are the twelve pushes, f is the cost at the end plus a little for each push, and `|u| ≤ 1` is Lion's own box with λ = 1 (arXiv:2310.05898). No projection and no solver of quadratic programs is needed: Lion is one.",
  ),
  paragraph(
    "The best plan without a bound asks for more than the motor has, first and last. Cutting it off would miss the goal; the optimum under the bound pushes fully for longer, at both ends, and bends in between. With K = huber the same box comes with a pull of each push towards 0, and the plan gets milder where it is not at the bound.",
  ),
];

interface PlotOptions {
  readonly of: (run: ControlRun) => readonly number[];
  readonly unit: string;
  readonly marks: readonly Mark[];
  readonly domain?: readonly [number, number];
  readonly stepped?: boolean;
  readonly caption: string;
}

function controlChart(runs: readonly ControlRun[], { of, unit, marks, domain, stepped = false }: PlotOptions) {
  const series = runs.map((run, i) => ({
    label: run.label,
    stepped,
    ...(i === 0 ? { dash: [6, 3] } : {}),
    points: of(run).map((value, step) => [step * controlStepSeconds, value] as const),
  }));
  return lineChart({
    series,
    x: { title: "time, s", domain: [0, 3], values: [0, 0.5, 1, 1.5, 2, 2.5, 3], format: "~g" },
    y: { title: unit, ...(domain === undefined ? {} : { domain }) },
    marks,
    height: 230,
  });
}
