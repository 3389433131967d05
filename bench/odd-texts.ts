/**
 * Texts that no person would write, through the whole language: how long the slowest takes.
 *
 * The texts are those of the tests (`src/program/fuzz.conformance.ts`). Of a text that seems slow, the shortest of three runs
 * counts, in processor time, so that a collection of garbage and other programs do not.
 */
import { createRng } from "../src/core/rng.ts";
import { drawText, judge } from "../src/program/fuzz.conformance.ts";
import { readCall } from "./call.ts";
import { machine } from "./process.ts";

const { json } = readCall({});
const count = 20_000;
const rng = createRng(1, "fuzz");
let slowest = { ms: 0, text: "" };
const start = performance.now();
for (let i = 0; i < count; i++) {
  const text = drawText(rng);
  if (processorMs(text) <= slowest.ms) continue;
  const ms = Math.min(...[1, 2, 3].map(() => processorMs(text)));
  if (ms > slowest.ms) slowest = { ms, text };
}
const seconds = (performance.now() - start) / 1000;
if (json) console.log(JSON.stringify({ machine: machine(), count, seconds, slowest }));
else {
  console.log(`\n${count} odd texts: ${machine()}`);
  console.log(`  all in ${seconds.toFixed(1)} s, the slowest in ${slowest.ms.toFixed(1)} ms (wanted: below 50)`);
  console.log(`  the slowest begins ${JSON.stringify(slowest.text.slice(0, 60))}`);
}

function processorMs(text: string): number {
  const before = process.cpuUsage();
  judge(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3;
}
