/** Rules about interp(x, y, a) = (1 - a) x + a y: averages of averages, and sums that are averages. */
import { callValue, type FlowValue, numberValue } from "../flow.ts";
import { isScalar, typeOf } from "../flow-facts.ts";
import { asNumber, eitherWay, operandsOf, same } from "../match.ts";
import { localRule, type SimplifyRule } from "../rule.ts";

const interpOfInterp = localRule({
  name: "interp of interp",
  label: "exact",
  identity: "interp(x, interp(x, y, a), b) = interp(x, y, a b)",
  condition: "a and b are numbers of the step.",
  bound: null,
  reason: "(1-b) x + b ((1-a) x + a y) = (1-ab) x + ab y: an average of x with an average of x is one average.",
  samples: [
    "m = interp(g, v, 0.9)\nv = interp(g, m, 1.1)\nupdate = v * lr\nreturn update, m, v",
    "m = interp(g, v, lr)\nv = interp(g, m, 0.5)\nupdate = v * lr\nreturn update, m, v",
  ],
  rewrite(call) {
    const [x, inner, b] = operandsOf(call, "interp") ?? [];
    const [innerX, y, a] = inner === undefined ? [] : (operandsOf(inner, "interp") ?? []);
    if (innerX === undefined || !same(innerX, x!) || !isScalar(a!) || !isScalar(b!)) return undefined;
    return callValue("interp", [x!, y!, times(a!, b!)]);
  },
});

const interpOfInterpLeft = localRule({
  name: "interp of interp, other side",
  label: "exact",
  identity: "interp(interp(x, y, a), y, b) = interp(x, y, 1 - (1-a)(1-b))",
  condition: "a and b are numbers.",
  bound: null,
  reason: "(1-b) ((1-a) x + a y) + b y = (1-a)(1-b) x + (1 - (1-a)(1-b)) y.",
  samples: ["x = interp(g, m, 0.9)\nm = interp(x, m, 0.5)\nupdate = m * lr\nreturn update, m, v"],
  rewrite(call) {
    const [inner, y, b] = operandsOf(call, "interp") ?? [];
    const [x, innerY, a] = inner === undefined ? [] : (operandsOf(inner, "interp") ?? []);
    if (x === undefined || !same(innerY!, y!)) return undefined;
    const [p, q] = [asNumber(a!), asNumber(b!)];
    if (p === undefined || q === undefined) return undefined;
    return callValue("interp", [x, y!, numberValue(1 - (1 - p) * (1 - q))]);
  },
});

const averageWithZero = localRule({
  name: "average with zero",
  label: "exact",
  identity: "interp(x, 0, a) = x (1 - a),  interp(0, x, a) = x a",
  condition: "a is a number.",
  bound: null,
  reason: "One of the two parts of the average is zero.",
  samples: [
    "x = interp(g, 0, 0.9)\nupdate = x * lr\nreturn update, m, v",
    "x = interp(0, g, 0.9)\nupdate = x * lr\nreturn update, m, v",
  ],
  rewrite(call) {
    const [x, y, a] = operandsOf(call, "interp") ?? [];
    const share = a === undefined ? undefined : asNumber(a);
    if (x === undefined || y === undefined || share === undefined) return undefined;
    if (asNumber(y) === 0) return callValue("*", [x, numberValue(1 - share)]);
    return asNumber(x) === 0 ? callValue("*", [y, numberValue(share)]) : undefined;
  },
});

const oldValueLast = localRule({
  name: "old value last",
  label: "exact",
  identity: "interp(s, x, a) = interp(x, s, 1 - a)",
  condition: "s is a state, x is none, a is a number.",
  bound: null,
  reason: "The two operands of an average may change places with their shares.",
  samples: ["m = interp(m, g, 0.1)\nupdate = m * lr\nreturn update, m, v"],
  rewrite(call) {
    const [s, x, a] = operandsOf(call, "interp") ?? [];
    if (s === undefined || s.kind !== "input" || s.role !== "state") return undefined;
    if (x!.kind === "input" && x!.role === "state") return undefined;
    const share = asNumber(a!);
    return share === undefined ? undefined : callValue("interp", [x!, s, numberValue(1 - share)]);
  },
});

const weightedSum = localRule({
  name: "weighted sum",
  label: "exact",
  identity: "x (1-a) + y a = interp(x, y, a)",
  condition: "The two numbers lie between 0 and 1 and add up to 1 within rounding (1e-15).",
  bound: null,
  reason: "This is the definition of interp.",
  samples: ["x = g * 0.1\ny = m * 0.9\nm = x + y\nupdate = m * lr\nreturn update, m, v"],
  rewrite(call) {
    const [left, right] = operandsOf(call, "+") ?? [];
    const [p, q] = [left, right].map((value) => (value === undefined ? undefined : part(value)));
    if (p === undefined || q === undefined || Math.abs(p.share + q.share - 1) > 1e-15) return undefined;
    if (typeOf(p.of) !== "tree" || typeOf(q.of) !== "tree") return undefined;
    const [x, y] = p.of.kind === "input" && p.of.role === "state" ? [q, p] : [p, q];
    return callValue("interp", [x.of, y.of, numberValue(y.share)]);
  },
});

function part(value: FlowValue): { readonly of: FlowValue; readonly share: number } | undefined {
  for (const [of, by] of eitherWay(operandsOf(value, "*"))) {
    const share = asNumber(by);
    if (share !== undefined && share > 0 && share < 1) return { of, share };
  }
  return undefined;
}

function times(a: FlowValue, b: FlowValue): FlowValue {
  const [p, q] = [asNumber(a), asNumber(b)];
  return p !== undefined && q !== undefined ? numberValue(p * q) : callValue("*", [a, b]);
}

/** The rules of this theme. */
export const averageRules: readonly SimplifyRule[] = [
  interpOfInterp,
  interpOfInterpLeft,
  averageWithZero,
  oldValueLast,
  weightedSum,
];
