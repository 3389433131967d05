/**
 * The normal form in which families are recognised: a sum of products of powers of sizes, and signs.
 *
 *   value = Σ c Π |A|^p Π sign(A)
 *
 * Every base A is a leaf, a function that no identity sees through, or a sum with leading coefficient 1. So `m / sqrt(m * m)`,
 * `m * reciprocal(abs(m))` and `sign(2 * m)` have one form, and so have all ways to write an average of averages. Equality
 * holds almost everywhere (not where a base is 0), and the small constants of divisors are left out: `recognize.ts` checks
 * by running the program what is read off here.
 */

/** Something a product is made of. Equal bases are one object of one `Algebra`. */
export interface Base {
  readonly id: number;
  /** `leaf m`, the name of a function, or `sum`. */
  readonly op: string;
  readonly args: readonly Normal[];
  /** True where it has a value for each weight; false for one number. */
  readonly tree: boolean;
  /** True where it is never negative, so that it needs no sign. */
  readonly positive: boolean;
}

/** |A|^power, times sign(A) where `signed`. */
export interface Factor {
  readonly base: Base;
  readonly power: number;
  readonly signed: boolean;
}

/** A product. */
export interface Monomial {
  readonly coefficient: number;
  /** In ascending order of `base.id`. */
  readonly factors: readonly Factor[];
}

/** A sum of products, in a fixed order; empty: zero. */
export type Normal = readonly Monomial[];

/** More products than this are no longer multiplied out. */
const maxTerms = 48;

/** Products of products after which an algebra gives up: a few lines that feed each other come to millions of them. */
const maxWork = 10_000;

/** A value was too large for its normal form. */
export class TooLarge extends Error {}

/** Zero. */
export const zero: Normal = [];

/** A number. */
export function constantNormal(value: number): Normal {
  return value === 0 ? zero : [{ coefficient: value, factors: [] }];
}

/** Text of a product without its coefficient: equal for products that may be added. */
export function productKey({ factors }: Pick<Monomial, "factors">): string {
  return factors.map(({ base, power, signed }) => `${base.id}^${round(power)}${signed ? "s" : ""}`).join(" ");
}

/** Text of a value: equal for equal values, coefficients to ten digits. */
export function normalKey(normal: Normal): string {
  return normal.map((monomial) => `${round(monomial.coefficient)}*${productKey(monomial)}`).join(" + ");
}

/** Sum of two values. */
export function add(x: Normal, y: Normal): Normal {
  return sumOf(x, y);
}

/** A value plus products, in one pass. */
function sumOf(x: Normal, others: readonly Monomial[]): Normal {
  const terms = new Map(x.map((monomial) => [productKey(monomial), monomial]));
  for (const monomial of others) {
    const key = productKey(monomial);
    const known = terms.get(key);
    const coefficient = (known?.coefficient ?? 0) + monomial.coefficient;
    const largest = Math.max(Math.abs(known?.coefficient ?? 0), Math.abs(monomial.coefficient));
    if (Math.abs(coefficient) <= 1e-13 * largest) terms.delete(key);
    else terms.set(key, { ...monomial, coefficient });
  }
  return [...terms.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, monomial]) => monomial);
}

/** A value times a number. */
export function scale(x: Normal, by: number): Normal {
  return by === 0 ? zero : x.map((monomial) => ({ ...monomial, coefficient: monomial.coefficient * by }));
}

/** True where no product can be negative. */
export function isNonNegative(x: Normal): boolean {
  return x.every(({ coefficient, factors }) => coefficient > 0 && factors.every(({ signed }) => !signed));
}

/** True where a value has one number for each weight. */
export function isTree(x: Normal): boolean {
  return x.some(({ factors }) => factors.some(({ base }) => base.tree));
}

/** The arithmetic of normal forms; bases of different algebras must not be mixed. */
export interface Algebra {
  leaf(name: string, facts: { readonly tree: boolean; readonly positive: boolean }): Normal;
  /** A function that is not seen through. */
  opaque(op: string, args: readonly Normal[], facts: { readonly tree: boolean; readonly positive: boolean }): Normal;
  multiply(x: Normal, y: Normal): Normal;
  /** |x|^p sign(x)^p for whole p; |x|^p for others, which have a value only where x is not negative. */
  power(x: Normal, p: number): Normal;
  abs(x: Normal): Normal;
  sign(x: Normal): Normal;
  /** The value as one product, a sum becoming a base. */
  product(x: Normal): Monomial;
}

