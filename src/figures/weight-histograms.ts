/** F5: weights on their way into the box. */
import { moons } from "../lionk/figures/moons.ts";
import { weightHistograms } from "../lionk/figures/weight-histograms.ts";
import { histogramChart } from "../report/histogram-chart.ts";
import { chart, type Figure, paragraph, shown } from "./figure.ts";

/** The network and its data, for F5 and F6. */
export const moonSettings = `Two moons (${moons.points.size} points, noise ${moons.points.noise}, seed ${moons.points.seed}), a network 2-16-16-1 with tanh, mean logistic loss over all points in every step; Lion, β₁ = ${moons.beta1}, β₂ = ${moons.beta2}, weights drawn from ±1/√inputs with seed ${moons.weightSeed}.`;

/** The figure. */
export const weightHistogramsFigure: Figure = {
  id: "F5",
  title: "The weights of a network move into the box",
  compute: () => {
    const { lambda, eta, weights, histograms } = weightHistograms();
    const panels = histograms.map(({ step, bars, outside }) => {
      return { title: `step ${step}: ${(100 * outside).toFixed(1)} % of the weights outside`, bars };
    });
    return {
      blocks: [
        ...paragraphs,
        chart("F5", {
          title: "Weights by size, through training",
          spec: histogramChart({
            panels,
            x: { title: "weight", domain: [-0.7125, 0.7125], values: [-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6] },
            y: "weights",
            marks: [-1 / lambda, 1 / lambda],
          }),
          caption: `${weights} weights; red lines: the box ±1/λ = ±${1 / lambda}. Largest weight at step ${histograms.at(-1)!.step}: ${shown(histograms.at(-1)!.largest, 6)}. What lies outside by less than a thousandth of the box counts as inside. λ = ${lambda}, η = ${eta}. ${moonSettings}`,
        }),
      ],
      numbers: {
        lambda,
        eta,
        weights,
        histograms: histograms.map(({ step, outside, largest }) => ({ step, outside, largest })),
      },
    };
  },
};

const paragraphs = [
  paragraph(
    "The theory asks nothing of f but a gradient, so what happened in the plane happens to a neural network: the distance of each weight from the box `|w| ≤ 1/λ` shrinks at least by the factor 1 − ηλ in each step (arXiv:2310.05898). The loss plays no part in this; it decides only where in the box a weight ends.",
  ),
  paragraph(
    "With λ as large as here the box is tight, and training ends with two heaps at the borders: for most weights the loss would like more than it may have, and their momentum keeps its sign. A histogram of trained weights with walls at ±1/λ is the fingerprint of Lion.",
  ),
];
