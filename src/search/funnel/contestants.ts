/**
 * Who enters the funnel: finalists of the searches, the tuned baseline, and optimizers of the library beside them.
 */
import { seedProgram } from "../../optimizers/seed.ts";
import { identityOf } from "../../program/abstract/identity.ts";
import { bindProgram } from "../../program/bind.ts";
import { fingerprintOf } from "../../program/fingerprint.ts";
import { genomeOf } from "../../program/genome-of.ts";
import { parseProgram } from "../../program/parse.ts";
import { printProgram } from "../../program/print.ts";
import type { EvaluationRecord, SearchMethod } from "../../records/search-records.ts";
import type { Contestant } from "./stage.ts";

/** A search of the discovery with what it evaluated. */
export interface SearchArchive {
  readonly key: string;
  readonly method: SearchMethod;
  readonly evaluations: readonly EvaluationRecord[];
}

/** What a program is called: its family, or null. */
export type FamilyOf = (program: string) => string | null;

/** How contestants are chosen. */
export interface ContestantSetting {
  readonly finalists: number;
  /** Names of optimizers of the library. */
  readonly references: readonly string[];
  /** How the seed is called, "AdamW" or its name. */
  readonly seedLabel: string;
  readonly familyOf: FamilyOf;
}

/**
 * The contestants: the baseline first, then finalists, then references. The baseline is the best program of the searches
 * that change constants alone, or the seed itself where there were none.
 */
export function chooseContestants(
  archives: readonly SearchArchive[],
  setting: ContestantSetting,
): readonly Contestant[] {
  const { familyOf, references, seedLabel } = setting;
  const baseline = baselineOf(archives);
  const finalists = chooseFinalists(archives, setting.finalists).filter(
    ({ identity }) => identity !== baseline.program.identity,
  );
  return [
    {
      ...contestant(baseline.program, familyOf),
      role: "baseline",
      label: baseline.tuned ? `tuned ${seedLabel}` : `${seedLabel}, not tuned`,
    },
    ...finalists.map(
      (evaluation, i): Contestant => ({ ...contestant(evaluation, familyOf), label: `finalist ${i + 1}` }),
    ),
    ...references.map((name) => referenceOf(name, familyOf)),
  ];
}

/**
 * The best programs of the evolution searches, the best of each search first. Of programs that differ in numbers alone only
 * the best enters, and of programs that behave alike the first, so that one program's relatives do not keep others out.
 */
export function chooseFinalists(archives: readonly SearchArchive[], count: number): readonly EvaluationRecord[] {
  const evolved = archives
    .filter(({ method }) => method === "evolution")
    .map(({ evaluations }) => byFitness(evaluations));
  const winners = byFitness(evolved.flatMap(([best]) => (best === undefined ? [] : [best])));
  const rest = byFitness(evolved.flat());
  const seen = new Set<string>();
  const chosen: EvaluationRecord[] = [];
  for (const evaluation of [...winners, ...rest]) {
    const structure = evaluation.program.replaceAll(/\b\d[\d.]*(e[+-]?\d+)?\b/g, "#");
    if (seen.has(structure)) continue;
    seen.add(structure);
    const behaviour = fingerprintOf(bindProgram(parseProgram(evaluation.program), {}));
    if (seen.has(behaviour)) continue;
    seen.add(behaviour);
    chosen.push(evaluation);
    if (chosen.length === count) break;
  }
  return chosen;
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

function referenceOf(name: string, familyOf: FamilyOf): Contestant {
  const text = printProgram(seedProgram({ name }));
  const identity = identityOf(genomeOf(parseProgram(text), text));
  return { identity, program: text, role: "reference", label: name, family: familyOf(text), rate: 1 };
}

function contestant({ identity, program }: EvaluationRecord, familyOf: FamilyOf): Omit<Contestant, "label"> {
  return { identity, program, role: "finalist", family: familyOf(program), rate: 1 };
}

/** Best first; of equals the shorter, then the earlier. */
function byFitness(evaluations: readonly EvaluationRecord[]): EvaluationRecord[] {
  return evaluations
    .filter(({ status }) => status === "finished")
    .sort((a, b) => b.fitness - a.fitness || a.length - b.length || a.number - b.number);
}
