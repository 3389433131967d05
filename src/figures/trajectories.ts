/** F1: ways through the plane. */
import { planeSettings } from "../lionk/figures/problems.ts";
import { type PlaneRun, type Trajectories, trajectories } from "../lionk/figures/trajectories.ts";
import { planeChart } from "../report/plane-chart.ts";
import { chart, type Figure, paragraph, shown, shownVector } from "./figure.ts";

/** What each K does to x here, for a caption. */
const effects: { readonly [label: string]: string } = {
  l1: "the box of Lion",
  l2: "a round ball: the momentum divided by its length",
  linf: "a diamond: each step moves one coordinate, and the answer has a coordinate at 0",
  "lp p = 1.5": "the ball of the norm with q = 3, between ball and box",
  "huber e = 0.5": "the box again, and inside it a pull towards 0: the answer lies nearer to 0 than Lion's",
};

/** The figure. */
export const trajectoriesFigure: Figure = {
  id: "F1",
  title: "Each K has a set of its own",
  compute: () => {
    const data = trajectories();
    const runs = [...data.byK, ...data.byLambda];
    return {
      blocks: [...paragraphs, ...data.byK.map((run) => byK(run, data)), byLambda(data)],
      numbers: {
        runs: runs.map(({ named, lambda, solution: { x, bound, phaseOne } }) => {
          return { k: named.label, lambda, x: [...x], bound, stepsToDomain: phaseOne };
        }),
      },
    };
  },
};

const paragraphs = [
  paragraph(
    "Lion adds the sign of its momentum and takes a share λ of x away. The sign is the gradient of K(m) = |m|₁, and for any convex K the same rule `x ← x + η (∇K(m̃) − λ x)` minimises `f(x) + K*(λx) / λ`, where K*(z) = sup ⟨m, z⟩ − K(m) is the conjugate of K (Chen, Liu, Liang and Liu, arXiv:2310.05898). For a norm, K* is 0 on the unit ball of the dual norm and infinite outside: weight decay turns the minimum of f into the minimum of f over that ball, of radius 1/λ.",
  ),
  paragraph(
    "The lines are levels of f, whose minimum (2, −1) lies outside the shaded set. First x runs for the set; once inside it goes downhill in f, until the border stops it at the best point of the set. A larger λ means a smaller set: for λ up to 0.5 the minimum of f is inside, and decay costs nothing.",
  ),
  paragraph(
    `Settings: f = (x − c)ᵀA(x − c)/2 with A = [[3, 1], [1, 2]], c = (2, −1), from (−3, 3); β₁ = ${planeSettings.beta1}, β₂ = ${planeSettings.beta2}, η from ${planeSettings.eta} to 0 along a cosine, ${planeSettings.steps.toLocaleString("en")} steps.`,
  ),
];

function byK(run: PlaneRun, data: Trajectories) {
  const { label, solution } = run;
  const entered = solution.phaseOne === null ? "" : ` In the set from step ${solution.phaseOne} on.`;
  return chart("F1", {
    part: run.named.about.name,
    title: `K = ${label}, λ = ${run.lambda}`,
    spec: planeSpec([{ ...run, label: `way of x, K = ${label}` }], data),
    caption: `K*(z) = ${run.named.about.conjugateFormula}: ${effects[label]}. Ends at ${shownVector(solution.x)}, ${height(solution.bound)}.${entered}`,
  });
}

/** How far F may be above its least value. */
function height(bound: number): string {
  return bound <= 1e-14 ? "where F is least, to rounding" : `F at most ${shown(bound)} above its least value`;
}

function byLambda(data: Trajectories) {
  const ends = data.byLambda.map(({ lambda, solution }) => `${lambda}: ${shownVector(solution.x, 3)}`);
  return chart("F1", {
    part: "lambda",
    title: "K = l1 (Lion), five values of λ",
    spec: planeSpec(data.byLambda, data),
    caption: `The box |x|∞ ≤ 1/λ and where x ends, by λ: ${ends.join("; ")}. A box that is larger than the figure is not drawn.`,
  });
}

function planeSpec(series: readonly PlaneRun[], { contours, square }: Trajectories) {
  return planeChart({
    series,
    contours,
    range: [square.low, square.high],
    titles: ["x₁", "x₂"],
    places: [
      { at: [-3, 3], text: "start", shape: "circle" },
      { at: [2, -1], text: "min f", shape: "cross" },
    ],
  });
}
