/** F4: the rate at which H falls. */
import { lyapunovFall } from "../lionk/figures/lyapunov-fall.ts";
import { lineChart, thinned } from "../report/line-chart.ts";
import { chart, type Figure, paragraph, shown } from "./figure.ts";
import { swingingSettings } from "./lyapunov-heights.ts";

/** The figure. */
export const lyapunovFallFigure: Figure = {
  id: "F4",
  title: "What H falls by",
  compute: () => {
    const { points, leastTerm, largestError } = lyapunovFall();
    const some = thinned(points, 1_500);
    return {
      blocks: [
        ...paragraphs,
        chart("F4", {
          title: "Δ₁, Δ₂ and −dH/dt over time",
          spec: lineChart({
            series: [
              { label: "−dH/dt", points: some.map(({ t, rate }) => [t, -rate] as const) },
              { label: "Δ₁", points: some.map(({ t, d1 }) => [t, d1] as const) },
              { label: "Δ₂", points: some.map(({ t, d2 }) => [t, d2] as const) },
            ],
            x: { title: "time t", domain: [0, 18] },
            y: { title: "rate, energy per time", log: true, domain: [1e-12, 10] },
          }),
          caption: `The run of F2. Least value of either term: ${shown(leastTerm, 2)}, up to rounding no less than 0. −dH/dt by the formula differs from the difference quotient of H by at most ${shown(largestError, 2)} of its largest value, the error of the quotient. ${swingingSettings}`,
        }),
      ],
      numbers: { leastTerm, largestError },
    };
  },
};

const paragraphs = [
  paragraph(
    "The fall of H is the sum of two terms: `−dH/dt = (λ + γ)/(1 + ελ) · Δ₁ + (1 − εγ)/(1 + ελ) · Δ₂`, with `Δ₁ = ⟨m̃ − ∇K*(λx), ∇K(m̃) − λx⟩` and `Δ₂ = ⟨m̃ − m, ∇K(m̃) − ∇K(m)⟩ / ε` (arXiv:2310.05898, theorem 3.1). Each compares two points and the gradients of a convex function there, and the gradient of a convex function never turns against the way between two points; so neither is negative.",
  ),
  paragraph(
    "Δ₁ is the friction of weight decay and of forgetting: it vanishes where λx and m̃ fit each other. Δ₂ comes from looking ahead, the difference between m̃ and m that Lion makes with its two betas; it vanishes wherever the momentum stands still for a moment. Its dips are those moments, and −dH/dt stays above 0 through all of them.",
  ),
];
