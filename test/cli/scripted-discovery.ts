/**
 * Events of a made-up discovery, for tests of its display: two methods, improvements, phases after them.
 */
import type { SearchMethod } from "../../src/records/search-records.ts";
import type { DiscoveryEvent, Fame, SearchProgress } from "../../src/search/events.ts";

const seedProgram = `def train(w, g, m, v, lr):
  g2 = square(g)
  m = interp(g, m, 0.9)
  v = interp(g2, v, 0.999)
  sqrt_v = sqrt(v)
  update = m / sqrt_v
  wd = w * 0.01
  update = update + wd
  lr = lr * 0.001
  update = update * lr
  return update, m, v
`;
const found = `def train(w, g, m, v, lr):
  m = interp(g, m, 0.9123)
  update = sign(m)
  lr = lr * 0.00089
  update = update * lr
  return update, m, v
`;

/** A hall of fame of three. */
export const sampleFame: readonly Fame[] = [
  { identity: "a", fitness: 0.7812, length: 5, program: found, family: "signum with β = 0.9123" },
  { identity: "b", fitness: 0.7399, length: 4, program: found, family: null },
  { identity: "c", fitness: 0.7012, length: 3, program: found, family: "sign of the gradient" },
];

/** Progress of a search at a share of its budget. */
export function sampleProgress(method: SearchMethod, seed: number, done: number): SearchProgress {
  const gain = { evolution: 0.0622, constants: 0.0311, random: 0.0044 }[method] * Math.sqrt(done);
  const children = Math.max(1, Math.round(20_000 * done));
  return {
    search: `${method}-${seed}`,
    method,
    seed,
    children,
    evaluations: Math.max(1, Math.round(2_000 * done)),
    cacheHits: Math.round(18_000 * done),
    invalid: Math.round(9_000 * done),
    failed: 0,
    bestFitness: 0.719 + gain,
    bestProgram: method === "evolution" && done > 0.3 ? found : seedProgram,
    seedFitness: 0.719,
    fame: method === "evolution" ? sampleFame : sampleFame.slice(0, 1),
    childrenPerSecond: 412.4,
    evaluationsPerSecond: 38.2,
    redundancy: 0.62,
    done,
    seconds: 300 * done,
  };
}

const entry = { identity: "a", program: found, scores: [0.7, 0.72, 0.74], byTask: { mlp: [0.7, 0.72, 0.74] } };

/** A whole discovery: `searches` by method and seed, then the phases. */
export function* scriptedDiscovery(
  searches: readonly (readonly [SearchMethod, number])[],
  steps: number,
): Generator<DiscoveryEvent> {
  yield { kind: "planned", name: "scripted", searches: searches.length, resumed: false };
  for (let step = 0; step <= steps; step++)
    for (const [method, seed] of searches)
      yield { kind: "progress", progress: sampleProgress(method, seed, step / steps) };
  for (const [method, seed] of searches)
    yield { kind: "search-ended", progress: sampleProgress(method, seed, 1), reason: "budget" };
  yield { kind: "phase", phase: "fresh-seeds", total: steps };
  for (let done = 1; done <= steps; done++) yield { kind: "phase-progress", done, total: steps };
  const stage = { stage: "fresh-seeds", mean: 0.72, rate: 1 } as const;
  yield {
    kind: "funnel",
    entry: { ...entry, ...stage, role: "baseline", label: "tuned AdamW", promoted: false, family: "AdamW" },
  };
  yield {
    kind: "funnel",
    entry: {
      ...entry,
      ...stage,
      mean: 0.76,
      role: "finalist",
      label: "finalist 1",
      promoted: true,
      family: "signum with β = 0.9123",
    },
  };
  yield { kind: "phase", phase: "simplification", total: 0 };
  yield {
    kind: "simplified",
    step: {
      order: 0,
      label: "exact",
      rule: "dead state",
      reason: "v is never read.",
      program: found,
      before: null,
      after: null,
    },
  };
  yield { kind: "warning", sentence: "The state v is never used." };
  yield { kind: "ended", outcome: "complete" };
}