/** A fresh algebra. Errors: its methods throw `TooLarge` once they have worked too long altogether. */
export function createAlgebra(): Algebra {
  let work = 0;
  const spend = (products: number): void => {
    work += products;
    if (work > maxWork) throw new TooLarge();
  };
  const bases = new Map<string, Base>();
  const intern = (op: string, args: readonly Normal[], facts: { tree: boolean; positive: boolean }): Base => {
    spend(args.reduce((products, arg) => products + arg.length, 1));
    const key = `${op}(${args.map(normalKey).join(", ")})`;
    const found = bases.get(key) ?? { id: bases.size, op, args, ...facts };
    bases.set(key, found);
    return found;
  };
  const single = (base: Base): Normal => [{ coefficient: 1, factors: [{ base, power: 1, signed: !base.positive }] }];

  const product = (x: Normal): Monomial => {
    const [first, ...others] = x;
    if (first === undefined) return { coefficient: 0, factors: [] };
    if (others.length === 0) return first;
    const content = commonFactors(x);
    const rest = x.map(({ coefficient, factors }) => ({ coefficient, factors: divide(factors, content) }));
    const sorted = add(zero, rest);
    const lead = sorted[0]!.coefficient;
    const sum = scale(sorted, 1 / lead);
    const base = intern("sum", [sum], { tree: isTree(sum), positive: isNonNegative(sum) });
    return times({ coefficient: lead, factors: content }, single(base)[0]!);
  };

  const multiply = (x: Normal, y: Normal): Normal => {
    if (x.length === 0 || y.length === 0) return zero;
    const [long, short] = x.length >= y.length ? [x, y] : [y, x];
    if (short.length > 1) return multiplySums(long, short);
    const products = long.flatMap((monomial) => unfold(times(monomial, short[0]!)));
    spend(products.length);
    return sumOf(zero, products);
  };

  const multiplySums = (x: Normal, y: Normal): Normal => {
    const [a, b] = [product(x), product(y)];
    return unfold(times(a, b));
  };

  /** Multiplies out sums that stand in a product to the power 1. */
  const unfold = (monomial: Monomial): Normal => {
    const inner = monomial.factors.find(
      ({ base, power, signed }) => base.op === "sum" && power === 1 && (signed || base.positive),
    );
    if (inner === undefined) return [monomial];
    const rest = { ...monomial, factors: monomial.factors.filter((factor) => factor !== inner) };
    const outer = unfold(rest);
    const sum = inner.base.args[0]!;
    if (outer.length * sum.length > maxTerms) return [monomial];
    spend(outer.length * sum.length);
    return sumOf(
      zero,
      outer.flatMap((a) => sum.map((b) => times(a, b))),
    );
  };

  const power = (x: Normal, p: number): Normal => {
    if (x.length === 0) return p === 0 ? constantNormal(1) : zero;
    const { coefficient, factors } = product(x);
    const odd = Number.isInteger(p) && p % 2 !== 0;
    const number = Number.isInteger(p) ? coefficient ** p : Math.abs(coefficient) ** p;
    const raised = factors.map((factor) => ({ ...factor, power: factor.power * p, signed: factor.signed && odd }));
    return unfold({ coefficient: number, factors: raised.filter(isPresent) });
  };

  return {
    leaf: (name, facts) => single(intern(`leaf ${name}`, [], facts)),
    opaque: (op, args, facts) => single(intern(op, args, facts)),
    multiply,
    power,
    product,
    abs: (x) => {
      const { coefficient, factors } = product(x);
      if (x.length === 0) return zero;
      const sizes = factors.map((factor) => ({ ...factor, signed: false }));
      return unfold({ coefficient: Math.abs(coefficient), factors: sizes.filter(isPresent) });
    },
    sign: (x) => {
      if (x.length === 0) return zero;
      const { coefficient, factors } = product(x);
      const signs = factors.map((factor) => ({ ...factor, power: 0 }));
      return [{ coefficient: Math.sign(coefficient), factors: signs.filter(isPresent) }];
    },
  };
}

function isPresent({ power, signed }: Factor): boolean {
  return power !== 0 || signed;
}

/** Product of two products. */
function times(a: Monomial, b: Monomial): Monomial {
  const factors = new Map(a.factors.map((factor) => [factor.base, factor]));
  for (const factor of b.factors) {
    const known = factors.get(factor.base);
    const power = tidy((known?.power ?? 0) + factor.power);
    const signed = (known?.signed ?? false) !== factor.signed;
    factors.set(factor.base, { base: factor.base, power, signed });
  }
  const sorted = [...factors.values()].filter(isPresent).sort((x, y) => x.base.id - y.base.id);
  return { coefficient: a.coefficient * b.coefficient, factors: sorted };
}

/** Factors over others. */
function divide(factors: readonly Factor[], by: readonly Factor[]): readonly Factor[] {
  const inverse = by.map((factor) => ({ ...factor, power: -factor.power }));
  return times({ coefficient: 1, factors }, { coefficient: 1, factors: inverse }).factors;
}

/** Factors that all products of a sum have. */
function commonFactors(x: Normal): Factor[] {
  const common: Factor[] = [];
  for (const { base } of x[0]!.factors) {
    const all = x.map(({ factors }) => factors.find((factor) => factor.base === base));
    if (all.some((factor) => factor === undefined)) continue;
    const powers = all.map((factor) => factor!.power);
    const power = powers.every((each) => each > 0)
      ? Math.min(...powers)
      : powers.every((each) => each < 0)
        ? Math.max(...powers)
        : 0;
    const signed = all.every((factor) => factor!.signed);
    if (power !== 0 || signed) common.push({ base, power, signed });
  }
  return common;
}

/** A power without rounding noise, so that 1/3 three times is 1. */
function tidy(power: number): number {
  const rounded = Math.round(power * 12) / 12;
  return Math.abs(power - rounded) < 1e-12 ? rounded : power;
}

function round(value: number): string {
  return Number(value.toPrecision(10)).toString();
}
