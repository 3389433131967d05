/**
 * What family matchers look at: the update taken apart into weight decay and one direction times a rate, and every state
 * as an average where it is one.
 */
import { type Base, type Factor, type Monomial, type Normal, productKey } from "./normal-form.ts";
import { isOddIncreasing } from "./normal-functions.ts";
import type { NormalState, NormalStep } from "./normal-terms.ts";

/** One product of a linear combination. `of`: `g` for a gradient-like value, `w`, or the name of a state. */
export interface LinearTerm {
  readonly of: string;
  readonly kind: "gradient" | "weights" | "state";
  readonly coefficient: number;
  /** Everything but the number, as text: tells g from clip(g), and m from m times a norm. */
  readonly product: string;
  /** True where the term is a number times the leaf itself. */
  readonly plain: boolean;
}

/** A state that is keep times itself plus gain times something else. */
export interface Average {
  readonly state: NormalState;
  readonly keep: number;
  readonly gain: number;
  /** The something else as one product with coefficient 1. */
  readonly input: Monomial;
}

/** An update taken apart. */
export interface UpdateView {
  readonly step: NormalStep;
  /** All but the decay, as one product. */
  readonly direction: Monomial;
  /** Factors of the direction that have a value for each weight. */
  readonly tree: readonly Factor[];
  /** Factors of the direction that are one number, the rate left out. */
  readonly scalars: readonly Factor[];
  /** Number in front of the direction. */
  readonly rate: number;
  /** Whether the schedule's rate multiplies the direction. */
  readonly scheduled: boolean;
  readonly decay: DecayView;
  readonly averages: ReadonlyMap<string, Average>;
}

/** Weight decay: λ in rate (direction + λ w); `other` where it depends on the weights in another way. */
export type DecayView = { readonly kind: "multiple"; readonly factor: number } | { readonly kind: "other" };

/** Takes an update apart; null where nothing but decay is left. */
export function viewUpdate(step: NormalStep): UpdateView | null {
  const decays = step.update.filter((monomial) => readsOnlyWeights(step, monomial));
  const rest = step.update.filter((monomial) => !decays.includes(monomial));
  if (rest.length === 0) return null;
  const direction = step.algebra.product(rest);
  const rate = step.rate[0]!.factors[0]!.base;
  const scalars = direction.factors.filter(({ base }) => !base.tree);
  const scheduled = scalars.some(({ base, power }) => base === rate && power === 1);
  return {
    step,
    direction,
    tree: direction.factors.filter(({ base }) => base.tree),
    scalars: scalars.filter(({ base, power }) => !(base === rate && power === 1)),
    rate: direction.coefficient,
    scheduled,
    decay: viewDecay(step, decays, direction),
    averages: new Map(step.states.flatMap((state) => averageOf(step, state)).map((each) => [each.state.name, each])),
  };
}

function readsOnlyWeights(step: NormalStep, monomial: Monomial): boolean {
  const w = step.weights[0]!.factors[0]!.base;
  const only = (base: Base): boolean =>
    !base.tree || base === w || (base.args.length > 0 && base.args.every((arg) => arg.every(onlyFactors)));
  const onlyFactors = ({ factors }: Monomial): boolean => factors.every(({ base }) => only(base));
  return monomial.factors.some(({ base }) => base.tree) && onlyFactors(monomial);
}

function viewDecay(step: NormalStep, decays: readonly Monomial[], direction: Monomial): DecayView {
  const [decay, ...others] = decays;
  if (decay === undefined) return { kind: "multiple", factor: 0 };
  const scalar = ({ factors }: Monomial) => productKey({ factors: factors.filter(({ base }) => !base.tree) });
  const tree = productKey({ factors: decay.factors.filter(({ base }) => base.tree) });
  const rate = step.rate[0]!.factors[0]!.base;
  const withRate = ({ factors }: Monomial) => factors.some(({ base, power }) => base === rate && power === 1);
  const plainRate = scalar(decay) === productKey(step.rate[0]!) && withRate(direction);
  const sameScale = scalar(decay) === scalar(direction) || plainRate;
  const linear = others.length === 0 && tree === productKey(step.weights[0]!) && sameScale;
  return linear ? { kind: "multiple", factor: decay.coefficient / direction.coefficient } : { kind: "other" };
}

