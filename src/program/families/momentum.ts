/** Linear combinations of the gradient and one momentum, in the terms in which papers state them. */
import { near } from "./family.ts";
import { type Normal, productKey } from "./normal-form.ts";
import { type Average, gradientText, linearTerms, type UpdateView } from "./update-view.ts";

/** α g + κ m with m' = keep m + gain g; `keep` lies in (0, 1). */
export interface MomentumMix {
  /** Share of the old momentum in the combination, the momentum taken as an average: κ' / (α + κ'). */
  readonly share: number;
  readonly keep: number;
  readonly average: Average;
  /** Whether the combination is the new momentum. */
  readonly isNewMomentum: boolean;
  /** What it averages: see `FamilyMatch.gradient`. */
  readonly gradient: string;
}

/** Reads `x` as a mix of the gradient and one momentum; null where it is none. */
export function momentumMix(view: UpdateView, x: Normal): MomentumMix | null {
  const terms = linearTerms(view.step, x);
  if (terms === null || terms.length > 2) return null;
  const state = terms.find(({ kind }) => kind === "state");
  const gradient = terms.find(({ kind }) => kind === "gradient");
  if (state === undefined || !state.plain || (terms.length === 2 && gradient === undefined)) return null;
  const average = view.averages.get(state.of);
  if (average === undefined || !isMomentum(view, average)) return null;
  const signal = productKey(average.input);
  if (gradient !== undefined && gradient.product !== signal) return null;
  const [alpha, kappa] = [gradient?.coefficient ?? 0, (state.coefficient * average.gain) / (1 - average.keep)];
  return {
    share: kappa / (alpha + kappa),
    keep: average.keep,
    average,
    isNewMomentum: near(alpha * average.keep, state.coefficient * average.gain),
    gradient: gradientText(average.input),
  };
}

/** True for an average of gradients. */
export function isMomentum(view: UpdateView, { keep, input }: Average): boolean {
  const terms = linearTerms(view.step, [input]);
  return keep > 0 && keep < 1 && terms !== null && terms[0]!.kind === "gradient";
}
