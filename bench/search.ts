/**
 * A search with one and with two workers: evaluations a second, and what the loop costs besides training.
 *
 * An evolution from the AdamW seed, as `lionlab discover` runs it, on the MLP task alone, the cheapest there is: what the
 * loop costs weighs most here. The coordinator selects, mutates, checks, prunes, identifies, looks up and stores; its
 * processor time is compared with the workers' time of training. The first evaluations, in which processes start and code
 * is compiled, are not counted; a search takes thousands.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../src/core/clock.ts";
import { openWorkerPool } from "../src/jobs/worker-pool.ts";
import { findOptimizer } from "../src/optimizers/resolve-text.ts";
import { genomeOf } from "../src/program/genome-of.ts";
import { defaultMutation } from "../src/program/mutate/mutation.ts";
import { parseProgram } from "../src/program/parse.ts";
import { genomeText } from "../src/program/program-of.ts";
import { openSearchStorage } from "../src/records/search-open.ts";
import type { SearchConfig } from "../src/records/search-records.ts";
import type { Evaluators } from "../src/search/evaluators.ts";
import { type DiscoveryPlan, discoveryRecord, plannedSearches } from "../src/search/plan.ts";
import { createQueuedEvaluators } from "../src/search/queued-evaluators.ts";
import { runSearches } from "../src/search/run-searches.ts";
import { proxyUses } from "../src/trainer/proxy-evaluator.ts";
import { readCall } from "./call.ts";
import { machine, median } from "./process.ts";

const { json } = readCall({});
const rounds = 3;
const warmup = 500;
const counted = 400;

/** Figures of one run, over the counted evaluations. */
interface Figures {
  readonly evaluationsPerSecond: number;
  readonly childrenPerEvaluation: number;
  /** The coordinator's processor time over the workers' time of training. */
  readonly overhead: number;
  /** Milliseconds of an evaluation: the coordinator's processor time, and training. */
  readonly coordinatorMs: number;
  readonly trainingMs: number;
  /** Share of the workers' time in which they had nothing to do. */
  readonly idle: number;
}

const plan = await planOf();
const runs = new Map<number, Figures[]>([
  [1, []],
  [2, []],
]);
for (let round = 0; round < rounds; round++) {
  for (const [workers, of] of runs) {
    process.stderr.write(`round ${round + 1} of ${rounds}: workers ${workers}\n`);
    of.push(await measure(workers));
  }
}
const rows = [...runs].map(([workers, of]) => ({ workers, ...middle(of) }));
const scaling = rows[1]!.evaluationsPerSecond / rows[0]!.evaluationsPerSecond;
if (json) console.log(JSON.stringify({ machine: machine(), rows, scaling }));
else {
  console.log(`\nSearch on the MLP task: ${machine()}; medians of ${rounds} rounds of ${counted} evaluations`);
  for (const { workers, evaluationsPerSecond, childrenPerEvaluation, overhead, idle } of rows) {
    console.log(
      `  workers ${workers}: ${evaluationsPerSecond.toFixed(1)} evaluations a second, ${childrenPerEvaluation.toFixed(1)} children for each, ` +
        `loop ${percent(overhead)} of training, workers idle ${percent(idle)}`,
    );
  }
  const { coordinatorMs, trainingMs } = rows[0]!;
  const bound = (2 * trainingMs) / (trainingMs + coordinatorMs);
  console.log(`  an evaluation: coordinator ${coordinatorMs.toFixed(2)} ms, training ${trainingMs.toFixed(2)} ms`);
  console.log(`  where the coordinator shares two cores with two workers, ${bound.toFixed(2)} times is the bound`);
  console.log(`  two workers against one: ${scaling.toFixed(2)} times (wanted: at least 1.8)`);
}

async function planOf(): Promise<DiscoveryPlan> {
  const seed = findOptimizer("paper-adamw-seed").conventions.paper!.program;
  const config: SearchConfig = {
    schemaVersion: 1,
    method: "evolution",
    seed: 0,
    seedProgram: genomeText(genomeOf(parseProgram(seed))),
    tasks: await proxyUses(["mlp"], { seeds: [1] }),
    mutation: { ...defaultMutation },
    evolution: {
      population: 1000,
      tournament: 2,
      islands: 1,
      migrateEvery: null,
      restartAfter: null,
      tune: 0,
      niches: null,
      tuneFirst: 0,
      lag: 64,
    },
    race: { factor: 1.5, from: 3 },
  };
  const budget = { programs: null, evaluations: warmup + counted, seconds: null, target: null };
  return { name: "bench", config: {}, command: "lionlab bench search", searches: [config], budget };
}

async function measure(workers: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-bench-"));
  const storage = await openSearchStorage(join(folder, "discovery.sqlite"), { mode: "run" });
  const queue = openWorkerPool({ workers });
  const pool = createQueuedEvaluators({ queue, workers });
  const marks: Mark[] = [];
  try {
    await storage.putDiscovery(discoveryRecord(plan), plannedSearches(plan));
    const [search] = await storage.listSearches(plan.name);
    const evaluators = watched(pool, () => marks.push(mark(pool)));
    const { budget } = plan;
    const quiet = { clock: systemClock, drain: new AbortController().signal, emit: () => {} };
    await runSearches([search!], { storage, evaluators, budget, ...quiet });
    const children = (await storage.children(search!.key)).length;
    return figures({
      first: marks[warmup]!,
      last: marks.at(-1)!,
      evaluations: marks.length - 1 - warmup,
      children,
      workers,
    });
  } finally {
    await queue.close();
    await storage.close();
    rmSync(folder, { recursive: true });
  }
}

/** A moment: seconds of the clock, of this process's processor time, and of training. */
interface Mark {
  readonly clock: number;
  readonly processor: number;
  readonly training: number;
}

function mark({ busySeconds }: Evaluators): Mark {
  const { user, system } = process.cpuUsage();
  return { clock: systemClock.now(), processor: (user + system) / 1e6, training: busySeconds };
}

/** The same evaluators; `note` is called after each evaluation. */
function watched(pool: Evaluators, note: () => void): Evaluators {
  return {
    get free() {
      return pool.free;
    },
    get ahead() {
      return pool.ahead;
    },
    get busySeconds() {
      return pool.busySeconds;
    },
    evaluate: async (job) => {
      const outcome = await pool.evaluate(job);
      note();
      return outcome;
    },
  };
}

function figures(of: { first: Mark; last: Mark; evaluations: number; children: number; workers: number }): Figures {
  const { first, last, evaluations, children, workers } = of;
  const seconds = last.clock - first.clock;
  const training = last.training - first.training;
  const coordinator = last.processor - first.processor;
  return {
    evaluationsPerSecond: evaluations / seconds,
    childrenPerEvaluation: children / (evaluations + 1 + warmup),
    overhead: coordinator / training,
    coordinatorMs: (1000 * coordinator) / evaluations,
    trainingMs: (1000 * training) / evaluations,
    idle: 1 - training / (workers * seconds),
  };
}

function middle(of: readonly Figures[]): Figures {
  const over = (key: keyof Figures): number => median(of.map((each) => each[key]));
  return {
    evaluationsPerSecond: over("evaluationsPerSecond"),
    childrenPerEvaluation: over("childrenPerEvaluation"),
    overhead: over("overhead"),
    coordinatorMs: over("coordinatorMs"),
    trainingMs: over("trainingMs"),
    idle: over("idle"),
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
