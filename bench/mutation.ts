/**
 * Mutation, validity, pruning and identity of programs of 40 to 60 statements, most of them redundant, on one core.
 *
 * This is what a search does for every child besides training those that are new; a child's own random numbers count.
 */
import { createRng } from "../src/core/rng.ts";
import { paperAdamwSeed } from "../src/optimizers/paper-adamw-seed.ts";
import { pruneGenome, redundancyOf } from "../src/program/abstract/dependence.ts";
import { identityOf } from "../src/program/abstract/identity.ts";
import type { Genome } from "../src/program/genome.ts";
import { genomeOf } from "../src/program/genome-of.ts";
import { mutate } from "../src/program/mutate/mutate.ts";
import { createMutation } from "../src/program/mutate/mutation.ts";
import { parseProgram } from "../src/program/parse.ts";
import { readCall } from "./call.ts";
import { machine, median } from "./process.ts";

const { json } = readCall({});
const rounds = 40;
const warmUp = 10;
const children = 2_000;
const mutation = createMutation();

/** Genomes with the seed's behaviour or a near one that drifted until they were long. */
function longGenomes(count: number): Genome[] {
  const seed = genomeOf(parseProgram(paperAdamwSeed.conventions.paper!.program));
  return Array.from({ length: count }, (_, i) => {
    const rng = createRng(i, "long genomes");
    const length = 40 + rng.below(21);
    let genome = seed;
    while (genome.body.length < length) {
      const child = mutate(genome, rng, mutation)?.child ?? genome;
      const live = pruneGenome(child).body.length;
      if (live >= 8 && live <= Math.max(12, 0.35 * child.body.length)) genome = child;
    }
    return genome;
  });
}

/** Microseconds of processor time a call: the middle and the fastest of the rounds. */
interface Cost {
  readonly median: number;
  readonly fastest: number;
}

function timed(call: (i: number) => unknown): Cost {
  const times = Array.from({ length: warmUp + rounds }, () => {
    const start = process.cpuUsage();
    for (let i = 0; i < children; i++) call(i);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / children;
  }).slice(warmUp);
  return { median: median(times), fastest: Math.min(...times) };
}

const parents = longGenomes(200);
const parent = (i: number): Genome => parents[i % parents.length]!;
const shared = createRng(0, "mutation benchmark");
const childrenOf = parents.map((genome) => mutate(genome, shared, mutation)!.child);
const child = (i: number): Genome => childrenOf[i % parents.length]!;

const us = {
  "one child's random stream": timed((i) => createRng(0, "child", i).nextUint32()),
  "mutation and validity": timed((i) => mutate(parent(i), shared, mutation)),
  pruning: timed((i) => pruneGenome(child(i))),
  "identity, with its own pruning": timed((i) => identityOf(child(i))),
  "all, one child": timed((i) => {
    const mutant = mutate(parent(i), createRng(0, "child", i), mutation)!;
    return [pruneGenome(mutant.child), identityOf(mutant.child)];
  }),
};
const total = us["all, one child"];
const perSecond = { median: 1e6 / total.median, fastest: 1e6 / total.fastest };
const mean = (of: (genome: Genome) => number): number =>
  parents.reduce((sum, each) => sum + of(each), 0) / parents.length;
const statements = mean(({ body }) => body.length);
const redundancy = mean(redundancyOf);

if (json) {
  console.log(JSON.stringify({ machine: machine(), statements, redundancy, us, perSecond }));
} else {
  const shown = ({ median, fastest }: Cost): string =>
    `${median.toFixed(1)} µs, fastest round ${fastest.toFixed(1)} µs`;
  console.log(`\nMutation: ${machine()}; medians of ${rounds} rounds of ${children} children, processor time`);
  console.log(`  parents: ${statements.toFixed(1)} statements, ${(100 * redundancy).toFixed(1)} % redundant`);
  for (const [label, cost] of Object.entries(us)) console.log(`  ${label.padEnd(32)} ${shown(cost)}`);
  const [middle, best] = [perSecond.median, perSecond.fastest].map(Math.round);
  console.log(`  ${middle} children a second, ${best} in the fastest round (wanted: at least 20000)`);
}
