/** F3: the way into the domain. */

import {
  type ApproachRun,
  flowConstants,
  flowEnd,
  flowStep,
  phaseOne,
  updateSteps,
} from "../lionk/figures/phase-one.ts";
import { planeSettings } from "../lionk/figures/problems.ts";
import { type LineSeries, lineChart, thinned } from "../report/line-chart.ts";
import { chart, type Figure, paragraph, shown } from "./figure.ts";

/** The figure. */
export const phaseOneFigure: Figure = {
  id: "F3",
  title: "First into the set, exponentially fast",
  compute: () => {
    const { continuous, discrete } = phaseOne();
    const y = { title: "distance of λx from dom K*", log: true, domain: [1e-4, 5] } as const;
    return {
      blocks: [
        ...paragraphs,
        chart("F3", {
          part: "flow",
          title: "The equation: envelope e^(−λt) d₀",
          spec: lineChart({ series: seriesOf(continuous), x: { title: "time t", domain: [0, flowEnd] }, y }),
          caption: `${found(continuous, "t = ")} α = γ = ${flowConstants.alpha}, ε = ${flowConstants.epsilon}, λ = ${flowConstants.lambda}; Runge–Kutta of order 4, h = ${flowStep}; f as in F1. log-cosh and smooth-l2 have e = 0.1.`,
        }),
        chart("F3", {
          part: "updates",
          title: "Updates: envelope (1 − ηλ)^t d₀",
          spec: lineChart({ series: seriesOf(discrete), x: { title: "step t", domain: [0, updateSteps] }, y }),
          caption: `${found(discrete, "step ")} Explicit decay, η = ${planeSettings.eta} throughout, λ = ${planeSettings.lambda}, β₁ = ${planeSettings.beta1}, β₂ = ${planeSettings.beta2}; f as in F1.`,
        }),
      ],
      numbers: {
        runs: [...continuous, ...discrete].map(({ label, entered, excess }) => ({ label, entered, excess })),
      },
    };
  },
};

const paragraphs = [
  paragraph(
    "While λx lies outside the domain of K*, the objective is infinite and H with it, so no energy can fall yet. What falls is the distance: λx(t) is a mixture of where it began, weighted e^(−λt), and of values of ∇K, which all lie in the domain. So `dist(λx(t), dom K*) ≤ e^(−λt) dist(λx(0), dom K*)`, in any norm and whatever f is, and for updates with explicit decay `≤ (1 − ηλ)^t` times the first distance (arXiv:2310.05898, theorems 3.1 and B.9).",
  ),
  paragraph(
    "Dotted lines are these envelopes. From (−3, 3) the gradient helps: lines end where the set is entered. From (1.8, −0.9) it pulls outward all along, the distance lies on its envelope, and the border is neared for ever and reached never. That is why one tests for the envelope, and not for having entered. It also shows what to expect of weight decay: the time is 1/(ηλ) steps, which is ten thousand for η = 1e-4 and λ = 1.",
  ),
];

function seriesOf(runs: readonly ApproachRun[]): readonly LineSeries[] {
  const distances = runs.map(({ label, points }) => {
    return { label, points: thinned(points, 400).map(({ at, distance }) => [at, distance] as const) };
  });
  const envelopes = runs.map(({ label, points }) => ({
    label: `envelope: ${label}`,
    like: label,
    dash: [2, 4],
    unlisted: true,
    points: thinned(points, 60).map(({ at, envelope }) => [at, envelope] as const),
  }));
  return [...distances, ...envelopes];
}

function found(runs: readonly ApproachRun[], unit: string): string {
  const entered = runs.map(
    ({ label, entered: when }) => `${label} ${when === null ? "never" : `at ${unit}${shown(when)}`}`,
  );
  const worst = Math.max(0, ...runs.map(({ excess }) => excess));
  return `Inside: ${entered.join("; ")}. No distance lies above its envelope by more than ${shown(worst, 2)}.`;
}
