/**
 * Rules that are no identities: they change what the program does, and only a measurement can say that it does not matter.
 * Some are nearly one for most values, but not for weights whose value is exactly 0, which are common.
 */
import { numberValue } from "../flow.ts";
import { isNonNegative, isScalar, readersOf } from "../flow-facts.ts";
import { asNumber, eitherWay, operandOf, operandsOf } from "../match.ts";
import { localRule, type RuleDomain, type SimplifyRule } from "../rule.ts";
import { readOnlyAsDivisor } from "./divisors.ts";

const dropClip = localRule({
  name: "drop clip",
  label: "empirical",
  identity: "clip(x, c)  →  x",
  condition: "None: the clip weighs the steps of an average by the norms of their gradients.",
  bound: "no bound; with random gradients and a decaying rate about one sign in eight changes",
  reason: "No identity: clipping weighs the gradients of an average by their norms, so some signs change.",
  samples: ["g = clip(g, lr)\nm = interp(g, m, 0.9)\nupdate = sign(m)\nreturn update, m, v"],
  rewrite(call) {
    return operandOf(call, "clip");
  },
});

/** Functions f with f(x) = x + O(x³). */
const nearIdentities: readonly string[] = ["arcsin", "arctan", "sin", "tan", "sinh", "tanh", "arcsinh", "arctanh"];

const dropNearIdentity = localRule({
  name: "drop near identity",
  label: "empirical",
  identity: `f(x)  →  x for ${nearIdentities.join(", ")}`,
  condition: "None; near 0 the difference is of third order.",
  bound: "no bound; |f(x) - x| is about |x|³ / 3 at most near 0",
  reason: "No identity: the function is close to x only where x is small.",
  samples: ["g = arcsin(g)\nm = interp(g, m, 0.9)\nupdate = sign(m)\nreturn update, m, v"],
  rewrite(call) {
    return operandOf(call, ...nearIdentities);
  },
});

/** x / (x + 1e-8) against 1: a negative x comes near the pole at -1e-8. */
const awayFromPole: RuleDomain = {
  text: "1e-6 <= |x| < ∞",
  holds: (x) => Math.abs(x) >= 1e-6 && Number.isFinite(x),
  difference: (x) => 2e-8 / Math.abs(x),
  elsewhere: "Not where x = 0: there the quotient is 0; and near x = -1e-8 it has a pole.",
};

const quotientOfSame = localRule({
  name: "quotient of the same",
  label: "empirical",
  identity: "x / x  →  1",
  condition: "1e-6 <= |x|, not where x = 0; and the quotient is multiplied with a tree.",
  bound: "no bound at 0; relative difference at most 2e-8 / |x|, 2 % on the domain",
  domain: awayFromPole,
  reason: "No identity where x is 0 or tiny: with the protected division this is x / (x + 1e-8).",
  samples: ["x = w / w\nupdate = x * g\nreturn update, m, v"],
  rewrite(call, flow) {
    const [x, divisor] = operandsOf(call, "/") ?? [];
    if (x === undefined || x !== divisor || x.kind === "number") return undefined;
    const readers = readersOf(flow, call);
    const safe = readers.every((reader) => reader.args.some((arg) => arg !== call && !isScalar(arg)));
    const multiplied = safe && readers.every((reader) => operandsOf(reader, "*") !== undefined);
    return readers.length > 0 && multiplied && flow.update !== call ? numberValue(1) : undefined;
  },
});

const cancelledDivisor = localRule({
  name: "cancelled divisor",
  label: "empirical",
  identity: "(x y) / x  →  y",
  condition: "1e-6 <= |x|, not where x = 0.",
  bound: "no bound at 0; relative difference at most 2e-8 / |x|, 2 % on the domain",
  domain: awayFromPole,
  reason: "No identity where x is 0 or tiny: with the protected division this is y x / (x + 1e-8).",
  samples: ["y = g * w\nupdate = y / w\nreturn update, m, v"],
  rewrite(call) {
    const [numerator, divisor] = operandsOf(call, "/") ?? [];
    if (numerator === undefined || isScalar(divisor!)) return undefined;
    for (const [x, y] of eitherWay(operandsOf(numerator, "*"))) if (x === divisor) return y;
    return undefined;
  },
});

const dropAddend = localRule({
  name: "drop addend of a divisor",
  label: "empirical",
  identity: "y / (x + c)  →  y / x,  y / sqrt(x + c)  →  y / sqrt(x)",
  condition: "0 < c <= 1e-6, x >= 100 c, not where x = 0; and the sum is read by nothing but the divisor.",
  bound: "no bound at 0; relative difference at most c / x, 1 % on the domain",
  domain: {
    text: "100 c <= x",
    holds: (x) => Math.abs(x) >= 1e-3 && Number.isFinite(x * x),
    difference: () => 0.01,
    elsewhere: "Not where x = 0: there the quotient grows by a factor of up to 1e5.",
  },
  reason: "No identity where x is smaller than c or 0: the addend keeps the quotient small there.",
  samples: [
    "x = abs(w)\ny = x + 1e-6\nupdate = g / y\nreturn update, m, v",
    "x = square(w)\ny = 1e-8 + x\nz = sqrt(y)\nupdate = g / z\nreturn update, m, v",
  ],
  rewrite(call, flow) {
    for (const [x, c] of eitherWay(operandsOf(call, "+"))) {
      const small = c === undefined ? undefined : asNumber(c);
      if (small === undefined || small <= 0 || small > 1e-6 || !isNonNegative(x) || isScalar(x)) continue;
      if (readOnlyAsDivisor(flow, call, { throughRoots: true })) return x;
    }
    return undefined;
  },
});

/** The rules of this theme. */
export const empiricalRules: readonly SimplifyRule[] = [
  dropNearIdentity,
  dropClip,
  quotientOfSame,
  cancelledDivisor,
  dropAddend,
];
