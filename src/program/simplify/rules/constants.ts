/** Rules about numbers: computed once, gathered, or without any effect. */
import { callValue, type Flow, type FlowValue, numberValue } from "../flow.ts";
import { constantOf, feedsReduction, isScalar, readCount } from "../flow-facts.ts";
import { asNumber, factorsOf, operandsOf, productOf, same } from "../match.ts";
import { localRule, type SimplifyRule } from "../rule.ts";

const foldConstants = localRule({
  name: "constant folding",
  label: "exact",
  identity: "f(c1, c2)  →  its value",
  condition: "All operands are numbers, and the value is finite.",
  bound: null,
  reason: "The value is the same in every step and is computed once, in float64.",
  samples: [
    "c = tan(1.4572)\nupdate = g * c\nreturn update, m, v",
    "c = get_pi()\nupdate = g / c\nreturn update, m, v",
  ],
  rewrite(call) {
    const value = constantOf(call);
    return value === undefined || !Number.isFinite(value) ? undefined : numberValue(value);
  },
});

const sameValueTwice: SimplifyRule = {
  name: "same value twice",
  label: "exact",
  identity: "x = f(a), y = f(a)  →  y = x",
  condition: "Both are the same function of the same values; a + b and a b in either order.",
  bound: null,
  reason: "Both are the same function of the same values.",
  samples: ["a = g * m\nb = m * g\nupdate = sin(a) + cos(b)\nreturn update, m, v"],
  *apply(flow) {
    yield* localRule({ ...this, rewrite: firstLike(flow) }).apply(flow);
  },
};

const commutative: ReadonlySet<string> = new Set(["+", "*", "max", "min", "dot", "cosine_sim"]);

/** For each call, the first call of the flow that computes the same. */
function firstLike(flow: Flow): (value: FlowValue) => FlowValue | undefined {
  const ids = new Map<FlowValue, string>();
  const firsts = new Map<string, { readonly call: FlowValue; readonly id: string }>();
  const idOf = (value: FlowValue): string => {
    if (value.kind === "number") return Object.is(value.value, -0) ? "-0" : String(value.value);
    return value.kind === "input" ? `input ${value.name}` : ids.get(value)!;
  };
  const earlier = new Map<FlowValue, FlowValue>();
  for (const call of flow.order) {
    const operands = call.args.map(idOf);
    const key = `${call.fn}(${(commutative.has(call.fn) ? operands.sort() : operands).join(", ")})`;
    const first = firsts.get(key) ?? { call, id: `#${firsts.size}` };
    if (first.call === call) firsts.set(key, first);
    else earlier.set(call, first.call);
    ids.set(call, first.id);
  }
  return (value) => earlier.get(value);
}

const neutralOperand = localRule({
  name: "neutral operand",
  label: "exact",
  identity: "x + 0, x - 0, 1 x, x ** 1, interp(x, y, 0), interp(y, x, 1), interp(x, x, a), max(x, x), min(x, x)  →  x",
  condition: "Always.",
  bound: null,
  reason: "The operand changes nothing.",
  samples: [
    "x = g + 0\nupdate = x * 1\nreturn update, m, v",
    "x = interp(g, m, 0)\ny = interp(w, m, 1)\nupdate = x + y\nreturn update, m, v",
    "x = interp(g, g, m)\ny = max(m, m)\nz = power(v, 1)\nupdate = x + y - z\nreturn update, m, v",
  ],
  rewrite(call, flow) {
    const kept = neutral(call);
    return kept !== undefined && keepsTree(flow, call, kept) ? kept : undefined;
  },
});

function neutral(call: FlowValue): FlowValue | undefined {
  const [a, b, c] = operandsOf(call, "+", "-", "*", "**", "interp", "max", "min") ?? [];
  if (a === undefined || b === undefined) return undefined;
  if (operandsOf(call, "max", "min") !== undefined) return same(a, b) ? a : undefined;
  if (operandsOf(call, "interp") !== undefined) {
    if (asNumber(c!) === 0 || same(a, b)) return a;
    return asNumber(c!) === 1 ? b : undefined;
  }
  const unit = operandsOf(call, "*", "**") === undefined ? 0 : 1;
  if (asNumber(b) === unit) return a;
  return operandsOf(call, "+", "*") !== undefined && asNumber(a) === unit ? b : undefined;
}

/** A number may stand for a tree only where nothing asks how large the tree is. */
function keepsTree(flow: Flow, call: FlowValue, replacement: FlowValue): boolean {
  return isScalar(call) || !isScalar(replacement) || !feedsReduction(flow, call);
}

const zeroResult = localRule({
  name: "result of zero",
  label: "exact",
  identity: "x - x, 0 x  →  0",
  condition: "x is finite.",
  bound: null,
  reason: "The result is 0 whatever the operands are.",
  samples: ["x = g - g\nupdate = m + x\nreturn update, m, v", "x = 0 * g\nupdate = m + x\nreturn update, m, v"],
  rewrite(call, flow) {
    const difference = operandsOf(call, "-");
    const product = operandsOf(call, "*");
    const zero =
      (difference !== undefined && same(difference[0]!, difference[1]!)) || product?.some((x) => asNumber(x) === 0);
    return zero === true && keepsTree(flow, call, numberValue(0)) ? numberValue(0) : undefined;
  },
});

const gatherConstants = localRule({
  name: "gather constants",
  label: "exact",
  identity: "(x c1) c2  →  x (c1 c2)",
  condition: "c1 and c2 are numbers; nothing else reads x c1.",
  bound: null,
  reason: "Multiplication is associative and commutative.",
  samples: [
    "x = g * 2\nupdate = x * 3\nreturn update, m, v",
    "x = 2 * g\ny = x * m\nupdate = y * 3\nreturn update, m, v",
  ],
  rewrite(call, flow) {
    if (operandsOf(call, "*") === undefined) return undefined;
    const factors = factorsOf(call, (value) => value === call || readCount(flow, value) === 1);
    const numbers = factors.flatMap((factor) => asNumber(factor) ?? []);
    if (numbers.length < 2 || numbers.length === factors.length) return undefined;
    const product = numbers.reduce((a, b) => a * b, 1);
    if (!Number.isFinite(product)) return undefined;
    return productOf([...factors.filter((factor) => factor.kind !== "number"), numberValue(product)]);
  },
});

const divisionByConstant = localRule({
  name: "division by a number",
  label: "exact",
  identity: "x / c = x (1 / (c + 1e-8))",
  condition: "c is a number of at least 0, or at most -1e-7; the protected division adds 1e-8 to it.",
  bound: null,
  reason: "Division by a number is multiplication by its inverse; the 1e-8 of the protected division is in it.",
  samples: ["update = g / 2\nreturn update, m, v", "x = g / 0\nupdate = x * 1e-7\nreturn update, m, v"],
  rewrite(call) {
    const [x, divisor] = operandsOf(call, "/") ?? [];
    const c = divisor === undefined ? undefined : asNumber(divisor);
    if (x === undefined || c === undefined || isScalar(x) || (c < 0 && c > -1e-7) || c === 1) return undefined;
    return callValue("*", [x, numberValue(1 / (c + 1e-8))]);
  },
});

/** The rules of this theme. */
export const constantRules: readonly SimplifyRule[] = [
  foldConstants,
  sameValueTwice,
  neutralOperand,
  zeroResult,
  gatherConstants,
  divisionByConstant,
];
