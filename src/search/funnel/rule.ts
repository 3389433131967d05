/**
 * When a lead over the baseline counts: after how many seeds it is looked at, and how wide its interval is then.
 *
 * With a fixed number of seeds there is one look, at the 90 % t-interval of the paired differences: one side in twenty is wrong. A sequential rule
 * looks after each doubling of the seeds and stops with a program as soon as its interval leaves out 0. Looking often finds more by luck, so each look
 * is given its share of the error (Bonferroni): a program that is no better than the baseline is promoted with at most the stated probability,
 * however the looks depend on one another. Source: Wassmer and Brannath 2016, "Group sequential and confirmatory adaptive designs", chapter 2.
 */
import type { SequentialConfig } from "../config-funnel.ts";

/** How a stage decides. */
export interface StageRule {
  /** Numbers of seeds after which is looked, rising. */
  readonly looks: readonly number[];
  /** Level of the two-sided interval at each look. */
  readonly level: number;
}

/** Level of a single look. */
const fixedLevel = 0.9;

/** One look, after all seeds. */
export function fixedRule(seeds: number): StageRule {
  return { looks: [seeds], level: fixedLevel };
}

/** Looks after `first` seeds, twice, four times as many … and `most`; one look where there is no sequential setting, or no room for a second. */
export function stageRule(first: number, sequential: SequentialConfig | null): StageRule {
  if (sequential === null) return fixedRule(first);
  const { most, error } = sequential;
  const looks = [first];
  while (looks.at(-1)! < most) looks.push(Math.min(most, 2 * looks.at(-1)!));
  return { looks, level: 1 - (2 * error) / looks.length };
}
