/**
 * Shapes: which size of parts of a batch is fastest on this kind of processor, for each network whose batch is cut.
 *
 * One thread, as a trial trains; every size in turn, several rounds, the least of each size's medians. It ends with this machine's row of the table
 * that trials are planned by: a file of such rows that LIONLAB_PART_SIZES names goes before what is shipped, and a row for a kind that
 * `src/trainer/part-sizes.ts` lacks is worth an issue.
 */
import { cpus } from "node:os";
import { processorKind, processorName } from "../src/core/processor.ts";
import { modelNamed } from "../src/models/index.ts";
import { partSizesHere } from "../src/study/part-sizes-here.ts";
import type { MeasuredPartSizes } from "../src/trainer/part-sizes.ts";
import { readCall } from "./call.ts";
import { labSide, machine, runSide } from "./process.ts";
import { stepCases } from "./step-cases.ts";

const sizes = ["whole", "64", "32", "16", "8"];
const networks = ["fashion-cnn", "cifar-cnn", "vit-ti-4", "mixer-s-4"];
const rounds = 3;
const { json, given } = readCall({ networks: { words: Object.keys(stepCases).filter((name) => name !== "mlp") } });
const steps: { readonly [name: string]: string } = { "fashion-cnn": "40", "cifar-cnn": "10" };
const here = partSizesHere();

if (!json) process.stdout.write(`${machine()}\nms a step, one thread; * as planned on this processor\n`);
const rows = [];
const fastest: Record<string, number> = {};
for (const name of given.networks.length > 0 ? given.networks : networks) {
  const found = new Map(sizes.map((size) => [size, Number.POSITIVE_INFINITY]));
  let batchSize = 0;
  for (let round = 0; round < rounds; round++) {
    for (const size of sizes) {
      const times = await runSide(labSide("lionlab", name, "1", steps[name] ?? "6", "cpu", size));
      found.set(size, Math.min(found.get(size)!, times.medianMs));
      batchSize = times.batchSize!;
      if (!json) process.stderr.write(`\r${name}: round ${round + 1} of ${rounds}, parts of ${size}   `);
    }
  }
  const most = here[name] ?? modelNamed(name).partSize ?? batchSize;
  const planned = most < batchSize ? String(most) : "whole";
  const [best] = [...found].reduce((a, b) => (b[1] < a[1] ? b : a));
  fastest[name] = best === "whole" ? batchSize : Number(best);
  rows.push({ network: name, planned, best, milliseconds: Object.fromEntries(found) });
  const cells = [...found].map(([size, ms]) => `${size}${size === planned ? "*" : ""} ${ms.toFixed(1)}`.padEnd(14));
  if (!json) process.stdout.write(`\r${name.padEnd(14)} ${cells.join("")} fastest: ${best}\n`);
}
const row: MeasuredPartSizes = {
  kind: processorKind(),
  measured: `${processorName()}, ${cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  sizes: fastest,
};
process.stdout.write(
  json
    ? `${JSON.stringify({ machine: machine(), rows, row }, null, 2)}\n`
    : `\nThis machine's row, for a file that LIONLAB_PART_SIZES names (docs/benchmarks.md):\n${JSON.stringify(row)}\n`,
);
