/**
 * Choosing the next point of a study that tunes, after a thousand trials: how long each sampler takes.
 */

import { samplers } from "../src/study/samplers/index.ts";
import type { Ask, Scored } from "../src/study/samplers/sampler.ts";
import { Asked } from "../src/study/source.ts";
import { spaceOf } from "../src/study/space.ts";
import { machine, median } from "./process.ts";

const trials = 1000;
const space = spaceOf({ name: "adamw", label: "adamw", convention: "torch", grids: {}, spaces: {} });
console.log(
  `Milliseconds for one point of ${space.dimensions.length} hyperparameters after ${trials} trials: ${machine()}`,
);
for (const sampler of samplers) {
  const asked = new Asked<Ask, Scored>(sampler.open(space, { points: trials + 50, epochs: 1 }));
  const seconds: number[] = [];
  let known = 0;
  asked.advance(() => undefined);
  while (known < asked.given.length) {
    known += 1;
    const allowed = new Set(asked.given.slice(0, known));
    const before = performance.now();
    asked.advance((ask) => (allowed.has(ask) ? { ...ask, score: -((ask.point[0]! - 0.3) ** 2) } : undefined));
    if (known > trials) seconds.push(performance.now() - before);
  }
  console.log(`${sampler.name.padEnd(14)} ${seconds.length === 0 ? "all at the start" : median(seconds).toFixed(2)}`);
}
