/**
 * Rules that differ below a stated bound on a stated domain: what the 1e-8 of the protected division changes.
 *
 * Weights that are exactly 0 are common (a unit that never fires has no gradient), so both sides of these rules also agree
 * there, or differ by a factor of two at most. Rules that do not are no tolerant ones: see `empirical.ts`.
 */
import { callValue, numberValue } from "../flow.ts";
import { isNonNegative, isPositive, isScalar } from "../flow-facts.ts";
import { asNumber, eitherWay, operandOf, operandsOf, squareRootOf } from "../match.ts";
import { localRule, type RuleDomain, type SimplifyRule } from "../rule.ts";
import { readOnlyAsDivisor } from "./divisors.ts";

const atLeastOneMillionth: RuleDomain = {
  text: "1e-6 <= |x| < ∞",
  holds: (x) => Math.abs(x) >= 1e-6 && Number.isFinite(x),
  difference: (x) => 1e-8 / Math.abs(x),
  elsewhere: "For smaller x that are not 0 the quotient is nearer to 0; at x = 0 both are 0.",
};

const signByDivision = localRule({
  name: "sign by division",
  label: "tolerant",
  identity: "x / |x| ≈ sign(x)",
  condition: "1e-6 <= |x|; at 0 both are 0.",
  bound: "relative difference at most 1e-8 / |x|, 1 % on the domain",
  domain: atLeastOneMillionth,
  reason: "With the protected division this is x / (|x| + 1e-8), which differs from sign(x) by 1e-8 / |x| at most.",
  samples: ["x = abs(w)\nupdate = w / x\nreturn update, m, v"],
  rewrite(call) {
    const [x, divisor] = operandsOf(call, "/") ?? [];
    return x !== undefined && operandOf(divisor!, "abs") === x ? callValue("sign", [x]) : undefined;
  },
});

const signByScaledDivision = localRule({
  name: "sign by division with a factor",
  label: "tolerant",
  identity: "x / (|x| s) ≈ sign(x) / s",
  condition: "s > 0 is a number of the step; 1e-6 <= s |x|; at 0 both are 0.",
  bound: "relative difference at most 1e-8 / (s |x|), 1 % on the domain",
  domain: {
    ...atLeastOneMillionth,
    text: "1e-6 <= s |x| < ∞",
  },
  reason: "The divisor is s |x| + 1e-8, so the quotient differs from sign(x) / s by 1e-8 / (s |x|) at most.",
  samples: ["x = abs(w)\nx = x * 2\nupdate = w / x\nreturn update, m, v"],
  rewrite(call) {
    const [x, divisor] = operandsOf(call, "/") ?? [];
    for (const [size, factor] of divisor === undefined ? [] : eitherWay(operandsOf(divisor, "*"))) {
      if (size === undefined || operandOf(size, "abs") !== x || !isPositive(factor) || !isScalar(factor)) continue;
      const number = asNumber(factor);
      const inverse = number === undefined ? callValue("reciprocal", [factor]) : numberValue(1 / number);
      return callValue("*", [callValue("sign", [x!]), inverse]);
    }
    return undefined;
  },
});

const cancelledFactor = localRule({
  name: "cancelled factor",
  label: "tolerant",
  identity: "(x y) / |x| ≈ y sign(x),  square(x) / |x| ≈ |x|",
  condition: "1e-6 <= |x|, and the numerator is finite; at 0 both are 0.",
  bound: "relative difference at most 1e-8 / |x|, 1 % on the domain",
  domain: {
    ...atLeastOneMillionth,
    text: "1e-6 <= |x|, and x y or x² is finite",
    holds: (x) => Math.abs(x) >= 1e-6 && Number.isFinite(x * x),
  },
  reason:
    "A factor of numerator and divisor cancels; the 1e-8 in the divisor changes the quotient by 1e-8 / |x| at most.",
  samples: [
    "x = abs(w)\ny = w * g\nupdate = y / x\nreturn update, m, v",
    "x = abs(w)\ny = square(w)\nupdate = y / x\nreturn update, m, v",
  ],
  rewrite(call) {
    const [numerator, divisor] = operandsOf(call, "/") ?? [];
    const size = divisor === undefined || isScalar(divisor) ? undefined : operandOf(divisor, "abs");
    if (numerator === undefined || size === undefined) return undefined;
    if (squareRootOf(numerator) === size) return divisor;
    for (const [x, y] of eitherWay(operandsOf(numerator, "*"))) {
      if (x === size) return callValue("*", [callValue("sign", [x]), y]);
    }
    return undefined;
  },
});

const divisionByOne = localRule({
  name: "division by one",
  label: "tolerant",
  identity: "x / 1 ≈ x",
  condition: "Always.",
  bound: "relative difference 1e-8",
  domain: { text: "all x", holds: () => true, difference: () => 1e-8, elsewhere: null },
  reason: "The protected division divides by 1.00000001, which changes the result by one part in 10^8.",
  samples: ["update = w / 1\nreturn update, m, v"],
  rewrite(call) {
    const [x, divisor] = operandsOf(call, "/") ?? [];
    return x !== undefined && asNumber(divisor!) === 1 ? x : undefined;
  },
});

/** The largest addend that is no more than what the protected division adds by itself. */
const protection = 1e-8;

const smallAddend = localRule({
  name: "small addend of a divisor",
  label: "tolerant",
  identity: "y / (x + c) ≈ y / x",
  condition: "0 < c <= 1e-8, x >= 0, and the sum is read by nothing but the divisor.",
  bound: "relative difference at most c / (x + 1e-8): below 1 % where x >= 1e-6, a factor of 2 at x = 0",
  domain: {
    text: "0 <= x",
    holds: (x) => !Number.isNaN(x),
    difference: (x) => protection / (Math.abs(x) + 1e-8),
    elsewhere: "Where x = 0 the quotient doubles at most.",
  },
  reason: "The protected division adds 1e-8 to the divisor anyway; the addend changes it by c / (x + 1e-8) at most.",
  samples: ["x = abs(w)\ny = x + 1e-8\nupdate = g / y\nreturn update, m, v"],
  rewrite(call, flow) {
    for (const [x, c] of eitherWay(operandsOf(call, "+"))) {
      const small = c === undefined ? undefined : asNumber(c);
      if (small === undefined || small <= 0 || small > protection || !isNonNegative(x) || isScalar(x)) continue;
      if (readOnlyAsDivisor(flow, call, { throughRoots: false })) return x;
    }
    return undefined;
  },
});

/** The rules of this theme. */
export const tolerantRules: readonly SimplifyRule[] = [
  signByDivision,
  signByScaledDivision,
  cancelledFactor,
  divisionByOne,
  smallAddend,
];
