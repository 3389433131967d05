/**
 * Small records of a discovery, for tests of whatever keeps, runs or shows them.
 */
import { searchKey } from "./identity.ts";
import type { DiscoveryPulse } from "./run-progress.ts";
import type {
  ChildRecord,
  DiscoveryRecord,
  EvaluationRecord,
  FunnelEntry,
  MetaValidationPoint,
  SearchConfig,
  SimplificationRecord,
  TuningRecord,
} from "./search-records.ts";
import type { ArchiveBatch } from "./search-storage.ts";

/** A search of evolution that differs from others by its seed (and more, where `change` says so). */
export function sampleSearch(seed = 0, change: Partial<SearchConfig> = {}): { key: string; config: SearchConfig } {
  const config: SearchConfig = {
    schemaVersion: 1,
    method: "evolution",
    seed,
    seedProgram: "def train(w, g, m, v, lr):\n  update = g * lr\n  return update, m, v\n",
    tasks: [{ task: "mlp", fingerprint: "0".repeat(64), steps: 100, seeds: [0] }],
    mutation: { maxLength: null },
    evolution: {
      population: 20,
      tournament: 2,
      islands: 2,
      migrateEvery: 10,
      restartAfter: 50,
      tune: 0,
      niches: null,
      tuneFirst: 0,
      lag: 8,
    },
    race: { factor: 1.5, from: 2 },
    ...change,
  };
  return { key: searchKey(config), config };
}

/** A discovery of these searches. */
export function sampleDiscovery(searches: readonly { readonly key: string }[], name = "sample"): DiscoveryRecord {
  const searchKeys = searches.map(({ key }) => key);
  return { schemaVersion: 1, name, config: { name }, command: `lionlab discover ${name}.yaml`, searchKeys };
}

/** An evaluation whose numbers have no short decimal form; every fifth one diverges. */
export function sampleEvaluation(number: number): EvaluationRecord {
  const diverged = number % 5 === 4;
  const score = 1 - 1 / (number + 3);
  return {
    identity: number.toString(16).padStart(32, "0"),
    number,
    program: `def train(w, g, m, v, lr):\n  update = g * ${number}.0\n  return update, m, v\n`,
    length: 2,
    fitness: diverged ? 0 : score,
    status: diverged ? "diverged" : "finished",
    scores: [
      {
        task: "mlp",
        seed: 0,
        status: diverged ? "diverged" : "finished",
        score: diverged ? 0 : score,
        validationLoss: diverged ? null : Math.LN10 * (1 - score),
        stepsSurvived: diverged ? 17 : 100,
        curve: diverged ? [2.3, Number.POSITIVE_INFINITY, Number.NaN] : [2.3, Math.SQRT2, 1 / 3],
      },
    ],
    failure: null,
  };
}

/** Children `from` … `to` - 1: every third one is new, the others repeat the evaluation before. */
export function sampleBatch(from: number, to: number): ArchiveBatch {
  const children = Array.from({ length: to - from }, (_, i) => sampleChild(from + i));
  const evaluations = children.filter(({ evaluated }) => evaluated).map(({ id }) => sampleEvaluation(id / 3));
  return { children, evaluations, seconds: 0.1 * (to - from) };
}

function sampleChild(id: number): ChildRecord {
  const { identity, fitness, length } = sampleEvaluation(Math.floor(id / 3));
  const insert = { kind: "insert", at: id % 7, target: `v${id}`, fn: "square", args: ["g"] } as const;
  const modify = { kind: "modify", at: 1, argument: 0, to: id / 3 } as const;
  const copies: { readonly [id: number]: ChildRecord["reason"] } = { 0: "seed", 10: "migration", 11: "restart" };
  const reason = copies[id] ?? "mutation";
  return {
    id,
    parent: reason === "seed" ? null : Math.floor(id / 2),
    island: id % 2,
    edits: reason !== "mutation" ? [] : id % 4 === 0 ? [insert, modify] : [insert],
    reason,
    identity,
    evaluated: id % 3 === 0,
    fitness,
    genomeLength: length + (id % 5),
    length,
    invalid: id % 3,
  };
}

