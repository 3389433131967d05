/**
 * Who enters the funnel: finalists of the searches, the tuned baseline, and optimizers of the library beside them.
 */
import { seedProgram } from "../../optimizers/seed.ts";
import { identityOf } from "../../program/abstract/identity.ts";
import { bindProgram } from "../../program/bind.ts";
import { familyOf } from "../../program/families/sign-momentum.ts";
import { fingerprintOf } from "../../program/fingerprint.ts";
import { genomeOf } from "../../program/genome-of.ts";
import { parseProgram } from "../../program/parse.ts";
import { printProgram } from "../../program/print.ts";
import type { EvaluationRecord, SearchMethod, TuningRecord } from "../../records/search-records.ts";
import type { Contestant } from "./stage.ts";

/** Weight decay of references, that of the paper's seed: without one there would be no number for the tuning to find. */
const referenceDecay = 0.01;

/** A search of the discovery with what it evaluated. */
export interface SearchArchive {
  readonly key: string;
  readonly method: SearchMethod;
  readonly evaluations: readonly EvaluationRecord[];
}

/** How contestants are chosen. */
export interface ContestantSetting {
  readonly finalists: number;
  /** Names of optimizers of the library. */
  readonly references: readonly string[];
  /** How the seed is called, "AdamW" or its name. */
  readonly seedLabel: string;
}

/**
 * The contestants: the baseline first, then finalists, then references. The baseline is the best program of the searches
 * that change constants alone, or the seed itself where there were none.
 */
export function chooseContestants(
  archives: readonly SearchArchive[],
  setting: ContestantSetting,
): readonly Contestant[] {
  const { references, seedLabel } = setting;
  const baseline = baselineOf(archives);
  const finalists = chooseFinalists(archives, setting.finalists).filter(
    ({ identity }) => identity !== baseline.program.identity,
  );
  return [
    {
      ...contestant(baseline.program),
      role: "baseline",
      label: baseline.tuned ? `tuned ${seedLabel}` : `${seedLabel}, not tuned`,
    },
    ...finalists.map((evaluation, i): Contestant => ({ ...contestant(evaluation), label: `finalist ${i + 1}` })),
    ...references.map((name) => referenceOf(name)),
  ];
}

/** How far below the best of all a family's best may be to enter before others. */
const familySlack = 0.05;
/** Programs of a search, unequal but for numbers, whose family is looked up; recognising one takes milliseconds. */
const recognised = 400;

/**
 * Finalists of the evolution searches: the best program of each search first, then the best of every family that is near the
 * best, then the halls of fame, then the rest. Of programs that differ in numbers alone only the first enters, and so it is
 * with programs that behave alike: one program's relatives keep no others out.
 */
export function chooseFinalists(archives: readonly SearchArchive[], count: number): readonly EvaluationRecord[] {
  const evolved = archives
    .filter(({ method }) => method === "evolution")
    .map(({ evaluations }) => byFitness(evaluations));
  const winners = byFitness(evolved.flatMap(([best]) => (best === undefined ? [] : [best])));
  const fame = byFitness(evolved.flatMap(hallOfFame));
  const bar = (winners[0]?.fitness ?? 0) - familySlack;
  const known = firstOfFamilies(
    byFitness(evolved.flatMap((evaluations) => distinct(evaluations).slice(0, recognised))).filter(
      ({ fitness }) => fitness >= bar,
    ),
  );
  const seen = new Set<string>();
  const chosen: EvaluationRecord[] = [];
  for (const evaluation of distinct([...winners, ...known, ...fame, ...byFitness(evolved.flat())])) {
    const behaviour = fingerprintOf(bindProgram(parseProgram(evaluation.program), {}));
    if (seen.has(behaviour)) continue;
    seen.add(behaviour);
    chosen.push(evaluation);
    if (chosen.length === count) break;
  }
  return chosen;
}

/** The first of those that differ in numbers alone. */
function distinct(evaluations: readonly EvaluationRecord[]): readonly EvaluationRecord[] {
  const seen = new Set<string>();
  return evaluations.filter(({ program }) => {
    const structure = program.replaceAll(/\b\d[\d.]*(e[+-]?\d+)?\b/g, "#");
    const isNew = !seen.has(structure);
    seen.add(structure);
    return isNew;
  });
}

/** The evaluations of a search that no other is both shorter and better than. */
function hallOfFame(evaluations: readonly EvaluationRecord[]): readonly EvaluationRecord[] {
  let shortest = Number.POSITIVE_INFINITY;
  return evaluations.filter(({ length }) => {
    const stands = length < shortest; // best first, so nothing better is as short
    if (stands) shortest = length;
    return stands;
  });
}

/** The first program of each family; programs of no known family are left out. */
function firstOfFamilies(evaluations: readonly EvaluationRecord[]): readonly EvaluationRecord[] {
  const seen = new Set<string>();
  return evaluations.filter(({ program }) => {
    const name = familyOf(parseProgram(program))?.name;
    if (name === undefined || seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

/** What a program is called with its numbers, or null where the recogniser does not know it. */
export function familyNamed(program: string): string | null {
  return familyOf(parseProgram(program))?.text ?? null;
}

function baselineOf(archives: readonly SearchArchive[]): {
  readonly program: EvaluationRecord;
  readonly tuned: boolean;
} {
  const tuned = byFitness(
    archives.filter(({ method }) => method === "constants").flatMap(({ evaluations }) => evaluations),
  );
  if (tuned[0] !== undefined) return { program: tuned[0], tuned: true };
  return { program: archives.find(({ evaluations }) => evaluations.length > 0)!.evaluations[0]!, tuned: false };
}

function referenceOf(name: string): Contestant {
  const text = printProgram(seedProgram({ name, hyperparameters: { decay: referenceDecay } }));
  const identity = identityOf(genomeOf(parseProgram(text), text));
  return { identity, program: text, role: "reference", label: name, family: familyNamed(text), rate: 1 };
}

function contestant({ identity, program }: EvaluationRecord): Omit<Contestant, "label"> {
  return { identity, program, role: "finalist", family: familyNamed(program), rate: 1 };
}

/** Best first; of equals the shorter, then the earlier. */
function byFitness(evaluations: readonly EvaluationRecord[]): EvaluationRecord[] {
  return evaluations
    .filter(({ status, fitness }) => status === "finished" && fitness > 0)
    .sort((a, b) => b.fitness - a.fitness || a.length - b.length || a.number - b.number);
}

/** The contestants with the numbers and the rate that were best for them. Those without a record stay as they are. */
export function tunedContestants(
  contestants: readonly Contestant[],
  records: readonly TuningRecord[],
): readonly Contestant[] {
  return contestants.map((one) => {
    const tuning = records.find(({ identity, role }) => identity === one.identity && role === one.role);
    if (tuning === undefined) return one;
    const { program, rate } = tuning.after;
    return { ...one, program, rate, family: familyNamed(program) };
  });
}
