/** F6: the cost of a bound. */
import { moons } from "../lionk/figures/moons.ts";
import { harmless, weightBound } from "../lionk/figures/weight-bound.ts";
import { lineChart } from "../report/line-chart.ts";
import { chart, type Figure, paragraph, shown } from "./figure.ts";
import { moonSettings } from "./weight-histograms.ts";

/** The figure. */
export const weightBoundFigure: Figure = {
  id: "F6",
  title: "A bound costs nothing up to a critical λ",
  compute: (note) => {
    const { runs, eta, critical } = weightBound((lambda) => note(`λ = ${lambda}, ${moons.steps} steps`));
    const x = { title: "weight decay λ", domain: [0, 10.5] } as const;
    const marks = critical.map(
      (value, i) => ({ axis: "x", value, text: i === 0 ? "" : "critical λ: between these" }) as const,
    );
    const told = (unit: string) => (point: readonly [number, number]) =>
      `λ = ${point[0]}: ${unit} ${shown(point[1], 4)}`;
    const bound = Array.from({ length: 200 }, (_, i) => 0.25 + (10.25 * i) / 199);
    const settings = `${moons.steps.toLocaleString("en")} steps, η from ${eta} to 0 along a cosine. ${moonSettings}`;
    const losses = runs.map(({ lambda, loss }) => `${lambda}: ${loss.toFixed(5)}`);
    const largest = runs.map((run) => `${run.lambda}: ${shown(run.largest, 4)}`);
    const bindsFrom = runs.find((run) => Math.abs(run.largest * run.lambda - 1) < 0.005)?.lambda;
    const binding =
      bindsFrom === undefined ? "It is nowhere 1/λ." : `From λ = ${bindsFrom} on it is 1/λ, to half a percent.`;
    return {
      blocks: [
        ...paragraphs,
        chart("F6", {
          part: "loss",
          title: "Final loss against λ",
          spec: lineChart({
            series: [
              {
                label: "loss in nats",
                points: runs.map(({ lambda, loss }) => [lambda, loss] as const),
                dots: true,
                told: told("loss in nats"),
              },
            ],
            x,
            y: { title: "final loss, nats" },
            marks,
          }),
          caption: `Loss by λ: ${losses.join("; ")}. It stays below ${harmless} up to λ = ${critical[0]} and no longer at λ = ${critical[1]}. Guessing has a loss of log 2 = 0.693. ${settings}`,
        }),
        chart("F6", {
          part: "largest",
          title: "Largest weight against λ",
          spec: lineChart({
            series: [
              {
                label: "max |w|",
                points: runs.map((run) => [run.lambda, run.largest] as const),
                dots: true,
                told: told("max |w|"),
              },
              { label: "1/λ", points: bound.map((lambda) => [lambda, 1 / lambda] as const), dash: [4, 3] },
            ],
            x,
            y: {
              title: "largest weight, max |w|",
              log: true,
              domain: [0.08, 5],
              format: "~g",
              values: [0.1, 0.2, 0.5, 1, 2, 4],
            },
            marks,
          }),
          caption: `max |w| by λ: ${largest.join("; ")}. ${binding} ${settings}`,
        }),
      ],
      numbers: { eta, runs, critical },
    };
  },
};

const paragraphs = [
  paragraph(
    "Lion minimises f over the box `|w| ≤ 1/λ` (arXiv:2310.05898). If a good network fits into the box, decay costs nothing; once the box is smaller than every good network, the loss must rise. So there is a critical λ: below it decay only tidies up, above it decay is a constraint that is paid for.",
  ),
  paragraph(
    "The largest weight tells on which side one is, without a second run: where max |w| = 1/λ, the box binds. For common settings (λ from 0.1 to 1, a box of 10 to 1) it binds for few weights or none.",
  ),
];
