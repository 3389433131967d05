/**
 * A made-up discovery with the shape of a real one, for tests of reports: searches whose children descend from each other by
 * real edits of a small genome, most of them known programs, some that fail, a few better; then a funnel, meta-validation
 * and simplification. Programs are texts without meaning to the tests; the figures mean nothing.
 */
import { sha256Hex } from "../../src/core/hash.ts";
import { createRng, type Rng } from "../../src/core/rng.ts";
import type {
  ChildRecord,
  EditRecord,
  EvaluationRecord,
  FunnelEntry,
  FunnelStage,
  MetaValidationPoint,
  SearchConfig,
  SearchMethod,
  SimplificationRecord,
} from "../../src/records/search-records.ts";
import type { ProgramLanguage } from "../../src/report/discovery/program-language.ts";
import type { DiscoveryArchive, SearchArchive } from "./memory-search-storage.ts";

/** Size and state of a synthetic discovery. */
export interface SyntheticDiscoveryOptions {
  readonly name?: string;
  readonly methods?: readonly SearchMethod[];
  readonly seeds?: number;
  /** Evaluations of each search. */
  readonly evaluations?: number;
  /** Phases that have been done, in order; default: all. */
  readonly phases?: readonly ("fresh-seeds" | "larger" | "full" | "meta-validation" | "simplification")[];
  /** Seeds of each stage of the funnel. */
  readonly funnelSeeds?: number;
  /** How much the winner beats tuned AdamW in the funnel; default 0.03. */
  readonly lead?: number;
  /** Whether the searches have not ended. */
  readonly running?: boolean;
  /** What the bar of the funnel is called; default: tuned AdamW. */
  readonly bar?: string;
  /** Whether evolution with seed 1 over-fits to the proxy; default: yes. */
  readonly overfits?: boolean;
}

type Statement = readonly [target: string, fn: string, ...args: (string | number)[]];

const seedGenome: readonly Statement[] = [
  ["g2", "square", "g"],
  ["m", "interp", "g", "m", 0.9],
  ["v", "interp", "g2", "v", 0.999],
  ["sqrt_v", "sqrt", "v"],
  ["update", "div", "m", "sqrt_v"],
  ["wd", "mul", "w", 0.01],
  ["update", "add", "update", "wd"],
  ["lr", "mul", "lr", 0.001],
  ["update", "mul", "update", "lr"],
];

/** What improvements do, in order: the way from AdamW to the sign of an interpolated momentum. */
const path: readonly ((genome: readonly Statement[]) => EditRecord)[] = [
  (genome) => ({ kind: "modify", at: at(genome, "mul", "w"), argument: 1, to: 0.0312 }),
  (genome) => ({ kind: "insert", at: at(genome, "div"), target: "m2", fn: "square", args: ["m"] }),
  (genome) => ({ kind: "modify", at: at(genome, "sqrt"), argument: 0, to: "m2" }),
  (genome) => ({ kind: "modify", at: at(genome, "mul", "lr"), argument: 1, to: 0.00037 }),
  (genome) => ({ kind: "modify", at: at(genome, "interp", "g"), argument: 1, to: "v" }),
  (genome) => ({ kind: "modify", at: at(genome, "interp", "g2"), argument: 0, to: "g" }),
  (genome) => ({ kind: "modify", at: at(genome, "interp", "g", 1), argument: 2, to: 0.9862 }),
];

const seedFitness = 0.612;

