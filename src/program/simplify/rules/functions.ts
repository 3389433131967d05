/** Rules about single functions: inverses, roots, even functions, powers. */
import { callValue, numberValue } from "../flow.ts";
import { isNonNegative, isPositive } from "../flow-facts.ts";
import { asNumber, eitherWay, operandOf, operandsOf, squareRootOf } from "../match.ts";
import { localRule, type SimplifyRule } from "../rule.ts";

/** f(h(x)) = x wherever h(x) has a value: [f, h]. */
const inverses: readonly (readonly [string, string])[] = [
  ["sin", "arcsin"],
  ["cos", "arccos"],
  ["tan", "arctan"],
  ["sinh", "arcsinh"],
  ["arcsinh", "sinh"],
  ["cosh", "arccosh"],
  ["tanh", "arctanh"],
  ["cube", "cbrt"],
  ["cbrt", "cube"],
  ["log", "exp"],
  ["log2", "exp2"],
  ["log10", "exp10"],
  ["reciprocal", "reciprocal"],
];

const inverseFunctions = localRule({
  name: "inverse functions",
  label: "exact",
  identity: `f(h(x)) = x for ${inverses.map(([f, h]) => `${f}(${h})`).join(", ")}`,
  condition: "Wherever the inner function has a value.",
  bound: null,
  reason: "The outer function undoes the inner one wherever that has a value.",
  samples: [
    "x = exp(g)\ny = log(x)\nz = arcsin(m)\nu = sin(z)\nupdate = y + u\nreturn update, m, v",
    "x = cbrt(g)\ny = cube(x)\nz = sinh(m)\nu = arcsinh(z)\nupdate = y + u\nreturn update, m, v",
  ],
  rewrite(call) {
    for (const [outer, inner] of inverses) {
      const between = operandOf(call, outer);
      const x = between === undefined ? undefined : operandOf(between, inner);
      if (x !== undefined) return x;
    }
    return undefined;
  },
});

const rootOfSquare = localRule({
  name: "root of square",
  label: "exact",
  identity: "sqrt(x x) = |x|,  square(sqrt(x)) = |x|",
  condition: "In real arithmetic always. In float32 x x is 0 below |x| = 1e-23 and infinite above 1e19.",
  bound: null,
  reason: "The root of a square is the absolute value.",
  samples: [
    "x = m * m\ny = sqrt(x)\nupdate = y * lr\nreturn update, m, v",
    "x = square(m)\ny = sqrt(x)\nz = sqrt(g)\nz = square(z)\nupdate = y + z\nreturn update, m, v",
  ],
  rewrite(call) {
    const under = operandOf(call, "sqrt");
    const root = squareRootOf(call);
    const x = under !== undefined ? squareRootOf(under) : root === undefined ? undefined : operandOf(root, "sqrt");
    return x === undefined ? undefined : callValue("abs", [x]);
  },
});

const rootOfMultiple = localRule({
  name: "root of a multiple",
  label: "exact",
  identity: "sqrt(x c) = sqrt(x) sqrt(c)",
  condition: "c is a number of at least 0, and x is a square.",
  bound: null,
  reason: "The root of a product is the product of the roots.",
  samples: ["x = w * w\ny = x * 2\nz = sqrt(y)\nupdate = g / z\nreturn update, m, v"],
  rewrite(call) {
    const under = operandOf(call, "sqrt");
    const factors = under === undefined ? undefined : operandsOf(under, "*");
    for (const [x, c] of eitherWay(factors)) {
      const number = asNumber(c);
      if (number === undefined || number < 0 || squareRootOf(x) === undefined) continue;
      return callValue("*", [callValue("sqrt", [x]), numberValue(Math.sqrt(number))]);
    }
    return undefined;
  },
});

