/**
 * How well a rule does on a suite: its numbers tuned as those of finalists are, then judged on draws that tuning never saw.
 */
import { identityOf } from "../../program/abstract/identity.ts";
import { genomeOf } from "../../program/genome-of.ts";
import { parseProgram } from "../../program/parse.ts";
import type { Judge, JudgeJob } from "../funnel/judge.ts";
import { tuneContestants } from "../funnel/tune-contestants.ts";

/** A rule of the reference set: a program of the paper's form. */
export interface ReferenceRule {
  readonly name: string;
  readonly program: string;
}

/** How every rule is tuned and judged, the same for all. */
export interface RuleProtocol {
  /** Multiples of its rate that a rule tries first. */
  readonly rates: readonly number[];
  /** Settings of its numbers that it tries then. */
  readonly variants: number;
  readonly tuningDraws: readonly number[];
  readonly freshDraws: readonly number[];
}

/**
 * What `lionlab bench proxies` does. The rates go upwards from a tenth of a rule's own: what suits real tasks of thousands of steps is a hundredth of
 * what suits some proxies.
 */
export const usualProtocol: RuleProtocol = {
  rates: [0, -1, -0.5, 0.5, 1, 1.5, 2, 2.5, 3].map((decades) => Number((10 ** decades).toPrecision(3))),
  variants: 96,
  tuningDraws: [1000, 1001, 1002],
  freshDraws: Array.from({ length: 16 }, (_, i) => 2000 + i),
};

/** A rule on a suite. */
export interface RuleScores {
  readonly rule: string;
  /** As it was judged, with its rate beside it. */
  readonly program: string;
  readonly rate: number;
  /** Mean score on the draws that tuned it, which flatters. */
  readonly tuned: number;
  /** Score of each fresh draw. */
  readonly scores: readonly number[];
}

/** Tunes and judges; null when stopped. `suite`: its name, which the judge takes as a task's. */
export async function measureRule(
  { name, program }: ReferenceRule,
  { judge, suite, protocol }: { readonly judge: Judge; readonly suite: string; readonly protocol: RuleProtocol },
): Promise<RuleScores | null> {
  const identity = identityOf(genomeOf(parseProgram(program), program));
  const contestant = { identity, program, role: "reference", label: name, family: null, rate: 1 } as const;
  const { rates, variants, tuningDraws, freshDraws } = protocol;
  const setting = { tasks: [suite], seeds: tuningDraws, variants, rates: () => rates, judge };
  const [tuning] = (await tuneContestants([contestant], setting)) ?? [];
  if (tuning === undefined) return null;
  const { after } = tuning;
  const jobs = freshDraws.map((seed): JudgeJob => ({ program: after.program, rate: after.rate, task: suite, seed }));
  const fresh = await judge.score(jobs);
  if (fresh === null) return null;
  const { program: chosen, rate, mean: tuned } = after;
  return { rule: name, program: chosen, rate, tuned, scores: fresh.map(({ score }) => score) };
}

/** Evaluations that a rule takes at most. */
export function evaluationsOf({ rates, variants, tuningDraws, freshDraws }: RuleProtocol): number {
  return (rates.length + variants) * tuningDraws.length + freshDraws.length;
}