/** The records of a discovery; the same options give the same discovery. */
export function syntheticDiscovery(options: SyntheticDiscoveryOptions = {}): DiscoveryArchive {
  const name = options.name ?? "synthetic";
  const methods = options.methods ?? ["evolution", "random", "constants"];
  const seeds = Array.from({ length: options.seeds ?? 3 }, (_, seed) => seed);
  const searches = methods.flatMap((method) => seeds.map((seed) => search(method, seed, options)));
  const phases = options.phases ?? ["meta-validation", "fresh-seeds", "larger", "full", "simplification"];
  const stages = (["fresh-seeds", "larger", "full"] as const).filter((stage) => phases.includes(stage));
  const judged = stages.flatMap((stage) => funnel(stage, searches, options));
  return {
    discovery: {
      schemaVersion: 1,
      name,
      config: { name, methods, seeds: seeds.length, budget: { evaluations: options.evaluations ?? 400 } },
      command: `lionlab discover ${name}`,
      searchKeys: searches.map(({ record }) => record.key),
    },
    searches,
    tuning: judged
      .filter(({ stage, role }) => stage === "fresh-seeds" && role !== "simplified")
      .map(({ identity, role, label, program, mean }) => ({
        identity,
        role,
        label,
        before: { program, rate: 1, mean: mean - 0.01 },
        after: { program, rate: 1, mean },
        variants: 60,
        seeds: 3,
      })),
    funnel: judged,
    metaValidation: phases.includes("meta-validation") ? searches.flatMap((one) => metaCurve(one, options)) : [],
    simplification: phases.includes("simplification") ? simplification() : [],
  };
}

/** A language that knows the synthetic genomes' statements. */
export const syntheticLanguage: ProgramLanguage = {
  familyOf: (program) =>
    program.includes("sign(")
      ? "Lion with β1 = 0.9, β2 = 0.986"
      : program.includes("sqrt_v = sqrt(v)")
        ? "Adam without bias correction"
        : null,
  familyNameOf: (program) =>
    program.includes("sign(") ? "lion" : program.includes("sqrt_v = sqrt(v)") ? "adam" : null,
  statesOf: (program) => (program.includes("sign(") ? 1 : 2),
  replay: (_, steps) => {
    let genome = seedGenome;
    const texts = [genome.map(statementText)];
    for (const edits of steps) {
      genome = edits.reduce(applyEdit, genome);
      texts.push(genome.map(statementText));
    }
    return texts;
  },
};

interface Member {
  readonly id: number;
  readonly genome: readonly Statement[];
  readonly identity: string;
  readonly fitness: number;
  readonly level: number;
  readonly length: number;
}

function search(method: SearchMethod, seed: number, options: SyntheticDiscoveryOptions): SearchArchive {
  const rng = createRng(11, method, seed);
  const budget = options.evaluations ?? 400;
  const children: ChildRecord[] = [];
  const evaluations: EvaluationRecord[] = [];
  const root: Member = { id: 0, genome: seedGenome, identity: "seed", fitness: seedFitness, level: 0, length: 10 };
  children.push(childRecord(root, { parent: null, reason: "seed", edits: [], evaluated: true, invalid: 0 }));
  evaluations.push(evaluation(root, { number: 0, status: "finished", rng }));
  const population: Member[] = [root];
  for (let id = 1; evaluations.length < budget; id++) {
    const parent = method === "random" ? root : tournament(population, rng);
    const done = evaluations.length / budget;
    const child = bear({ method, seed, parent, id, rng, done });
    children.push(
      childRecord(child.member, {
        parent: parent.id,
        reason: "mutation",
        edits: child.edits,
        evaluated: child.status !== null,
        invalid: rng.below(4),
      }),
    );
    if (child.status !== null)
      evaluations.push(evaluation(child.member, { number: evaluations.length, status: child.status, rng }));
    population.push(child.member);
    if (population.length > 40) population.shift();
  }
  const best = Math.max(...evaluations.map(({ fitness }) => fitness));
  const state = options.running === true && method !== "constants" ? "running" : "ended";
  const config = searchConfig(method, seed);
  const record = {
    key: `${method}-${seed}`,
    config,
    state,
    children: children.length,
    evaluations: evaluations.length,
    bestFitness: best,
    seconds: 0.21 * budget,
  } as const;
  return { record, children, evaluations };
}