const absoluteValue = localRule({
  name: "absolute value of what is not negative",
  label: "exact",
  identity: "|x| = x",
  condition: "x is a square, a root, a norm, or a sum or product of such.",
  bound: null,
  reason: "It cannot be negative.",
  samples: ["x = square(g)\ny = abs(x)\nupdate = y * lr\nreturn update, m, v"],
  rewrite(call) {
    const x = operandOf(call, "abs");
    return x !== undefined && isNonNegative(x) ? x : undefined;
  },
});

const evenFunctions: readonly string[] = ["abs", "cos", "cosh", "square", "sqrt", "log", "log2", "log10", "norm"];

const evenFunction = localRule({
  name: "even function",
  label: "exact",
  identity: `f(-x) = f(|x|) = f(x) for ${evenFunctions.join(", ")}`,
  condition: "Always: sqrt and the logarithms take the absolute value.",
  bound: null,
  reason: "The function does not see the sign of its operand.",
  samples: [
    "x = abs(g)\ny = cos(x)\nz = negative(m)\nu = square(z)\nupdate = y + u\nreturn update, m, v",
    "x = abs(g)\ny = sqrt(x)\nupdate = y * lr\nreturn update, m, v",
  ],
  rewrite(call) {
    const inner = operandOf(call, ...evenFunctions);
    const x = inner === undefined ? undefined : operandOf(inner, "abs", "negative");
    return x === undefined ? undefined : callValue(call.kind === "call" ? call.fn : "", [x]);
  },
});

const powers = localRule({
  name: "power of a number",
  label: "exact",
  identity: "x ** 2 = square(x),  x ** 3 = cube(x),  x ** 0.5 = sqrt(x),  x ** -1 = reciprocal(x)",
  condition: "The root only where x cannot be negative.",
  bound: null,
  reason: "The power has a name of its own.",
  samples: [
    "x = power(g, 2)\ny = power(x, 0.5)\nupdate = y * lr\nreturn update, m, v",
    "x = power(g, 3)\ny = power(w, -1)\nupdate = x + y\nreturn update, m, v",
  ],
  rewrite(call) {
    const [x, exponent] = operandsOf(call, "**") ?? [];
    const p = exponent === undefined ? undefined : asNumber(exponent);
    if (x === undefined || p === undefined) return undefined;
    if (p === 0.5) return isNonNegative(x) ? callValue("sqrt", [x]) : undefined;
    const name = { "2": "square", "3": "cube", "-1": "reciprocal" }[String(p)];
    return name === undefined ? undefined : callValue(name, [x]);
  },
});

const maximumOfOpposites = localRule({
  name: "maximum of opposites",
  label: "exact",
  identity: "max(x, -x) = |x|",
  condition: "Always.",
  bound: null,
  reason: "The larger of a number and its negative is its absolute value.",
  samples: ["x = negative(g)\nupdate = max(g, x)\nreturn update, m, v"],
  rewrite(call) {
    for (const [x, opposite] of eitherWay(operandsOf(call, "max"))) {
      if (operandOf(opposite, "negative") === x) return callValue("abs", [x]);
    }
    return undefined;
  },
});

const clippedWithin = localRule({
  name: "nothing to clip",
  label: "exact",
  identity: "clip(clip(x, c), c) = clip(x, c)",
  condition: "Both limits are the same positive number.",
  bound: null,
  reason: "A norm that was scaled down to the limit is within it.",
  samples: ["x = clip(g, lr)\nupdate = clip(x, lr)\nreturn update, m, v"],
  rewrite(call) {
    const [inner, limit] = operandsOf(call, "clip") ?? [];
    const [, innerLimit] = inner === undefined ? [] : (operandsOf(inner, "clip") ?? []);
    const repeated = innerLimit !== undefined && innerLimit === limit && isPositive(limit!);
    return repeated ? inner : undefined;
  },
});

/** The rules of this theme. */
export const functionRules: readonly SimplifyRule[] = [
  inverseFunctions,
  rootOfSquare,
  rootOfMultiple,
  absoluteValue,
  evenFunction,
  powers,
  maximumOfOpposites,
  clippedWithin,
];
