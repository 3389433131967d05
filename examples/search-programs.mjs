/**
 * Searches optimizers for a task of one's own: a badly scaled least-squares problem with noisy gradients, to be solved within 60 steps.
 *
 *   node examples/search-programs.mjs [--quick]
 */
import { searchPrograms, startOptimizer } from "lionlab";

const quick = process.argv.includes("--quick");
const scales = [1, 3, 10, 30, 100];
const steps = 60;

/** f(w) = sum of scale (w - 1)^2 / 2: its value, and its gradient with noise that is the same in every run. */
const f = (w) => scales.reduce((sum, scale, i) => sum + (scale * (w[i] - 1) ** 2) / 2, 0);
const gradient = (w, step) => scales.map((scale, i) => scale * (w[i] - 1) + 0.3 * Math.sin(7 * step + 3 * i));

/** How many times smaller f is at the end, as a logarithm: larger is better. */
async function score(program) {
  const run = await startOptimizer({ program }, { weights: [scales.map(() => 0)], steps, lr: 50 });
  for (let step = 1; step <= steps; step++) {
    const lr = 25 * (1 + Math.cos((Math.PI * (step - 1)) / steps));
    run.step([gradient(run.weights[0], step)], lr);
  }
  return Math.log10(f(scales.map(() => 0)) / f(run.weights[0]));
}

const { seed, best, evaluations } = await searchPrograms({
  score,
  evaluations: quick ? 60 : 800,
  seed: 3,
  mutation: { maxLength: 20 },
  onEvaluation: ({ number, score: value }) => {
    if (number % 200 === 0) console.log(`program ${number}: 10^${value.toFixed(2)} times smaller`);
  },
});
console.log(
  `\nAdamW, the seed: ${seed.score.toFixed(2)}; the best of ${evaluations.length}: ${best.score.toFixed(2)}\n`,
);
console.log(best.program);