function bear(birth: {
  readonly method: SearchMethod;
  readonly seed: number;
  readonly parent: Member;
  readonly id: number;
  readonly rng: Rng;
  readonly done: number;
}): {
  readonly member: Member;
  readonly edits: readonly EditRecord[];
  readonly status: EvaluationRecord["status"] | null;
} {
  const { method, seed, parent, id, rng, done } = birth;
  const known = method === "evolution" ? 0.35 + 0.5 * Math.sqrt(done) : method === "random" ? 0.2 : 0.02;
  const chance = rng.uniform();
  const better = method === "evolution" ? 0.006 + 0.05 * Math.exp(-parent.level) : method === "random" ? 0.003 : 0;
  if (chance < better && parent.level < path.length) {
    const edits = [path[parent.level]!(parent.genome)];
    const genome = edits.reduce(applyEdit, parent.genome);
    const fitness = parent.fitness + 0.004 + 0.016 * rng.uniform();
    const member = {
      id,
      genome,
      identity: identityText(`${method}-${seed}-${id}`),
      fitness,
      level: parent.level + 1,
      length: 9 + rng.below(6),
    };
    return { member, edits, status: "finished" };
  }
  const edits = [randomEdit(parent.genome, rng, method)];
  const genome = edits.reduce(applyEdit, parent.genome);
  if (rng.uniform() < known) return { member: { ...parent, id, genome }, edits, status: null };
  const fate = rng.uniform();
  const status = fate < 0.12 ? "diverged" : fate < 0.12 + 0.35 * done ? "stopped" : "finished";
  const drift =
    method === "constants" ? 0.012 * rng.normal() - 0.004 : -0.3 * rng.uniform() ** 2 + 0.0005 * rng.normal();
  const fitness =
    status === "finished" ? Math.min(method === "constants" ? 0.634 : 1, Math.max(0, parent.fitness + drift)) : 0;
  const length = Math.max(3, parent.length + rng.below(5) - 2);
  return {
    member: { id, genome, identity: identityText(`${method}-${seed}-${id}`), fitness, level: parent.level, length },
    edits,
    status,
  };
}

function identityText(name: string): string {
  return sha256Hex(name).slice(0, 32);
}

function tournament(population: readonly Member[], rng: Rng): Member {
  const [a, b] = [population[rng.below(population.length)]!, population[rng.below(population.length)]!];
  return a.fitness >= b.fitness ? a : b;
}

function randomEdit(genome: readonly Statement[], rng: Rng, method: SearchMethod): EditRecord {
  const fate = method === "constants" ? 1 : rng.uniform();
  const place = rng.below(genome.length);
  if (fate < 0.6) return { kind: "insert", at: place, target: `v${rng.below(1000)}`, fn: "tanh", args: ["g"] };
  const spare = genome.findIndex(([target]) => /^v\d/.test(target));
  if (fate < 0.8 && spare >= 0) return { kind: "delete", at: spare };
  const constant = at(genome, "mul", "w");
  return { kind: "modify", at: constant, argument: 1, to: Number((0.01 * 2 ** rng.normal()).toPrecision(4)) };
}

function applyEdit(genome: readonly Statement[], edit: EditRecord): readonly Statement[] {
  const place = edit.at as number;
  if (edit.kind === "delete") return genome.toSpliced(place, 1);
  if (edit.kind === "insert")
    return genome.toSpliced(place, 0, [edit.target, edit.fn, ...(edit.args as string[])] as unknown as Statement);
  const changed = [...genome[place]!] as (string | number)[];
  changed[2 + (edit.argument as number)] = edit.to as string | number;
  return genome.toSpliced(place, 1, changed as unknown as Statement);
}

/** Place of the first statement (or of the one `skip` later) of a function, whose first argument is the one given. */
function at(genome: readonly Statement[], fn: string, first?: string, skip = 0): number {
  const places = genome.flatMap((statement, index) =>
    statement[1] === fn && (first === undefined || statement[2] === first) ? [index] : [],
  );
  return places[Math.min(skip, places.length - 1)]!;
}

