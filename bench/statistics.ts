/**
 * Statistics: an exact Mann-Whitney test of 40 + 40 values with ties, and 10,000 stratified bootstrap resamples of 10 workloads of 25 runs.
 *
 * Beside them what a report of many runs does most: Wilcoxon's test, the sign-flip test, shifts with intervals, and a power by simulation.
 * Milliseconds of the wall clock; the first call is what a command pays, the median of the others what a report of many pairs pays.
 */
import { createRng } from "../src/core/rng.ts";
import { aggregateIqm, probabilityOfImprovement } from "../src/stats/aggregate.ts";
import { bootstrapInterval } from "../src/stats/bootstrap.ts";
import { hodgesLehmann } from "../src/stats/hodges-lehmann.ts";
import { mannWhitney } from "../src/stats/mann-whitney.ts";
import { mean } from "../src/stats/mean-interval.ts";
import { mannWhitneyPower } from "../src/stats/power-simulation.ts";
import { signFlip } from "../src/stats/sign-flip.ts";
import { wilcoxon } from "../src/stats/wilcoxon.ts";
import { readCall } from "./call.ts";
import { machine, median } from "./process.ts";

const { json } = readCall({});
const rounds = 7;

/** Accuracies of 10,000 images, with ties. */
function sample(n: number, ...name: (string | number)[]): number[] {
  const rng = createRng(1, ...name);
  return Array.from({ length: n }, () => Math.round(9150 + 12 * rng.normal()) / 10_000);
}

const table = Array.from({ length: 10 }, (_, task) => sample(25, "table", task));
const other = Array.from({ length: 10 }, (_, task) => sample(25, "other", task));
const resamples = 10_000;
let fresh = 0; // other values each time, so that nothing is remembered

const cases: { readonly name: string; readonly wantedMs?: number; run(): void }[] = [
  {
    name: "Mann-Whitney, 40 + 40 with ties, exact",
    wantedMs: 50,
    run: () => void mannWhitney(sample(40, "x", ++fresh), sample(40, "y", fresh)),
  },
  {
    name: "interquartile mean of 10 × 25, 10,000 resamples",
    wantedMs: 1000,
    run: () => void aggregateIqm(table, { rng: createRng(++fresh), resamples }),
  },
  {
    name: "probability of improvement, 2 × 10 × 25, 10,000 resamples",
    run: () => void probabilityOfImprovement(table, other, { rng: createRng(++fresh), resamples }),
  },
  {
    name: "BCa of the mean of 25, 9,999 resamples",
    run: () => void bootstrapInterval(table[0]!, mean, { method: "bca", rng: createRng(++fresh) }),
  },
  { name: "Wilcoxon, 200 pairs, exact", run: () => void wilcoxon(sample(200, "x", ++fresh), sample(200, "y", fresh)) },
  { name: "sign flips, 32 pairs, exact", run: () => void signFlip(sample(32, "x", ++fresh), sample(32, "y", fresh)) },
  {
    name: "Hodges-Lehmann, 40 + 40",
    run: () => void hodgesLehmann(sample(40, "x", ++fresh), sample(40, "y", fresh)),
  },
  { name: "power of Mann-Whitney, 25 + 25, 4,000 draws", run: () => void mannWhitneyPower(25, 0.5 + ++fresh / 100) },
];

const costs = cases.map(({ name, wantedMs, run }) => {
  const times = Array.from({ length: rounds + 1 }, () => {
    const start = process.hrtime.bigint();
    run();
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return {
    name,
    firstMs: times[0]!,
    medianMs: median(times.slice(1)),
    ...(wantedMs === undefined ? {} : { wantedMs }),
  };
});

if (json) console.log(JSON.stringify({ machine: machine(), costs }));
else {
  console.log(`\nStatistics, the first call and medians of ${rounds} more: ${machine()}`);
  for (const { name, firstMs, medianMs, wantedMs } of costs) {
    const wanted = wantedMs === undefined ? "" : `  wanted: below ${wantedMs}`;
    console.log(
      `  ${name.padEnd(60)} ${firstMs.toFixed(1).padStart(8)} ms ${medianMs.toFixed(1).padStart(8)} ms${wanted}`,
    );
  }
}
