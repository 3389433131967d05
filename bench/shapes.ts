/**
 * Shapes: which size of parts of a batch is fastest on this kind of processor, for each network whose batch is cut.
 *
 * One thread, as a trial trains; every size in turn, several rounds, the least of each size's medians. A size other than the shipped one
 * changes the order of sums, so it is a change of the model's file and a revision, not a setting: what this prints for a kind of processor
 * that `bench/RESULTS.md` has no line for is worth an issue.
 */
import { modelNamed } from "../src/models/index.ts";
import { labSide, machine, runSide } from "./process.ts";

const sizes = ["whole", "64", "32", "16", "8"];
const networks = ["fashion-cnn", "cifar-cnn", "vit-ti-4", "mixer-s-4"];
const rounds = 3;
const json = process.argv.includes("--json");
const named = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const steps: { readonly [name: string]: string } = { "fashion-cnn": "40", "cifar-cnn": "10" };

if (!json) process.stdout.write(`${machine()}\nms a step, one thread; * as shipped\n`);
const rows = [];
for (const name of named.length > 0 ? named : networks) {
  const shipped = String(modelNamed(name).partSize ?? "whole");
  const found = new Map(sizes.map((size) => [size, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < rounds; round++) {
    for (const size of sizes) {
      const { medianMs } = await runSide(labSide("lionlab", name, "1", steps[name] ?? "6", "cpu", size));
      found.set(size, Math.min(found.get(size)!, medianMs));
      if (!json) process.stderr.write(`\r${name}: round ${round + 1} of ${rounds}, parts of ${size}   `);
    }
  }
  const [best] = [...found].reduce((a, b) => (b[1] < a[1] ? b : a));
  rows.push({ network: name, shipped, best, milliseconds: Object.fromEntries(found) });
  const cells = [...found].map(([size, ms]) => `${size}${size === shipped ? "*" : ""} ${ms.toFixed(1)}`.padEnd(14));
  if (!json) process.stdout.write(`\r${name.padEnd(14)} ${cells.join("")} fastest: ${best}\n`);
}
if (json) process.stdout.write(`${JSON.stringify({ machine: machine(), rows }, null, 2)}\n`);
