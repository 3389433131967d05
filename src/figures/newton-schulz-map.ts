/** F9: Muon's iteration. */
import { newtonSchulzMap } from "../lionk/figures/newton-schulz-map.ts";
import { cubic, muonQuintic } from "../lionk/newton-schulz.ts";
import { lineChart, thinned } from "../report/line-chart.ts";
import { chart, type Figure, paragraph, shown } from "./figure.ts";

/** The figure. */
export const newtonSchulzMapFigure: Figure = {
  id: "F9",
  title: "Muon is Lion-K too, up to its Newton–Schulz iteration",
  compute: () => {
    const { points, fromHundredth, fromThousandth, slope, atOne } = newtonSchulzMap();
    const some = thinned(points, 1_000);
    const range = ([low, high]: readonly [number, number]) => `${shown(low)} to ${shown(high, 4)}`;
    return {
      blocks: [
        ...paragraphs,
        chart("F9", {
          title: "Singular value after the iteration, against before",
          spec: lineChart({
            series: [
              {
                label: "quintic, 5 rounds (Muon)",
                points: some.map(({ sigma, quintic }) => [sigma, quintic] as const),
              },
              {
                label: `cubic, ${cubic.rounds} rounds`,
                points: some.map((point) => [point.sigma, point.cubic] as const),
              },
              {
                label: "polar factor",
                points: [
                  [1e-3, 1],
                  [1, 1],
                ],
                dash: [6, 4],
              },
            ],
            x: {
              title: "singular value σ of the normalised matrix",
              log: true,
              domain: [1e-3, 1],
              format: "~g",
              values: [0.001, 0.01, 0.1, 1],
            },
            y: { title: "singular value after", domain: [0, 1.4] },
          }),
          caption: `Quintic with (a, b, c) = (${muonQuintic.coefficients.map((value) => shown(value, 5)).join(", ")}): from ${range(fromHundredth)} for σ from 0.01 to 1, from ${range(fromThousandth)} for σ from 0.001; slope at 0: a⁵ = ${shown(slope, 4)}; value at 1: ${shown(atOne)}. The cubic has (1.5, −0.5, 0).`,
        }),
      ],
      numbers: { fromHundredth, fromThousandth, slope, atOne },
    };
  },
};

const paragraphs = [
  paragraph(
    "For matrices take K(M) = |M|⁎, the sum of the singular values. Its gradient is the polar factor: M = U S Vᵀ becomes U Vᵀ, with all singular values set to 1, the sign of a matrix. That is Muon, and with weight decay it minimises f under `|X|_op ≤ 1/λ`: no singular value of the weights may exceed 1/λ (Chen, Li and Liu, arXiv:2506.15054).",
  ),
  paragraph(
    "A singular value decomposition is slow on GPUs, so Muon iterates X ← aX + (bA + cA²)X with A = XXᵀ, which sends each singular value σ to aσ + bσ³ + cσ⁵ and leaves the vectors alone. Its coefficients are chosen for speed: five rounds lift even small values, and scatter them about 1 instead of converging. So Muon's ball is known only up to that scatter, and its steps are not the gradient of a convex K, for which the map would have to rise. The cubic iteration converges to the polar factor and takes thirty rounds.",
  ),
];
