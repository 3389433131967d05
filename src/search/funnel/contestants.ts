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
import { bestFirst, bestOfFamilies, firstOfKinds, hallOfFame } from "../../records/hall-of-fame.ts";
import type { EvaluationRecord, SearchMethod, TuningRecord } from "../../records/search-records.ts";
import type { Contestant } from "./stage.ts";

/** Weight decay of references: without one there would be no number for the tuning to find. */
const referenceDecay = 0.1;

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

/**
 * Finalists of the evolution searches: the best program of each search first, then the best of every family that is near the
 * best, then the halls of fame, then the rest. Of programs that differ in numbers alone only the first enters, and so it is
 * with programs that behave alike: one program's relatives keep no others out.
 */
export function chooseFinalists(archives: readonly SearchArchive[], count: number): readonly EvaluationRecord[] {
  const evolved = archives
    .filter(({ method }) => method === "evolution")
    .map(({ evaluations }) => evaluations.filter(canEnter));
  const winners = evolved.flatMap((evaluations) => bestFirst(evaluations).slice(0, 1));
  const families = bestOfFamilies(evolved.flat(), (program) => familyOf(parseProgram(program))?.name ?? null);
  const front = bestFirst(evolved.flatMap(hallOfFame));
  const seen = new Set<string>();
  const chosen: EvaluationRecord[] = [];
  for (const evaluation of firstOfKinds([...bestFirst(winners), ...families, ...front, ...bestFirst(evolved.flat())])) {
    const behaviour = fingerprintOf(bindProgram(parseProgram(evaluation.program), {}));
    if (seen.has(behaviour)) continue;
    seen.add(behaviour);
    chosen.push(evaluation);
    if (chosen.length === count) break;
  }
  return chosen;
}

/** What a program is called with its numbers, or null where the recogniser does not know it. */
export function familyNamed(program: string): string | null {
  return familyOf(parseProgram(program))?.text ?? null;
}

function baselineOf(archives: readonly SearchArchive[]): {
  readonly program: EvaluationRecord;
  readonly tuned: boolean;
} {
  const tuned = bestFirst(
    archives.filter(({ method }) => method === "constants").flatMap(({ evaluations }) => evaluations.filter(canEnter)),
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

function canEnter({ status, fitness }: EvaluationRecord): boolean {
  return status === "finished" && fitness > 0;
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
