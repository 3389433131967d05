/** F2: heights over time. */
import { swinging } from "../lionk/figures/flow-run.ts";
import { leastRise, lyapunovHeights } from "../lionk/figures/lyapunov-heights.ts";
import { lineChart, thinned } from "../report/line-chart.ts";
import { chart, type Figure, paragraph, shown } from "./figure.ts";

/** The settings of F2 and F4. */
export const swingingSettings = `f = (x − c)ᵀA(x − c)/2 with A = [[3, 1], [1, 2]], c = (0.4, −0.3); K = log-cosh, e = 0.1; α = γ = ${swinging.constants.alpha}, ε = ${swinging.constants.epsilon}, λ = ${swinging.constants.lambda}, from (−0.9, 0.9), m = 0; Runge–Kutta of order 4, h = ${swinging.h}, up to t = ${swinging.h * swinging.steps}.`;

/** The figure. */
export const lyapunovHeightsFigure: Figure = {
  id: "F2",
  title: "What never rises is H, not the loss",
  compute: () => {
    const { points, objectiveRises, lyapunovRises } = lyapunovHeights();
    const line = (label: string, of: (point: (typeof points)[number]) => number) => {
      return { label, points: thinned(points, 1_500).map((point) => [point.t, of(point)] as const) };
    };
    const series = [
      line("f", ({ f }) => f),
      line("F", ({ objective }) => objective),
      line("H", ({ lyapunov }) => lyapunov),
    ];
    const early = series.map((one) => ({ ...one, points: one.points.filter(([t]) => t <= 8) }));
    const numbers = `F rises on ${objectiveRises.steps} of ${points.length - 1} steps (by more than ${leastRise}), at most by ${shown(objectiveRises.largest)}; H rises so on ${lyapunovRises.steps}, and nowhere by more than ${shown(lyapunovRises.largest)}.`;
    return {
      blocks: [
        ...paragraphs,
        chart("F2", {
          title: "f, F and H over time",
          spec: lineChart({ series: early, x: { title: "time t", domain: [0, 8] }, y: { title: "height" } }),
          caption: `${numbers} Shown up to t = 8; beside it, F and H go on. ${swingingSettings}`,
        }),
        chart("F2", {
          part: "log",
          title: "The same above the least value of F",
          spec: lineChart({
            series: aboveLeast(series),
            x: { title: "time t", domain: [0, 18] },
            y: { title: "height above the last F", log: true, domain: [1e-12, 10] },
          }),
          caption:
            "F and H minus the last F on a logarithmic axis: F has bumps, H has none and always lies above F. Where they fall below 1e-12, rounding begins.",
        }),
      ],
      numbers: { steps: points.length - 1, objectiveRises, lyapunovRises },
    };
  },
};

const paragraphs = [
  paragraph(
    "Momentum carries x past the minimum and back, so neither f nor the objective F = αf + (γ/λ) K*(λx) falls all the time. That makes it hard to say whether a run is going well. The theory finds what does fall: the energy of position and of momentum together, as with a ball that rolls in a bowl with friction, whose height may rise while its energy may not.",
  ),
  paragraph(
    "`H(x, m) = αf(x) + (γ/λ) K*(λx) + (1 − εγ)/(1 + ελ) · [K*(λx) + K(m) − λ⟨x, m⟩]`. The bracket is at least 0 by Fenchel and Young's inequality, so H lies above F and meets it where x is at rest. Along the equation m′ = −α∇f − γm, x′ = ∇K(m̃) − λx, with m̃ = m + εm′, it never rises while εγ ≤ 1 (arXiv:2310.05898, theorem 3.1).",
  ),
];

function aboveLeast(
  series: readonly { readonly label: string; readonly points: readonly (readonly [number, number])[] }[],
) {
  const least = series.find(({ label }) => label === "F")!.points.at(-1)![1];
  return series
    .filter(({ label }) => label !== "f")
    .map(({ label, points }) => ({ label, points: points.map(([t, y]) => [t, y - least] as const) }));
}
