/**
 * Choosing the next point of a study that tunes, after a thousand trials: how long each sampler takes.
 */

import { samplers } from "../src/study/samplers/index.ts";
import type { Ask, Sampler, Scored } from "../src/study/samplers/sampler.ts";
import { Asked } from "../src/study/source.ts";
import { spaceOf } from "../src/study/space.ts";
import { readCall } from "./call.ts";
import { machine, median } from "./process.ts";

const { json } = readCall({});
const trials = 1000;
const space = spaceOf({ name: "adamw", label: "adamw", convention: "torch", grids: {}, spaces: {} });
const rows = samplers.map((sampler) => ({ sampler: sampler.name, medianMs: millisecondsOf(sampler) }));
if (json) console.log(JSON.stringify({ machine: machine(), rows }));
else {
  const hyperparameters = `${space.dimensions.length} hyperparameters after ${trials} trials`;
  console.log(`Milliseconds for one point of ${hyperparameters}: ${machine()}`);
  for (const { sampler, medianMs } of rows) {
    console.log(`${sampler.padEnd(14)} ${medianMs === null ? "all at the start" : medianMs.toFixed(2)}`);
  }
}

/** Median time of a point; null of a sampler that gives all its points at the start. */
function millisecondsOf(sampler: Sampler): number | null {
  const asked = new Asked<Ask, Scored>(sampler.open(space, { points: trials + 50, epochs: 1 }));
  const times: number[] = [];
  let known = 0;
  asked.advance(() => undefined);
  while (known < asked.given.length) {
    known += 1;
    const allowed = new Set(asked.given.slice(0, known));
    const before = performance.now();
    asked.advance((ask) => (allowed.has(ask) ? { ...ask, score: -((ask.point[0]! - 0.3) ** 2) } : undefined));
    if (known > trials) times.push(performance.now() - before);
  }
  return times.length === 0 ? null : median(times);
}
