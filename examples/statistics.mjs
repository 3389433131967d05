/**
 * Compares three optimizers by scores of one's own, seed by seed: effect with interval, tests corrected for their number, and the seeds it takes.
 *
 *   node examples/statistics.mjs
 */
import { a12, hodgesLehmann, holm, magnitudeOf, meanInterval, seedsNeeded, wilcoxon } from "lionlab/stats";

/** Test accuracies of ten seeds; the same place is the same seed. */
const scores = {
  lion: [0.9121, 0.9098, 0.9133, 0.9117, 0.9109, 0.9142, 0.9101, 0.9126, 0.9119, 0.9131],
  adamw: [0.9097, 0.9083, 0.9101, 0.9107, 0.9086, 0.911, 0.9079, 0.9112, 0.9094, 0.9102],
  sgd: [0.9093, 0.9071, 0.9118, 0.909, 0.9099, 0.9101, 0.9084, 0.91, 0.9107, 0.9089],
};

for (const [name, values] of Object.entries(scores)) {
  const { value, low, high } = meanInterval(values);
  console.log(`${name.padEnd(6)} ${value.toFixed(4)}  95 % interval ${low.toFixed(4)} to ${high.toFixed(4)}`);
}

const pairs = [
  ["lion", "adamw"],
  ["lion", "sgd"],
  ["adamw", "sgd"],
];
const tests = pairs.map(([a, b]) => wilcoxon(scores[a], scores[b]));
const corrected = holm(tests.map(({ p }) => p));
console.log();
for (const [i, [a, b]] of pairs.entries()) {
  const shift = hodgesLehmann(scores[a], scores[b]);
  const effect = magnitudeOf(a12(scores[a], scores[b]).value);
  console.log(`${a} - ${b}: ${shift.value.toFixed(4)} (${effect}), p ${corrected[i].toPrecision(2)} after Holm`);
}

const aim = { alpha: 0.05, power: 0.8, design: "paired", comparisons: pairs.length };
console.log(`\nA difference of one standard deviation takes ${seedsNeeded(1, aim).seeds} seeds in such a comparison.`);
