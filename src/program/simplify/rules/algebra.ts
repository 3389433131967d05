/** Rules of elementary algebra: common factors, like terms, minus signs. They gather the rate in one place. */
import { callValue, type FlowValue, numberValue } from "../flow.ts";
import { isScalar, readCount } from "../flow-facts.ts";
import { asNumber, eitherWay, factorsOf, operandOf, operandsOf, productOf, same, withoutFactor } from "../match.ts";
import { localRule, type SimplifyRule } from "../rule.ts";

const scalarOutOfQuotient = localRule({
  name: "factor out of a quotient",
  label: "exact",
  identity: "(x s) / y  →  (x / y) s",
  condition: "s is one number: the rate, a constant, or computed from them.",
  bound: null,
  reason: "A factor of the numerator is a factor of the quotient, the 1e-8 in the divisor being untouched.",
  samples: ["x = g * lr\nupdate = x / w\nreturn update, m, v", "x = 3 * g\nupdate = x / w\nreturn update, m, v"],
  rewrite(call, flow) {
    const [numerator, divisor] = operandsOf(call, "/") ?? [];
    if (numerator === undefined || divisor === undefined || isScalar(numerator)) return undefined;
    const factors = factorsOf(numerator, (value) => value === numerator || readCount(flow, value) === 1);
    const scalars = factors.filter(isScalar);
    if (scalars.length === 0) return undefined;
    const quotient = callValue("/", [productOf(factors.filter((factor) => !isScalar(factor))), divisor]);
    return productOf([quotient, ...scalars]);
  },
});

const commonFactor = localRule({
  name: "common factor",
  label: "exact",
  identity: "x s + y s  →  (x + y) s",
  condition: "s is one number that is no literal: the rate, or computed from it.",
  bound: null,
  reason: "Multiplication distributes over addition.",
  samples: [
    "x = g * lr\ny = lr * 0.1\nz = y * w\nupdate = x + z\nreturn update, m, v",
    "s = lr * 0.5\nx = g * s\ny = w * s\nupdate = x - y\nreturn update, m, v",
  ],
  rewrite(call) {
    const [a, b] = operandsOf(call, "+", "-") ?? [];
    if (a === undefined || b === undefined || isScalar(call)) return undefined;
    for (const factor of scalarFactors(a)) {
      const [left, right] = [withoutFactor(a, factor), withoutFactor(b, factor)];
      if (left === undefined || right === undefined) continue;
      return callValue("*", [callValue(call.fn, [productOf(left), productOf(right)]), factor]);
    }
    return undefined;
  },
});

/** Factors of a product that are one number but no literal, the outermost first. */
function scalarFactors(value: FlowValue, depth = 8): readonly FlowValue[] {
  const own = value.kind !== "number" && isScalar(value) ? [value] : [];
  const factors = depth === 0 ? undefined : operandsOf(value, "*");
  return [...own, ...(factors?.flatMap((factor) => scalarFactors(factor, depth - 1)) ?? [])];
}

const likeTerms = localRule({
  name: "like terms",
  label: "exact",
  identity: "x c1 + x c2  →  x (c1 + c2),  x + x  →  2 x",
  condition: "c1 and c2 are numbers.",
  bound: null,
  reason: "Multiplication distributes over addition.",
  samples: ["x = g * 2\ny = g * 3\nupdate = x + y\nreturn update, m, v", "update = g + g\nreturn update, m, v"],
  rewrite(call) {
    const [a, b] = operandsOf(call, "+", "-") ?? [];
    if (a === undefined || b === undefined || isScalar(call)) return undefined;
    const [left, right] = [multiple(a), multiple(b)];
    if (left.of !== right.of) return undefined;
    const factor = operandsOf(call, "+") === undefined ? left.by - right.by : left.by + right.by;
    return factor === 0 ? undefined : callValue("*", [left.of, numberValue(factor)]);
  },
});

/** A value as a multiple: x c as c times x. */
function multiple(value: FlowValue): { readonly of: FlowValue; readonly by: number } {
  for (const [of, by] of eitherWay(operandsOf(value, "*"))) {
    const number = asNumber(by);
    if (number !== undefined) return { of, by: number };
  }
  return { of: value, by: 1 };
}

const minusSigns = localRule({
  name: "minus signs",
  label: "exact",
  identity: "-(-x)  →  x,  x + (-y)  →  x - y,  x - (-y)  →  x + y,  0 - x  →  -x",
  condition: "Always.",
  bound: null,
  reason: "Adding the negative is subtracting.",
  samples: [
    "x = negative(g)\ny = negative(x)\nz = negative(m)\nupdate = y + z\nreturn update, m, v",
    "x = negative(g)\ny = 0 - x\nupdate = m - x\nupdate = update + y\nreturn update, m, v",
  ],
  rewrite(call) {
    const inner = operandOf(call, "negative");
    if (inner !== undefined) return operandOf(inner, "negative");
    const [a, b] = operandsOf(call, "+", "-") ?? [];
    if (a === undefined || b === undefined) return undefined;
    const sum = operandsOf(call, "+") !== undefined;
    const [minusA, minusB] = [operandOf(a, "negative"), operandOf(b, "negative")];
    if (minusB !== undefined) return callValue(sum ? "-" : "+", [a, minusB]);
    if (sum && minusA !== undefined) return callValue("-", [b, minusA]);
    return !sum && asNumber(a) === 0 ? callValue("negative", [b]) : undefined;
  },
});

const differenceUndone = localRule({
  name: "sum undone",
  label: "exact",
  identity: "(x + y) - y  →  x,  (x - y) + y  →  x",
  condition: "y is finite.",
  bound: null,
  reason: "What was added is subtracted again.",
  samples: ["x = g + m\nupdate = x - m\nreturn update, m, v", "x = g - m\nupdate = m + x\nreturn update, m, v"],
  rewrite(call) {
    const difference = operandsOf(call, "-");
    for (const [x, y] of difference === undefined ? [] : eitherWay(operandsOf(difference[0]!, "+"))) {
      if (same(y, difference![1]!) && !same(y, call) && sameShape(call, x)) return x;
    }
    for (const [inner, y] of eitherWay(operandsOf(call, "+"))) {
      const [x, subtracted] = operandsOf(inner, "-") ?? [];
      if (x !== undefined && same(subtracted!, y) && sameShape(call, x)) return x;
    }
    return undefined;
  },
});

function sameShape(a: FlowValue, b: FlowValue): boolean {
  return isScalar(a) === isScalar(b);
}

/** The rules of this theme. */
export const algebraRules: readonly SimplifyRule[] = [
  minusSigns,
  differenceUndone,
  likeTerms,
  scalarOutOfQuotient,
  commonFactor,
];
