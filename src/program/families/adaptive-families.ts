/** Families that divide by the root of a mean square: RMSprop, Adagrad, Adam, AdaBelief, AMSGrad. */
import { type Family, type FamilyMatch, type FamilyParameters, near } from "./family.ts";
import { isMomentum } from "./momentum.ts";
import { add, type Base, constantNormal, type Factor, productKey, scale } from "./normal-form.ts";
import { type Average, baseOf, linearArgument, type UpdateView } from "./update-view.ts";

const rmsprop: Family = {
  name: "rmsprop",
  title: "RMSprop",
  about: "The gradient over the root of an average of its squares. Tieleman & Hinton 2012.",
  signMomentum: false,
  match: (view) => matchRmsprop(view, quotientOf(view.tree)),
  program: "state v = zeros\nv = lerp(square(g), v, rho)\nd = g / (sqrt(v + inside) + outside)",
};

const rmspropMomentum: Family = {
  name: "rmsprop-momentum",
  title: "RMSprop with momentum",
  about: "A decaying sum of RMSprop's steps. Tieleman & Hinton 2012; Graves 2013.",
  signMomentum: false,
  match(view) {
    const sum = linearArgument(view);
    const base = sum === null ? null : baseOf(view.step, sum);
    const momentum = [...view.averages.values()].find(({ state }) => baseOf(view.step, state.after) === base);
    if (momentum === undefined || base === null) return null;
    const found = matchRmsprop(view, quotientOf(momentum.input.factors));
    return found === null ? null : matched({ ...found.parameters, momentum: momentum.keep });
  },
  program:
    "state v = zeros\nstate m = zeros\nv = lerp(square(g), v, rho)\nm = momentum * m + g / (sqrt(v + inside) + outside)\nd = m",
};

const adagrad: Family = {
  name: "adagrad",
  title: "Adagrad",
  about: "The gradient over the root of the sum of its squares. Duchi, Hazan, Singer 2011.",
  signMomentum: false,
  match(view) {
    const quotient = quotientOf(view.tree);
    const square = quotient === null ? null : secondMoment(view, quotient.divisor);
    if (quotient === null || square === null || !isGradient(view, quotient.numerator)) return null;
    if (!near(square.keep, 1) || !isSquareOf(square, quotient.numerator) || view.scalars.length > 0) return null;
    return matched({ start: square.state.initial });
  },
  program: "state v = start\nv = v + square(g)\nd = g / (sqrt(v + inside) + outside)",
};

const adam: Family = {
  name: "adam",
  title: "Adam",
  about: "An average of gradients over the root of an average of their squares. Kingma & Ba 2015, arXiv:1412.6980.",
  signMomentum: false,
  match(view) {
    const quotient = quotientOf(view.tree);
    const second = quotient === null ? null : secondMoment(view, quotient.divisor);
    return quotient === null || second === null || !isSquareOf(second, gradientBase(view))
      ? null
      : matchMoments(view, quotient.numerator, second);
  },
  program: momentsProgram("v = lerp(square(g), v, beta2)", "v"),
};

const adabelief: Family = {
  name: "adabelief",
  title: "AdaBelief",
  about: "An average of gradients over the root of an average of squared deviations from it. Zhuang et al. 2020.",
  signMomentum: false,
  match(view) {
    const quotient = quotientOf(view.tree);
    const first = quotient === null ? null : firstMoment(view, quotient.numerator);
    const second = quotient === null ? null : secondMoment(view, quotient.divisor);
    if (quotient === null || first === null || second === null) return null;
    const deviation = baseOf(view.step, add(view.step.gradient, scale(first.state.after, -1)));
    if (deviation === null || !isSquareOf(second, deviation)) return null;
    return matchMoments(view, quotient.numerator, second);
  },
  program: momentsProgram("v = lerp(square(g - m), v, beta2)", "v"),
};

const amsgrad: Family = {
  name: "amsgrad",
  title: "AMSGrad",
  about: "Adam that divides by the largest mean square so far. Reddi, Kale, Kumar 2018, arXiv:1904.09237.",
  signMomentum: false,
  match(view) {
    const quotient = quotientOf(view.tree);
    if (quotient === null || quotient.divisor.op !== "maximum") return null;
    const largest = view.step.states.find(({ after }) => baseOf(view.step, after) === quotient.divisor);
    const own = largest === undefined ? null : baseOf(view.step, largest.before);
    const inner = quotient.divisor.args.map((arg) => baseOf(view.step, arg)).find((base) => base !== own);
    const second = inner === undefined || inner === null ? null : secondMoment(view, inner);
    if (own === null || second === null || !isSquareOf(second, gradientBase(view))) return null;
    return matchMoments(view, quotient.numerator, second);
  },
  program: `state largest = zeros\n${momentsProgram("v = lerp(square(g), v, beta2)\nlargest = max(largest, v)", "largest")}`,
};

