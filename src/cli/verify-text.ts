/**
 * What a verification says: the trials that are the same, those that differ with what could explain it, and what the others would take.
 */
import type { VerifiableTrial } from "../bundles/choose-trials.ts";
import type { Difference } from "../bundles/differences.ts";
import { printable } from "../core/printable.ts";
import { quoteWord } from "../core/quote-word.ts";
import { count, formatRate } from "../report/format.ts";
import { jsonText } from "./plain-table.ts";
import { formatRoughDuration } from "./progress/text.ts";
import type { VerifySource } from "./verify-source.ts";

/** A trial that was computed again. */
export interface VerifiedTrial {
  readonly candidate: VerifiableTrial;
  readonly epochs: number;
  /** Empty: every number is the same. */
  readonly differences: readonly Difference[];
  /** What is otherwise here than it was where the record was made. */
  readonly explanations: readonly string[];
}

/** Differences that are told one by one. */
const told = 3;

/** Text for people, or JSON. */
export function verifyText(
  verified: readonly VerifiedTrial[],
  {
    source,
    chosen,
    workers,
    json,
  }: {
    readonly source: Pick<VerifySource, "shown" | "candidates" | "trials">;
    readonly chosen: readonly VerifiableTrial[];
    readonly workers: number;
    readonly json: boolean;
  },
): string {
  const seconds = source.candidates.reduce((sum, candidate) => sum + candidate.seconds, 0) / workers;
  if (json) {
    const trials = verified.map(({ candidate: { number, key, config }, ...trial }) => {
      const { optimizer, lr, seed } = config;
      return { number, key, label: optimizer.label, lr, seed, same: trial.differences.length === 0, ...trial };
    });
    return jsonText({ of: source.shown, trials, all: { trials: source.candidates.length, seconds } });
  }
  const lines = verified.map((trial) => trialText(trial, source.trials));
  const missing = chosen.length - verified.length;
  const rest =
    source.candidates.length > chosen.length
      ? [
          `All ${source.candidates.length} trials that ended take ${formatRoughDuration(seconds)}: npx lionlab verify ${quoteWord(source.shown)} --all`,
        ]
      : [];
  const lost = missing > 0 ? [`${count(missing, "trial")} could not be computed: see above.`] : [];
  return `${[...lines, ...lost, ...rest].join("\n")}\n`;
}

function trialText({ candidate, epochs, differences, explanations }: VerifiedTrial, trials: number): string {
  const { number, key, config } = candidate;
  const name = `Trial ${number} of ${trials} (${printable(config.optimizer.label)}, learning rate ${formatRate(config.lr)}, seed ${config.seed}, ${key})`;
  if (differences.length === 0) return `${name} is the same: ${count(epochs, "epoch")} and the result, byte for byte.`;
  const shown = differences
    .slice(0, told)
    .map(({ where, recorded, computed }) => `  ${where}: ${recorded} recorded, ${computed} computed`);
  const more = differences.length > told ? [`  and ${count(differences.length - told, "figure")} more`] : [];
  const why =
    explanations.length > 0
      ? ["  What could explain it:", ...explanations.map((sentence) => `  - ${sentence}`)]
      : [
          "  Nothing that is known explains it: versions and kind of processor are the same, or not recorded. Please report it.",
        ];
  return [`${name} differs from its record:`, ...shown, ...more, ...why].join("\n");
}
