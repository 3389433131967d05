/**
 * Everything that `lionlab stats compare` says of two samples, as one object: the answer with `--json`, and what the text is made from.
 */
import { createRng } from "../../core/rng.ts";
import { almostStochasticOrder } from "../../stats/almost-stochastic-order.ts";
import { type BrunnerMunzel, brunnerMunzel } from "../../stats/brunner-munzel.ts";
import { a12, cliffsDelta, type Magnitude, magnitudeOf } from "../../stats/effect-size.ts";
import { hodgesLehmann } from "../../stats/hodges-lehmann.ts";
import { interquartileMean } from "../../stats/iqm.ts";
import { mannWhitney } from "../../stats/mann-whitney.ts";
import { type Estimate, mean, standardDeviation } from "../../stats/mean-interval.ts";
import { mostPairs, pairedShift } from "../../stats/paired-shift.ts";
import { median } from "../../stats/quantile.ts";
import { signFlip } from "../../stats/sign-flip.ts";
import { smallestP, smallestPairedP } from "../../stats/smallest-p.ts";
import { welch } from "../../stats/welch.ts";
import { wilcoxon } from "../../stats/wilcoxon.ts";
import type { NamedSample } from "./read-samples.ts";

/** A figure of the first sample, `a`, and of the second, `b`. */
export interface Both<T> {
  readonly a: T;
  readonly b: T;
}

/** An estimate with its interval, null where there is none. */
export type Interval95 = Pick<Estimate, "value" | "low" | "high">;

/** What a test says. */
export interface TestFact {
  readonly p: number;
  readonly method: string;
}

/** The facts; infinite figures are null in JSON. `Interval95` are of 95 per cent. */
export interface ComparisonFacts {
  readonly names: Both<string>;
  readonly n: Both<number>;
  /** Values that are infinite. */
  readonly diverged: Both<number>;
  readonly mean: Both<number>;
  readonly median: Both<number>;
  readonly interquartileMean: Both<number>;
  /** Null for a single value. */
  readonly standardDeviation: Both<number | null>;
  /** All of a less b. */
  readonly hodgesLehmann: Interval95;
  readonly differenceOfMeans: Interval95 & { readonly p: number | null };
  /** Chance that a value of a is higher than one of b, ties counting half. */
  readonly a12: Interval95 & { readonly magnitude: Magnitude };
  /** 2 A12 - 1. */
  readonly cliffsDelta: Interval95;
  /** `u` is that of a. */
  readonly mannWhitney: TestFact & { readonly u: number };
  /** Null where the samples do not overlap or have a single value. */
  readonly brunnerMunzel: BrunnerMunzel | null;
  /**
   * Almost stochastic order: with 95 % confidence at most so much of the distance between the quantiles is against "a is higher", and against
   * "b is higher"; below 0.5 it is so. Null with diverged runs or above 5,000 values.
   */
  readonly stochasticOrder: Both<number> | null;
  /** Smallest p that the exact test of so many values can have without ties: of the pairs with --paired. */
  readonly smallestP: number;
  readonly alpha: number;
  readonly paired?: PairedFacts;
  readonly wilcoxon?: TestFact & { readonly statistic: number; readonly pairs: number; readonly zeros: number };
}

/** What the pairs say beside Wilcoxon's test. */
export interface PairedFacts {
  /** Median of the averages of differences; null above 5,000 pairs. */
  readonly shift: Interval95 | null;
  /** Pairs in which a is higher, and in which b is. */
  readonly higher: Both<number>;
  readonly signFlip: TestFact & { readonly difference: number; readonly permutations: number };
}

/** Computes them. Errors: `unequal-pairs` with `paired` and unequal numbers. */
export function comparisonFacts(
  [first, second]: readonly [NamedSample, NamedSample],
  { paired, alpha }: { readonly paired: boolean; readonly alpha: number },
): ComparisonFacts {
  const [a, b] = [first.values, second.values];
  const of = <T>(figure: (values: readonly number[]) => T): Both<T> => ({ a: figure(a), b: figure(b) });
  const pairs: Pick<ComparisonFacts, "wilcoxon" | "paired"> = paired ? pairedFacts(a, b) : {};
  const { u1, p, method } = mannWhitney(a, b);
  const effect = a12(a, b);
  const means = welch(a, b);
  return {
    names: { a: first.name, b: second.name },
    n: of((values) => values.length),
    diverged: of((values) => values.filter((value) => !Number.isFinite(value)).length),
    mean: of(mean),
    median: of(median),
    interquartileMean: of(interquartileMean),
    standardDeviation: of((values) => (values.length < 2 ? null : standardDeviation(values))),
    hodgesLehmann: interval(hodgesLehmann(a, b)),
    differenceOfMeans: { ...interval(means), p: means.p },
    a12: { ...interval(effect), magnitude: magnitudeOf(effect.value) },
    cliffsDelta: interval(cliffsDelta(a, b)),
    mannWhitney: { u: u1, p, method },
    brunnerMunzel: Math.min(a.length, b.length) < 2 ? null : brunnerMunzel(a, b),
    stochasticOrder: stochasticOrder(a, b),
    smallestP: pairs.wilcoxon === undefined ? smallestP(a.length, b.length) : smallestPairedP(a.length),
    alpha,
    ...pairs,
  };
}

function stochasticOrder(a: readonly number[], b: readonly number[]): Both<number> | null {
  if (a.length + b.length > 5000 || ![...a, ...b].every(Number.isFinite)) return null;
  const bound = (x: readonly number[], y: readonly number[]): number =>
    almostStochasticOrder(x, y, { rng: createRng(0, "stochastic order") }).epsilonMin;
  return { a: bound(a, b), b: bound(b, a) };
}

function pairedFacts(
  a: readonly number[],
  b: readonly number[],
): Required<Pick<ComparisonFacts, "wilcoxon" | "paired">> {
  const { statistic, p, method, pairs, zeros } = wilcoxon(a, b);
  const flip = signFlip(a, b);
  const higher = { a: a.filter((x, i) => x > b[i]!).length, b: a.filter((x, i) => x < b[i]!).length };
  return {
    wilcoxon: { statistic, p, method, pairs, zeros },
    paired: {
      shift: pairs > mostPairs ? null : interval(pairedShift(a, b)),
      higher,
      signFlip: { p: flip.p, method: flip.method, difference: flip.difference, permutations: flip.permutations },
    },
  };
}

function interval({ value, low, high }: Estimate): Interval95 {
  return { value, low, high };
}