/** The families of this theme. */
export const adaptiveFamilies: readonly Family[] = [rmsprop, rmspropMomentum, adagrad, adam, adabelief, amsgrad];

/** Adam's form with another second moment; `corrected` says whether both moments are corrected for their zero start. */
function momentsProgram(second: string, divisor: string): string {
  return [
    "state m = zeros\nstate v = zeros\nm = lerp(g, m, beta1)",
    second,
    "a = 1 - beta1 ** step if corrected == 1 else 1\nb = 1 - beta2 ** step if corrected == 1 else 1",
    `d = m / a / (sqrt(${divisor} + inside) / sqrt(b) + outside)`,
  ].join("\n");
}

function matched(parameters: FamilyParameters): FamilyMatch {
  return { parameters, gradient: "g" };
}

/** x / sqrt(y): numerator and divisor as bases. */
interface Quotient {
  readonly numerator: Base;
  readonly divisor: Base;
}

function quotientOf(factors: readonly Factor[]): Quotient | null {
  const numerator = factors.find(({ power, signed }) => power === 1 && signed);
  const divisor = factors.find(({ power, signed }) => power === -0.5 && !signed);
  const found = factors.length === 2 && numerator !== undefined && divisor !== undefined;
  return found ? { numerator: numerator.base, divisor: divisor.base } : null;
}

function matchRmsprop(view: UpdateView, quotient: Quotient | null): FamilyMatch | null {
  const square = quotient === null ? null : secondMoment(view, quotient.divisor);
  if (quotient === null || square === null || !isGradient(view, quotient.numerator)) return null;
  if (square.keep >= 1 || !isSquareOf(square, quotient.numerator) || view.scalars.length > 0) return null;
  return matched({ rho: square.keep });
}

/** Adam's form: a first moment over the root of `second`, with both corrections or without any. */
function matchMoments(view: UpdateView, numerator: Base, second: Average): FamilyMatch | null {
  const first = firstMoment(view, numerator);
  if (first === null || second.keep >= 1) return null;
  const corrected = isCorrected(view, first.keep, second.keep);
  if (!corrected && view.scalars.length > 0) return null;
  return matched({ beta1: first.keep, beta2: second.keep, corrected: corrected ? 1 : 0 });
}

/** The state whose new value is a multiple of `base`, as an average of gradients. */
function firstMoment(view: UpdateView, base: Base): Average | null {
  const average = averageWith(view, base);
  if (average === null || !isMomentum(view, average)) return null;
  return productKey(average.input) === productKey(view.step.gradient[0]!) ? average : null;
}

/** The state whose new value is a multiple of `base`, as an average of squares. */
function secondMoment(view: UpdateView, base: Base): Average | null {
  const average = averageWith(view, base);
  return average !== null && average.keep > 0 && average.keep <= 1 ? average : null;
}

function averageWith(view: UpdateView, base: Base): Average | null {
  return [...view.averages.values()].find(({ state }) => baseOf(view.step, state.after) === base) ?? null;
}

function isSquareOf({ input }: Average, base: Base): boolean {
  const [factor, ...others] = input.factors;
  return others.length === 0 && factor !== undefined && factor.base === base && factor.power === 2 && !factor.signed;
}

function gradientBase(view: UpdateView): Base {
  return view.step.gradient[0]!.factors[0]!.base;
}

function isGradient(view: UpdateView, base: Base): boolean {
  return base === gradientBase(view);
}

/** True where the direction's numbers are exactly sqrt(1 - beta2^t) / (1 - beta1^t). */
function isCorrected(view: UpdateView, beta1: number, beta2: number): boolean {
  const [first, second] = [correction(view, beta1), correction(view, beta2)];
  if (first === second) return view.scalars.length === 1 && has(view.scalars, first, -0.5);
  return view.scalars.length === 2 && has(view.scalars, first, -1) && has(view.scalars, second, 0.5);
}

function has(factors: readonly Factor[], base: Base | null, power: number): boolean {
  return factors.some((factor) => factor.base === base && factor.power === power);
}

/** 1 - beta^t as a base. */
function correction({ step }: UpdateView, beta: number): Base | null {
  const decayed = step.algebra.opaque("pow", [constantNormal(beta), step.step], { tree: false, positive: true });
  return baseOf(step, add(constantNormal(1), scale(decayed, -1)));
}