/** An entry of the funnel. */
export function sampleFunnelEntry(change: Partial<FunnelEntry> = {}): FunnelEntry {
  return {
    stage: "fresh-seeds",
    identity: "a".repeat(32),
    program: "def train(w, g, m, v, lr):\n  return g, m, v\n",
    role: "finalist",
    label: "finalist 1",
    rate: 0.5,
    scores: [1 / 3, 2 / 3],
    byTask: { mlp: [1 / 3, 2 / 3] },
    mean: 0.5,
    promoted: true,
    family: "Lion with β1 = 0.91, β2 = 0.986",
    ...change,
  };
}

/** A tuning of that entry's program. */
export function sampleTuning(change: Partial<TuningRecord> = {}): TuningRecord {
  const program = "def train(w, g, m, v, lr):\n  g = g * 0.1\n  return g, m, v\n";
  return {
    identity: "a".repeat(32),
    role: "finalist",
    label: "finalist 1",
    before: { program, rate: 1, mean: 1 / 3 },
    after: { program: program.replace("0.1", "0.12"), rate: 2, mean: 2 / 3 },
    variants: 40,
    seeds: 3,
    ...change,
  };
}

/** A point of the meta-validation curve. */
export function samplePoint(search: string, evaluations: number): MetaValidationPoint {
  return { search, evaluations, identity: "b".repeat(32), fitness: 1 - 1 / (evaluations + 3), metaFitness: 1 / 3 };
}

/** A step of a simplification. */
export function sampleStep(order: number): SimplificationRecord {
  return {
    order,
    label: "empirical",
    rule: "remove a statement",
    reason: "The mean score changes by less than its interval.",
    program: "def train(w, g, m, v, lr):\n  return g, m, v\n",
    before: 1 / 3,
    after: 1 / 3 + 1e-9,
  };
}

/** Children of a real size: four runs an evaluation, programs of 12 statements, one evaluation for ten children. */
export function sampleLargeBatch(from: number, to: number): ArchiveBatch {
  const { children } = sampleBatch(0, 3);
  const bodies = Array.from({ length: to - from }, (_, i) => from + i).map((id) => {
    const number = Math.floor(id / 10);
    const evaluation = { ...sampleEvaluation(4 * number), number };
    const curve = Array.from({ length: 10 }, (_, part) => 1 / (part + number + 3));
    const scores = ["mlp", "cnn", "transformer", "text"].map((task) => ({ ...evaluation.scores[0]!, task, curve }));
    const program = `def train(w, g, m, v, lr):\n${"  v12 = interp(g, m, 0.9123456789)\n".repeat(11)}  return update, m, v\n`;
    const { identity, fitness } = evaluation;
    const child = { ...children[1]!, id, parent: id, identity, fitness, evaluated: id % 10 === 0 };
    return { child, evaluation: { ...evaluation, scores, program } };
  });
  return {
    children: bodies.map(({ child }) => child),
    evaluations: bodies.filter(({ child }) => child.evaluated).map(({ evaluation }) => evaluation),
    seconds: 1,
  };
}

/** What a discovery told of itself: one search that is under way and scores nothing yet, no phase. */
export function sampleDiscoveryPulse(): DiscoveryPulse {
  const program = "def train(w, g, m, v, lr):\n  update = g * lr\n  return update, m, v\n";
  return {
    pid: 7,
    host: "here",
    startedAt: 1.5,
    heardAt: 2.5,
    state: "running",
    sentence: null,
    planned: 2,
    resumed: false,
    searchingSince: 2,
    searches: [
      {
        progress: {
          search: "a",
          method: "evolution",
          seed: 0,
          children: 20,
          evaluations: 11,
          cacheHits: 9,
          invalid: 3,
          failed: 0,
          bestFitness: Number.NEGATIVE_INFINITY,
          bestProgram: program,
          seedFitness: 0.1 + 0.2,
          fame: [{ identity: "b", fitness: 1 / 3, length: 1, program, family: null }],
          childrenPerSecond: 100 / 3,
          evaluationsPerSecond: 50 / 3,
          redundancy: 0.5,
          done: 1 / 7,
          seconds: 2 / 3,
        },
        doneBefore: 0,
        ended: null,
      },
    ],
    phase: null,
  };
}