const infix: { readonly [fn: string]: string } = { add: "+", mul: "*", div: "/" };

function statementText([target, fn, ...args]: Statement): string {
  const sign = infix[fn];
  return sign === undefined ? `${target} = ${fn}(${args.join(", ")})` : `${target} = ${args.join(` ${sign} `)}`;
}

function programText(genome: readonly Statement[]): string {
  const live = genome.filter(([target]) => !/^v\d/.test(target));
  return `def train(w, g, m, v, lr):\n${live.map((statement) => `  ${statementText(statement)}\n`).join("")}  return update, m, v\n`;
}

function childRecord(
  member: Member,
  birth: Pick<ChildRecord, "parent" | "reason" | "edits" | "evaluated" | "invalid">,
): ChildRecord {
  const { id, identity, fitness, genome, length } = member;
  const genomeLength = genome.length + 1;
  return { id, island: id % 2, identity, fitness, genomeLength, length: Math.min(length, genomeLength), ...birth };
}

function evaluation(
  member: Member,
  facts: { readonly number: number; readonly status: EvaluationRecord["status"]; readonly rng: Rng },
): EvaluationRecord {
  const { identity, genome, length, fitness } = member;
  const finished = facts.status === "finished";
  const spread = (0.1 * fitness * ((facts.number * 7) % 5)) / 5;
  return {
    identity,
    number: facts.number,
    program: programText(genome),
    length: Math.min(length, genome.length + 1),
    fitness,
    status: facts.status,
    scores: [0, spread, -spread].map((apart, seed) => ({
      task: "mlp",
      seed,
      status: finished ? "finished" : "diverged",
      score: finished ? fitness + apart : 0,
      validationLoss: finished ? 2.3 * (1 - fitness - apart) : null,
      stepsSurvived: finished ? 300 : 40,
      curve: [2.2, 1.4, 1.1],
    })),
    failure: null,
  };
}

function searchConfig(method: SearchMethod, seed: number): SearchConfig {
  return {
    schemaVersion: 1,
    method,
    seed,
    seedProgram: programText(seedGenome),
    tasks: [{ task: "mlp", fingerprint: "5e".repeat(32), steps: 300, seeds: [0, 1, 2] }],
    mutation: { weights: { insert: 1, delete: 1, modify: 1 } },
    evolution: {
      population: 40,
      tournament: 2,
      islands: 2,
      migrateEvery: 500,
      restartAfter: null,
      tune: 0,
      niches: null,
      tuneFirst: 0,
      lag: 8,
    },
    race: { factor: 1.5, from: 2 },
  };
}

function bestOf({ evaluations }: SearchArchive): EvaluationRecord {
  return evaluations.reduce((best, one) => (one.fitness > best.fitness ? one : best));
}

