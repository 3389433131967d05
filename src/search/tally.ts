/**
 * Live figures of one search, kept up child by child.
 */
import type { ChildRecord, EvaluationRecord } from "../records/search-records.ts";
import type { SearchProgress } from "./events.ts";
import { withFame } from "./fame.ts";
import type { PlannedSearch } from "./plan.ts";

/** Children over which the share of idle statements is taken. */
const recentChildren = 1000;

/** Seconds over which rates are taken. */
const recentSeconds = 10;

/** Figures of a search. */
export interface Tally {
  /** Takes a committed child in. */
  add(child: ChildRecord, evaluation: EvaluationRecord | null): void;
  readonly children: number;
  readonly evaluations: number;
  readonly bestFitness: number;
  /** The figures at a time of the clock; `seconds` of searching so far, `done`: share of the budget. */
  progress(at: { readonly now: number; readonly seconds: number; readonly done: number }): SearchProgress;
}

/** Figures of a search that has no children yet. */
export function createTally({ key, config }: PlannedSearch): Tally {
  const counts = { children: 0, evaluations: 0, invalid: 0, failed: 0 };
  const best = { fitness: 0, program: config.seedProgram, seedFitness: 0 };
  let fame: SearchProgress["fame"] = [];
  const redundancy = createMean(recentChildren);
  const pace = createPace(recentSeconds);
  return {
    get children() {
      return counts.children;
    },
    get evaluations() {
      return counts.evaluations;
    },
    get bestFitness() {
      return best.fitness;
    },
    add: (child, evaluation) => {
      counts.children += 1;
      counts.invalid += child.invalid;
      redundancy.add(idleShare(child));
      if (evaluation === null) return;
      counts.evaluations += 1;
      if (evaluation.status === "failed") counts.failed += 1;
      if (evaluation.number === 0) best.seedFitness = evaluation.fitness;
      if (evaluation.number === 0 || evaluation.fitness > best.fitness) {
        best.fitness = evaluation.fitness;
        best.program = evaluation.program;
      }
      fame = withFame(fame, evaluation);
    },
    progress: ({ now, seconds, done }) => {
      const { children, evaluations, invalid, failed } = counts;
      const rates = pace.at({ now, children, evaluations });
      return {
        search: key,
        method: config.method,
        seed: config.seed,
        children,
        evaluations,
        cacheHits: children - evaluations,
        invalid,
        failed,
        bestFitness: best.fitness,
        bestProgram: best.program,
        seedFitness: best.seedFitness,
        fame,
        ...rates,
        redundancy: redundancy.mean(),
        done,
        seconds,
      };
    },
  };
}

/** Share of a child's statements that change nothing; `return` is not counted. */
function idleShare({ genomeLength, length }: ChildRecord): number {
  return genomeLength <= 1 ? 0 : (genomeLength - length) / (genomeLength - 1);
}

/** Mean of the last `count` numbers. */
function createMean(count: number): { add(x: number): void; mean(): number } {
  const ring = new Float64Array(count);
  let added = 0;
  let sum = 0;
  return {
    add: (x) => {
      sum += x - ring[added % count]!;
      ring[added % count] = x;
      added += 1;
    },
    mean: () => (added === 0 ? 0 : sum / Math.min(added, count)),
  };
}

interface PaceSample {
  readonly now: number;
  readonly children: number;
  readonly evaluations: number;
}

/** Rates between now and the oldest reading of the last `seconds`. */
function createPace(seconds: number) {
  const samples: PaceSample[] = [];
  return {
    at: (sample: PaceSample): { readonly childrenPerSecond: number; readonly evaluationsPerSecond: number } => {
      samples.push(sample);
      while (samples.length > 2 && sample.now - samples[1]!.now >= seconds) samples.shift();
      const first = samples[0]!;
      const span = sample.now - first.now;
      const rate = (from: number, to: number) => (span > 0 ? (to - from) / span : 0);
      return {
        childrenPerSecond: rate(first.children, sample.children),
        evaluationsPerSecond: rate(first.evaluations, sample.evaluations),
      };
    },
  };
}