function averageOf(step: NormalStep, state: NormalState): Average[] {
  const own = productKey(state.before[0]!);
  const kept = state.after.find((monomial) => productKey(monomial) === own);
  const rest = state.after.filter((monomial) => monomial !== kept);
  if (kept === undefined || rest.length === 0) return [];
  const input = step.algebra.product(rest);
  return [{ state, keep: kept.coefficient, gain: input.coefficient, input: { ...input, coefficient: 1 } }];
}

/** A value as a linear combination of gradient, weights and states with factors that are one number; null where it is none. */
export function linearTerms(step: NormalStep, x: Normal): readonly LinearTerm[] | null {
  const terms = x.map((monomial) => linearTerm(step, monomial));
  return terms.includes(null) ? null : (terms as LinearTerm[]);
}

function linearTerm(step: NormalStep, monomial: Monomial): LinearTerm | null {
  const { coefficient, factors } = monomial;
  const tree = factors.filter(({ base }) => base.tree);
  const product = productKey(monomial);
  const plain = factors.length === 1;
  if (isGradientLike(step, tree)) return { of: "g", kind: "gradient", coefficient, product, plain };
  const [only] = tree;
  if (tree.length !== 1 || only!.power !== 1 || !only!.signed) return null;
  if (only!.base === step.weights[0]!.factors[0]!.base)
    return { of: "w", kind: "weights", coefficient, product, plain };
  const state = step.states.find(({ before }) => before[0]!.factors[0]!.base === only!.base);
  return state === undefined ? null : { of: state.name, kind: "state", coefficient, product, plain };
}

/** True for g, and for odd increasing functions of g, times factors that are one number. */
function isGradientLike(step: NormalStep, tree: readonly Factor[]): boolean {
  const g = step.gradient[0]!.factors[0]!.base;
  const [first, second] = tree;
  if (tree.length === 1) return first!.base === g && first!.power === 1 && first!.signed;
  if (tree.length !== 2) return false;
  const [sign, size] = first!.base === g ? [first!, second!] : [second!, first!];
  if (sign.base !== g || sign.power !== 0 || size.power !== 1 || !isOddIncreasing(size.base.op)) return false;
  return isSizeOfGradient(step, size.base.args[0]!);
}

function isSizeOfGradient(step: NormalStep, size: Normal): boolean {
  const [monomial, ...others] = size;
  const tree = monomial?.factors.filter(({ base }) => base.tree) ?? [];
  if (others.length > 0 || tree.length !== 1 || tree[0]!.power !== 1) return false;
  const { base } = tree[0]!;
  return (
    base === step.gradient[0]!.factors[0]!.base || (isOddIncreasing(base.op) && isSizeOfGradient(step, base.args[0]!))
  );
}

/** A gradient-like product as people read it: `g`, `clip(g)`, `arcsin(clip(g))`. */
export function gradientText(monomial: Monomial): string {
  const size = monomial.factors.find(({ base, power }) => base.tree && power === 1 && base.args.length > 0);
  const inner = size === undefined ? "g" : `${size.base.op}(${gradientText(size.base.args[0]![0]!)})`;
  const scalars = monomial.factors.filter(({ base }) => !base.tree);
  if (scalars.length === 0) return inner;
  const clips = scalars.length === 1 && scalars[0]!.base.op === "minimum";
  return clips ? `clip(${inner})` : `a multiple of ${inner}`;
}

/** What stands inside sign(…) where the direction is one sign; null else. */
export function signArgument(view: UpdateView): Normal | null {
  const [factor, ...others] = view.tree;
  if (factor === undefined || others.length > 0 || factor.power !== 0) return null;
  return valueOfBase(factor.base);
}

/** What the direction is a multiple of where it is linear; null else. */
export function linearArgument(view: UpdateView): Normal | null {
  const [factor, ...others] = view.tree;
  if (factor === undefined || others.length > 0 || factor.power !== 1 || !factor.signed) return null;
  return valueOfBase(factor.base);
}

/** A base as a value. */
export function valueOfBase(base: Base): Normal {
  if (base.op === "sum") return base.args[0]!;
  return [{ coefficient: 1, factors: [{ base, power: 1, signed: !base.positive }] }];
}

/** The base that a value is a multiple of, with no other factors; null where there is none. */
export function baseOf(step: NormalStep, x: Normal): Base | null {
  const { factors } = step.algebra.product(x);
  return factors.length === 1 && factors[0]!.power === 1 ? factors[0]!.base : null;
}