function funnel(
  stage: FunnelStage,
  searches: readonly SearchArchive[],
  options: SyntheticDiscoveryOptions,
): readonly FunnelEntry[] {
  const lead = options.lead ?? 0.03;
  const finalists = searches
    .filter(({ record }) => record.config.method === "evolution")
    .map(bestOf)
    .sort((a, b) => b.fitness - a.fitness);
  const kept = stage === "fresh-seeds" ? finalists : finalists.slice(0, stage === "larger" ? 2 : 1);
  const base = stage === "full" ? 0.906 : 0.63;
  const entry = (
    who: Pick<FunnelEntry, "identity" | "program" | "role" | "label" | "family">,
    mean: number,
    promoted: boolean,
  ): FunnelEntry => {
    const rng = createRng(5, stage, who.label);
    const scores = Array.from({ length: options.funnelSeeds ?? 5 }, () => mean + 0.004 * rng.normal());
    const split = (shift: number): readonly number[] => scores.map((score) => score + shift);
    const byTask = stage === "full" ? { "fashion-cnn": scores } : { mlp: split(0.02), text: split(-0.02) };
    return {
      ...who,
      stage,
      rate: promoted ? 0.5 : 1,
      scores,
      byTask,
      mean: scores.reduce((a, b) => a + b) / scores.length,
      promoted,
    };
  };
  const scale = stage === "full" ? 0.1 : 1;
  const lion = "def train(w, g, m, lr):\n  update = sign(interp(g, m, 0.9))\n  return update, m\n";
  return [
    entry(
      {
        identity: "tuned",
        program: programText(seedGenome),
        role: "baseline",
        label: options.bar ?? "tuned AdamW",
        family: "Adam",
      },
      base,
      true,
    ),
    ...kept.map((best, index) =>
      entry(
        {
          identity: best.identity,
          program: best.program,
          role: "finalist",
          label: `finalist ${index + 1}`,
          family: index === 0 ? "Lion with β1 = 0.9, β2 = 0.986" : null,
        },
        base + scale * lead * (1 - 0.4 * index),
        index < 2,
      ),
    ),
    ...(options.phases?.includes("simplification") === false
      ? []
      : [
          entry(
            {
              identity: "simple",
              program: simplification().at(-1)!.program,
              role: "simplified",
              label: "finalist 1, simplified",
              family: null,
            },
            base + scale * lead * 0.9,
            true,
          ),
        ]),
    entry(
      { identity: "lion", program: lion, role: "reference", label: "lion", family: "Lion" },
      base + scale * 0.02,
      false,
    ),
    entry(
      { identity: "adamw", program: programText(seedGenome), role: "reference", label: "adamw", family: "AdamW" },
      base - scale * 0.01,
      false,
    ),
  ];
}

function metaCurve(archive: SearchArchive, options: SyntheticDiscoveryOptions): readonly MetaValidationPoint[] {
  if (archive.record.config.method !== "evolution") return [];
  const rng = createRng(3, archive.record.key);
  const falls = archive.record.config.seed === 1 && options.overfits !== false;
  let best = 0;
  const trail = archive.evaluations.filter(({ fitness }) => {
    const better = fitness > best;
    if (better) best = fitness;
    return better;
  });
  return trail.map(({ number, identity, fitness }, index) => {
    const share = index / Math.max(1, trail.length - 1);
    const held = falls ? 0.58 + 0.08 * Math.sin(Math.PI * share) : 0.58 + 0.06 * share;
    return {
      search: archive.record.key,
      evaluations: number + 1,
      identity,
      fitness,
      metaFitness: held + 0.001 * rng.normal(),
    };
  });
}

function simplification(): readonly SimplificationRecord[] {
  const head = "def train(w, g, m, v, lr):\n";
  const tail = "  update = update + w * 0.0312\n  update = update * lr * 0.00037\n  return update, m, v\n";
  return [
    {
      order: 0,
      label: "exact",
      rule: "interp of interp",
      reason: "interp(g, interp(g, v, a), b) = interp(g, v, a b) for all numbers.",
      program: `${head}  m = interp(g, v, 0.9)\n  m2 = square(m)\n  v = interp(g, v, 0.986)\n  update = m / sqrt(m2)\n${tail}`,
      before: null,
      after: null,
    },
    {
      order: 1,
      label: "tolerant",
      rule: "m / sqrt(m * m)",
      reason: "Equals sign(m) but for the 1e-8 of a division: at most 1e-3 where |m| > 1e-5.",
      program: `${head}  m = interp(g, v, 0.9)\n  v = interp(g, v, 0.986)\n  update = sign(m)\n${tail}`,
      before: null,
      after: null,
    },
    {
      order: 2,
      label: "empirical",
      rule: "drop a statement",
      reason: "Without the weight decay the mean score over 5 fresh seeds falls by 0.0008.",
      program: `${head}  m = interp(g, v, 0.9)\n  v = interp(g, v, 0.986)\n  update = sign(m)\n  update = update * lr * 0.00037\n  return update, m, v\n`,
      before: 0.6603,
      after: 0.6595,
    },
  ];
}
