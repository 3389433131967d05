/** Rules about signs: everything that a sign swallows, and signs written in another way. */
import { callValue, type FlowValue, numberValue } from "../flow.ts";
import { isNonNegative, isPositive, isScalar } from "../flow-facts.ts";
import { asNumber, eitherWay, operandOf, operandsOf } from "../match.ts";
import { localRule, type SimplifyRule } from "../rule.ts";

/** Functions with the sign of their operand. */
const signKeepers: readonly string[] = [
  ...["arcsin", "arctan", "sinh", "tanh", "arcsinh", "arctanh", "expm1", "cbrt", "cube", "sign"],
];

const signOfFunction = localRule({
  name: "sign of an increasing odd function",
  label: "exact",
  identity: `sign(f(x)) = sign(x) for ${signKeepers.join(", ")}`,
  condition: "Wherever f(x) has a value: |x| <= 1 for arcsin, |x| < 1 for arctanh.",
  bound: null,
  reason: "f(x) has the sign of x wherever it has a value.",
  samples: [
    "x = interp(g, m, 0.9)\nx = arcsin(x)\nupdate = sign(x)\nreturn update, m, v",
    "x = cube(g)\nx = tanh(x)\nupdate = sign(x)\nreturn update, m, v",
  ],
  rewrite(call) {
    const inner = operandOf(call, "sign");
    const x = inner === undefined ? undefined : operandOf(inner, ...signKeepers);
    return x === undefined ? undefined : callValue("sign", [x]);
  },
});

const signOfMultiple = localRule({
  name: "sign of a positive multiple",
  label: "exact",
  identity: "sign(p x) = sign(x),  sign(x / q) = sign(x),  sign(clip(x, p)) = sign(x),  sign(-x) = -sign(x)",
  condition: "p > 0 (a literal, the rate, an exponential), q >= 0 (a root, a square, a norm).",
  bound: null,
  reason: "A positive factor does not change the sign.",
  samples: [
    "x = g * 3\nx = clip(x, lr)\nupdate = sign(x)\nreturn update, m, v",
    "r = square(w)\nx = g / r\nx = x * lr\nupdate = sign(x)\nreturn update, m, v",
    "x = negative(g)\nupdate = sign(x)\nreturn update, m, v",
    "x = g * -2\nupdate = sign(x)\nreturn update, m, v",
  ],
  rewrite(call) {
    const inner = operandOf(call, "sign");
    if (inner === undefined || isScalar(inner)) return undefined;
    const positive = withoutPositive(inner);
    if (positive !== undefined) return callValue("sign", [positive]);
    const negated = operandOf(inner, "negative") ?? withoutNegative(inner);
    return negated === undefined ? undefined : callValue("negative", [callValue("sign", [negated])]);
  },
});

function withoutPositive(value: FlowValue): FlowValue | undefined {
  for (const [x, p] of eitherWay(operandsOf(value, "*"))) {
    if (isPositive(p) && !isScalar(x)) return x;
  }
  const [numerator, divisor] = operandsOf(value, "/") ?? [];
  if (numerator !== undefined && isNonNegative(divisor!) && !isScalar(numerator)) return numerator;
  const [clipped, limit] = operandsOf(value, "clip") ?? [];
  return clipped !== undefined && isPositive(limit!) ? clipped : undefined;
}

function withoutNegative(value: FlowValue): FlowValue | undefined {
  for (const [x, c] of eitherWay(operandsOf(value, "*"))) {
    const number = asNumber(c);
    if (number !== undefined && number < 0) {
      return number === -1 ? x : callValue("*", [x, numberValue(-number)]);
    }
  }
  return undefined;
}

const signByReciprocal = localRule({
  name: "sign by reciprocal",
  label: "exact",
  identity: "x reciprocal(|x|) = sign(x)",
  condition: "x is not 0; the reciprocal has no value there.",
  bound: null,
  reason: "A number times the inverse of its size is its sign.",
  samples: ["x = abs(g)\nx = reciprocal(x)\nupdate = g * x\nreturn update, m, v"],
  rewrite(call) {
    for (const [x, inverse] of eitherWay(operandsOf(call, "*"))) {
      const size = operandOf(inverse, "reciprocal");
      if (size !== undefined && operandOf(size, "abs") === x) return callValue("sign", [x]);
    }
    return undefined;
  },
});

/** The rules of this theme. */
export const signRules: readonly SimplifyRule[] = [signOfFunction, signOfMultiple, signByReciprocal];
