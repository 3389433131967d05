/**
 * What of an optimizer is tuned where a study does not say, and around which values.
 */
import { centreOfRateTimesDecay, tunedDecades } from "./hyperparameters.ts";
import type { TunedKind } from "./optimizer.ts";
import { type OptimizerRequest, resolveOptimizer } from "./resolve.ts";
import { type ConventionName, chooseConvention, findOptimizer, isProgramPath } from "./resolve-text.ts";

/** A hyperparameter that is tuned: `decades` powers of ten, half of them on either side of `centre`. */
export interface TunedHyperparameter {
  readonly kind: TunedKind;
  /** Null where nobody knows: the rate of a user's program, and a decay beside it. */
  readonly centre: number | null;
  readonly decades: number;
}

/**
 * The tuned hyperparameters of an optimizer by name. Those of a program file go by their names: `lr` is a rate, around 1 in a
 * program of the paper's dialect, which has its rate inside; `decay` is one; and what begins with beta, rho or momentum and is
 * 0 < v < 1 is a share around its default. `given`: values of those that a program needs.
 * Errors: those of `resolveOptimizer`.
 */
export function tunedHyperparameters(
  { name, text }: Pick<OptimizerRequest, "name" | "text">,
  wanted: ConventionName,
  given: { readonly [hyperparameter: string]: number | boolean } = {},
): { readonly [hyperparameter: string]: TunedHyperparameter } {
  return isProgramPath(name) ? ofFile({ name, text }, given) : ofLibrary(name, wanted);
}

function ofLibrary(name: string, wanted: ConventionName): Record<string, TunedHyperparameter> {
  const { hyperparameters } = chooseConvention(findOptimizer(name), wanted).convention;
  const rate = hyperparameters.lr.tuned?.centre ?? null;
  return Object.fromEntries(
    Object.entries(hyperparameters).flatMap(([key, { tuned }]) =>
      tuned === undefined ? [] : [[key, around(tuned.kind, tuned.kind === "decay" ? decayAt(rate) : tuned.centre)]],
    ),
  );
}

function ofFile(
  file: Pick<OptimizerRequest, "name" | "text">,
  given: { readonly [hyperparameter: string]: number | boolean },
): Record<string, TunedHyperparameter> {
  const { convention, hyperparameters } = resolveOptimizer({ ...file, hyperparameters: given });
  const rate = convention === "paper" ? 1 : null;
  const others = Object.entries(hyperparameters).flatMap(([key, value]): [string, TunedHyperparameter][] => {
    if (typeof value !== "number") return [];
    if (key === "decay") return [[key, around("decay", decayAt(rate))]];
    return /^(beta|rho|momentum)/.test(key) && value > 0 && value < 1 ? [[key, around("share", value)]] : [];
  });
  return { lr: around("rate", rate), ...Object.fromEntries(others) };
}

/** The decay whose product with a rate is `centreOfRateTimesDecay`. */
export function decayAt(rate: number | null): number | null {
  return rate === null ? null : Number((centreOfRateTimesDecay / rate).toPrecision(6));
}

function around(kind: TunedKind, centre: number | null = null): TunedHyperparameter {
  return { kind, centre, decades: tunedDecades[kind] };
}
