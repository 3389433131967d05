/**
 * Which trials of a run are verified: those that are asked for, else the cheapest.
 */
import { LabError } from "../core/errors.ts";
import { secondsOf } from "../formats/tables.ts";
import type { TrialConfig, TrialRecord } from "../records/records.ts";
import { madeBefore, trialChanges } from "../trainer/outdated.ts";

/** A trial that could be verified. */
export interface VerifiableTrial {
  /** Place in the study's order, from 1. */
  readonly number: number;
  readonly key: string;
  readonly config: TrialConfig;
  /** What it took when it was recorded; 0 where that is not known. */
  readonly seconds: number;
}

/** The trial as one that could be verified; null for one that has not ended, or that another tool computed. */
export function candidateOf({ key, config, result, timings }: TrialRecord, index: number): VerifiableTrial | null {
  if (result === null || config.imported !== undefined) return null;
  return { number: index + 1, key, config, seconds: secondsOf(timings) };
}

/** How trials are asked for: one by its number or the beginning of its key, or all. */
export interface TrialChoice {
  readonly trial?: string | undefined;
  readonly all: boolean;
}

/**
 * Those to verify. `shown`: the run, for sentences.
 * Errors: `nothing-to-verify`, `unknown-trial`, `verify-outdated` for trials that this version computes otherwise.
 */
export function chosenTrials(
  candidates: readonly VerifiableTrial[],
  { trial, all, shown }: TrialChoice & { readonly shown: string },
): readonly VerifiableTrial[] {
  if (candidates.length === 0) {
    throw new LabError(
      "nothing-to-verify",
      `${shown} has no trial that ended here: there is nothing to compute again. Imported runs were computed elsewhere.`,
    );
  }
  if (trial !== undefined) return [askedFor(candidates, { trial, shown })].map(computedAlike);
  const alike = candidates.filter(({ config }) => trialChanges(config).length === 0);
  if (alike.length === 0) computedAlike(candidates[0]!);
  if (all) return candidates.map(computedAlike);
  return [alike.reduce((least, one) => (one.seconds < least.seconds ? one : least))];
}

function askedFor(
  candidates: readonly VerifiableTrial[],
  { trial, shown }: { readonly trial: string; readonly shown: string },
): VerifiableTrial {
  const named = candidates.filter(({ number, key }) => String(number) === trial || key === trial);
  const begun = named.length > 0 ? named : candidates.filter(({ key }) => trial.length >= 4 && key.startsWith(trial));
  if (begun.length === 1) return begun[0]!;
  throw new LabError(
    "unknown-trial",
    `${shown} has ${begun.length === 0 ? "no ended trial" : "several trials"} "${trial}": give a number from ${candidates[0]!.number} to ${candidates.at(-1)!.number}, or a key from its results.csv.`,
    { given: trial },
  );
}

function computedAlike(candidate: VerifiableTrial): VerifiableTrial {
  const changes = trialChanges(candidate.config);
  if (changes.length === 0) return candidate;
  throw new LabError(
    "verify-outdated",
    `Trial ${candidate.number} (${candidate.key}) was ${madeBefore(changes)}, so this version computes it otherwise: verify it with the version that made it.`,
    { key: candidate.key },
  );
}
