/**
 * A small search and scores without training, for tests of whatever searches.
 */
import { sha256Hex } from "../core/hash.ts";
import { paperAdamwSeed } from "../optimizers/paper-adamw-seed.ts";
import { defaultMutation } from "../program/mutate/mutation.ts";
import type { ProxyScore, ProxyUse, SearchConfig } from "../records/search-records.ts";
import type { ProxyEvaluation, ProxyEvaluationOptions } from "../trainer/proxy-evaluator.ts";

/** A search from the AdamW seed that differs from others where `change` says so. */
export function sampleConfig(
  change: Partial<Omit<SearchConfig, "evolution">> & { readonly evolution?: Partial<SearchConfig["evolution"]> } = {},
): SearchConfig {
  const evolution = {
    population: 20,
    tournament: 2,
    islands: 2,
    migrateEvery: 8,
    restartAfter: 40,
    tune: 0,
    niches: null,
    tuneFirst: 0,
    lag: 12,
  };
  return {
    schemaVersion: 1,
    method: "evolution",
    seed: 0,
    seedProgram: paperAdamwSeed.conventions.paper!.program.trimStart(),
    tasks: [{ task: "sample", fingerprint: "0".repeat(64), steps: 100, seeds: [0, 1] }],
    mutation: { ...defaultMutation },
    race: { factor: 1.5, from: 2 },
    ...change,
    evolution: { ...evolution, ...change.evolution },
  };
}

/**
 * Scores that depend on the program's text and on the race alone: better the more functions it calls, with some chance;
 * one in eight diverges, and what is far behind the parent is stopped.
 */
export function sampleScores(
  tasks: readonly ProxyUse[],
  program: string,
  { race }: Pick<ProxyEvaluationOptions, "race"> = {},
): ProxyEvaluation {
  const chance = Number.parseInt(sha256Hex(program).slice(0, 8), 16) / 2 ** 32;
  const functions = new Set(program.match(/\w+(?=\()/g)).size;
  const fitness = Math.min(1, 0.2 + 0.02 * functions + 0.1 * chance);
  const rival = race?.against[0]?.curve[0] ?? Number.POSITIVE_INFINITY;
  const status = chance < 1 / 8 ? "diverged" : 1 - fitness > rival * 1.05 ? "stopped" : "finished";
  const finished = status === "finished";
  const scores = tasks.flatMap(({ task, seeds, steps }) =>
    seeds.map((seed): ProxyScore => {
      const validationLoss = finished ? 1 - fitness : null;
      const stepsSurvived = finished ? steps : 7;
      const curve = finished ? [1 - fitness, chance] : [Number.NaN];
      return { task, seed, status, score: finished ? fitness : 0, validationLoss, stepsSurvived, curve };
    }),
  );
  return { fitness: finished ? fitness : 0, status, scores };
}

/** A run that finished with this score. */
export function finishedScore({ task, seed }: Pick<ProxyScore, "task" | "seed">, score: number): ProxyScore {
  return { task, seed, status: "finished", score, validationLoss: 1, stepsSurvived: 1, curve: [] };
}
