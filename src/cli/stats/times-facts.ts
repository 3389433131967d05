/**
 * What `lionlab stats times` says, as one object and as text.
 */
import { algoPerfScore, largestRatio, timeProfile, timeRatios } from "../../stats/algoperf.ts";
import { plainTable } from "../plain-table.ts";
import { wrapped } from "../wrapped.ts";
import { figureText } from "./figure-text.ts";
import type { WorkloadTable } from "./read-workloads.ts";

/** What is said of one optimizer. */
export interface TimeScore {
  readonly name: string;
  /** 0 … 1. */
  readonly score: number;
  /** Workloads on which it reached the target within four times the best. */
  readonly reached: number;
  /** To the best time of each workload; null in JSON where it is above 4 or the target was missed. */
  readonly ratios: readonly number[];
  /** Share of workloads within tau times the best. */
  readonly profile: readonly { readonly tau: number; readonly share: number }[];
}

const taus = [1, 1.25, 1.5, 2, 3, 4];

/** The best first. Errors: `not-a-time`. */
export function timeScores({ optimizers, figures }: WorkloadTable): readonly TimeScore[] {
  return timeRatios(optimizers.map((_, s) => figures.map((row) => row[s]!)))
    .map((ratios, s) => ({
      name: optimizers[s]!,
      score: algoPerfScore(ratios),
      reached: ratios.filter(Number.isFinite).length,
      ratios,
      profile: taus.map((tau) => ({ tau, share: timeProfile(ratios, tau) })),
    }))
    .sort((a, b) => b.score - a.score);
}

/** The scores and what they mean. */
export function timesText({ workloads }: WorkloadTable, scores: readonly TimeScore[], width: number): string {
  const table = plainTable(
    [
      { title: "optimizer" },
      { title: "score", align: "right" },
      { title: "reached", align: "right" },
      ...workloads.map((title) => ({ title, align: "right" as const })),
    ],
    scores.map(({ name, score, reached, ratios }) => [
      name,
      score.toFixed(3),
      `${reached}/${workloads.length}`,
      ...ratios.map((ratio) => figureText(Number.isFinite(ratio) ? Number(ratio.toPrecision(3)) : null)),
    ]),
  );
  const sentence = `Times as multiples of the best on each workload; above ${largestRatio} they count as never. The score is the mean over tau from 1 to ${largestRatio} of the share of workloads within tau times the best: 1 is the fastest everywhere.`;
  return `${table}\n${wrapped(sentence, { width, indent: 0 })}\n`;
}
