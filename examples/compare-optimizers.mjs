/**
 * Compares Lion with AdamW on some of Fashion-MNIST and writes the report: a study from code, with its events.
 *
 *   node examples/compare-optimizers.mjs [FOLDER] [--quick]
 *
 * Begin it again after an interruption, and it goes on. The data is fetched where it is not on this machine yet.
 */
import { buildReport, planStudy, readRun, runStudy, writeReport } from "lionlab";

const quick = process.argv.includes("--quick");
const folder = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? "runs/lion-and-adamw";

const planned = await planStudy({
  name: "lion-and-adamw",
  data: { name: "fashion-mnist", limitTrain: quick ? 300 : 6000 },
  model: "fashion-cnn",
  training: { epochs: quick ? 1 : 3, batchSize: 128 },
  optimizers: [
    { name: "lion", lr: quick ? [0.001] : [0.0003, 0.001] },
    { name: "adamw", lr: quick ? [0.003] : [0.001, 0.003] },
  ],
  seeds: quick ? 1 : 3,
});

for await (const event of runStudy(planned, { folder, keepWeights: true })) {
  if (event.kind !== "trial" || event.event.kind !== "finished") continue;
  const { optimizer, lr, seed } = event.trial.config;
  const { test } = event.event.result;
  console.log(`${optimizer.name} at ${lr}, seed ${seed}: ${test === null ? "diverged" : test.accuracy.toFixed(4)}`);
}

const report = await buildReport(await readRun(folder));
const { html } = await writeReport(report, `${folder}/report`);
console.log(`\nThe verdict is in ${html}`);
