/** F10: the gap as a certificate. */
import { gapBound, stretch } from "../lionk/figures/gap-bound.ts";
import { planeSettings } from "../lionk/figures/problems.ts";
import { lineChart } from "../report/line-chart.ts";
import { chart, type Figure, paragraph, shown } from "./figure.ts";

/** The figure. */
export const gapBoundFigure: Figure = {
  id: "F10",
  title: "How far from the optimum, without knowing the optimum",
  compute: () => {
    const { runs } = gapBound();
    return {
      blocks: [
        ...paragraphs,
        ...runs.map(({ label, points, least, violation, inside }) =>
          chart("F10", {
            part: label.split(" ")[0]!,
            title: `K = ${label}`,
            spec: lineChart({
              series: [
                { label: "bound G/λ", points: points.map(({ step, bound }) => [step, bound] as const) },
                { label: "F − F*", points: points.map(({ step, excess }) => [step, excess] as const), dash: [5, 3] },
              ],
              x: { title: "step", domain: [0, points.at(-1)!.step], format: ",d" },
              y: { title: "height above F*", log: true, domain: [1e-16, 10] },
            }),
            caption: `Over ${inside.toLocaleString("en")} steps inside the set, F − F* exceeds G/λ by at most ${shown(Math.max(0, violation), 2)}. F* = ${shown(least, 10)}, by projected gradient descent, which shares nothing with Lion-K. Drawn: the largest value in each ${stretch} steps. f and settings as in F1: η from ${planeSettings.eta} to 0 along a cosine, λ = ${planeSettings.lambda}.`,
          }),
        ),
      ],
      numbers: { runs: runs.map(({ label, least, violation, inside }) => ({ label, least, violation, inside })) },
    };
  },
};

const paragraphs = [
  paragraph(
    "Is a run done? The norm of the gradient does not say: at a border it stays away from 0. The Fenchel–Young gap does: `G(x) = K(−∇f) + K*(λx) + λ⟨x, ∇f⟩`, which is never negative and is 0 exactly where x solves the problem. If f is convex, `F(x) − F* ≤ G(x)/λ`: a bound that is computed from the gradient at hand and needs no knowledge of F*. For a norm K it is the gap of Frank and Wolfe (compare arXiv:2506.04192; for Muon, arXiv:2506.15054, equation 6).",
  ),
  paragraph(
    "Lines of the bound lie above those of what it bounds, at every step. With K = l1 the steps have a fixed length, x chatters about the minimum on a scale of η, and only the cosine, which takes η to 0, brings both down. For l2, where the answer is on a curved border, and for huber, whose gradient is continuous, x settles long before and the bound is tight. A solver can stop by it.",
  ),
];
