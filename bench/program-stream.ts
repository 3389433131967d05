// The stream of programs of the discovery benchmark, and the folder from which every side reads it with the same data.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRng } from "../src/core/rng.ts";
import { findOptimizer } from "../src/optimizers/resolve-text.ts";
import { pruneGenome } from "../src/program/abstract/dependence.ts";
import { identityOf } from "../src/program/abstract/identity.ts";
import type { Genome } from "../src/program/genome.ts";
import { genomeOf } from "../src/program/genome-of.ts";
import { mutate } from "../src/program/mutate/mutate.ts";
import { createMutation } from "../src/program/mutate/mutation.ts";
import { parseProgram } from "../src/program/parse.ts";
import { genomeText } from "../src/program/program-of.ts";
import { mlp } from "../src/tasks/proxies/mlp.ts";
import { initialWeights, leavesOf } from "../src/trainer/parameters.ts";
import { createProxyEvaluator, type ProxyEvaluator, proxyUses } from "../src/trainer/proxy-evaluator.ts";
import { batchOrder, proxyRate } from "../src/trainer/proxy-run.ts";

/** Seed of the weights and the order of batches. */
const trainingSeed = 1;
/** Seed of the mutations. */
const streamSeed = 7;

/** What the folder's `manifest.json` holds; the arrays beside it are raw little-endian float32 or int32. */
export interface Manifest {
  readonly steps: number;
  readonly batch: number;
  /** Schedule's value at every step. */
  readonly rates: readonly number[];
  readonly leaves: readonly { readonly shape: readonly number[]; readonly size: number }[];
  readonly programs: readonly StreamProgram[];
}

/** A pruned program: its text, and its statements `[target, function, arguments]`. */
export interface StreamProgram {
  readonly text: string;
  readonly inputs: readonly string[];
  readonly body: readonly (readonly [string, string, readonly (string | number)[]])[];
  readonly outputs: readonly (string | number)[];
}

/** The task alone, planned as by a worker of a search. */
export async function openMlp(): Promise<ProxyEvaluator> {
  return createProxyEvaluator({ tasks: await proxyUses([mlp.name], { seeds: [trainingSeed] }) });
}

/** Score above which a program learns: it gets through all steps and its loss is well below that of the uniform guess. */
const learns = 0.2;

/**
 * Writes `count` programs that learn, with pairwise different identities. Each is a mutant of one drawn from the AdamW seed
 * and those found before: what a search evaluates, without its selection of the best. Mutants that do not learn are left
 * out, because runs that end early would favour the side that ends them. Returns how many were left out.
 */
export async function writeStream(folder: string, count: number): Promise<{ readonly leftOut: number }> {
  const evaluator = await openMlp();
  const rng = createRng(streamSeed, "discovery benchmark");
  const mutation = createMutation();
  const genomes = [genomeOf(parseProgram(findOptimizer("paper-adamw-seed").conventions.paper!.program))];
  const known = new Set(genomes.map(identityOf));
  const programs: StreamProgram[] = [];
  let leftOut = 0;
  while (programs.length < count) {
    const { child } = mutate(genomes[rng.below(genomes.length)]!, rng, mutation)!;
    const identity = identityOf(child);
    if (known.has(identity)) continue;
    known.add(identity);
    const program = streamProgram(pruneGenome(child));
    if (evaluator.evaluate(program.text).fitness < learns) leftOut += 1;
    else {
      genomes.push(child);
      programs.push(program);
    }
  }
  evaluator.close();
  await writeFolder(folder, programs);
  return { leftOut };
}

function streamProgram(genome: Genome): StreamProgram {
  const { inputs, body, outputs } = genome;
  const statements = body.map(({ target, fn, args }) => [target, fn.name, args] as const);
  return { text: genomeText(genome), inputs, body: statements, outputs };
}

async function writeFolder(folder: string, programs: readonly StreamProgram[]): Promise<void> {
  const { train, validation } = await mlp.load({});
  const write = (name: string, data: Float32Array | Int32Array): void => {
    writeFileSync(join(folder, name), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  };
  mkdirSync(folder, { recursive: true });
  write("train-x.f32", Float32Array.from(train.x.data));
  write("train-y.i32", Int32Array.from(train.y.data));
  write("validation-x.f32", Float32Array.from(validation.x.data));
  write("validation-y.i32", Int32Array.from(validation.y.data));
  write("weights.f32", initialWeights(mlp, trainingSeed));
  write("order.i32", batchOrder(mlp, { examples: train.count, seed: trainingSeed }));
  const manifest: Manifest = {
    steps: mlp.steps,
    batch: mlp.batchSize,
    rates: Array.from({ length: mlp.steps }, (_, i) => proxyRate(i + 1, 1, mlp.steps)),
    leaves: leavesOf(mlp).map(({ shape, size }) => ({ shape, size })),
    programs,
  };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
}
