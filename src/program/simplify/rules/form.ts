/** Rules that bring the end of a program into one form: a direction plus decay, times one rate. */
import { type CallValue, callValue, type Flow, type FlowValue, numberValue } from "../flow.ts";
import { replaceValue } from "../flow-edit.ts";
import { isScalar, readCount } from "../flow-facts.ts";
import { asNumber, eitherWay, factorsOf, operandOf, operandsOf, productOf } from "../match.ts";
import type { SimplifyRule } from "../rule.ts";

const rateLast: SimplifyRule = {
  name: "rate last",
  label: "exact",
  identity: "update = lr (x c)  →  update = x (lr c)",
  condition: "c is a number.",
  bound: null,
  reason: "Multiplication is associative and commutative: the constants of the rate belong to the rate.",
  samples: ["x = lr * g\nupdate = x * 0.001\nreturn update, m, v", "x = lr * 2\nupdate = x * g\nreturn update, m, v"],
  *apply(flow) {
    const parts = rateParts(flow);
    if (parts === undefined) return;
    const { update, direction, rate } = parts;
    const [x, last] = operandsOf(update, "*")!;
    if (last === rate && x === direction) return;
    const wanted = callValue("*", [direction, rate]);
    if (isSame(update, wanted)) return;
    yield { flow: replaceValue(flow, update, wanted) };
  },
};

const unitStep: SimplifyRule = {
  name: "unit step",
  label: "exact",
  identity: "(sign(x) c + y) s  →  (sign(x) + y / c) (s c)",
  condition: "c > 0 is a number other than 1, s is the rate.",
  bound: null,
  reason: "A constant factor of the direction belongs to the rate, and divides the decay.",
  samples: ["x = sign(g)\nx = x * 0.5\ny = w * 0.1\nx = x + y\nupdate = x * lr\nreturn update, m, v"],
  *apply(flow) {
    const parts = rateParts(flow);
    const scaled = parts === undefined ? undefined : withUnitSign(parts.direction);
    if (parts === undefined || scaled === undefined) return;
    const rate = times(parts.rate, scaled.factor);
    yield { flow: replaceValue(flow, parts.update, callValue("*", [scaled.direction, rate])) };
  },
};

interface RateParts {
  readonly update: CallValue;
  /** The product of everything but the rate and the numbers. */
  readonly direction: FlowValue;
  /** The rate, or the rate times a number. */
  readonly rate: FlowValue;
}

/** The update as direction times rate, where it is a product with the rate among its factors. */
function rateParts(flow: Flow): RateParts | undefined {
  const { update } = flow;
  if (update.kind !== "call" || readCount(flow, update) !== 1 || operandsOf(update, "*") === undefined)
    return undefined;
  const factors = factorsOf(update, (value) => value === update || isScalar(value) || readCount(flow, value) === 1);
  const rates = factors.filter((factor) => factor.kind === "input" && factor.role === "rate");
  const trees = factors.filter((factor) => !isScalar(factor));
  if (rates.length !== 1 || trees.length === 0) return undefined;
  const number = factors.reduce((product, factor) => product * (asNumber(factor) ?? 1), 1);
  const others = factors.filter((factor) => factor.kind !== "number" && factor !== rates[0]);
  const rate = number === 1 ? rates[0]! : callValue("*", [rates[0]!, numberValue(number)], "lr");
  return Number.isFinite(number) ? { update, direction: productOf(others), rate } : undefined;
}

function withUnitSign(direction: FlowValue): { direction: FlowValue; factor: number } | undefined {
  const sum = operandsOf(direction, "+", "-");
  for (const [x, y] of direction.kind === "call" && direction.fn === "-" ? [[...(sum ?? [])]] : eitherWay(sum)) {
    const found = x === undefined ? undefined : scaledSign(x);
    if (found === undefined || y === undefined || direction.kind !== "call") continue;
    const rest = times(y, 1 / found.factor);
    return { direction: callValue(direction.fn, [found.sign, rest]), factor: found.factor };
  }
  return undefined;
}

function scaledSign(value: FlowValue): { sign: FlowValue; factor: number } | undefined {
  for (const [sign, number] of eitherWay(operandsOf(value, "*"))) {
    const factor = asNumber(number);
    if (factor !== undefined && factor > 0 && operandOf(sign, "sign") !== undefined) return { sign, factor };
  }
  return undefined;
}

function times(value: FlowValue, factor: number): FlowValue {
  for (const [x, number] of eitherWay(operandsOf(value, "*"))) {
    const known = asNumber(number);
    if (known !== undefined)
      return callValue("*", [x, numberValue(known * factor)], value.kind === "call" ? value.name : null);
  }
  return callValue("*", [value, numberValue(factor)]);
}

function isSame(a: FlowValue, b: FlowValue): boolean {
  if (a === b) return true;
  if (a.kind === "number" && b.kind === "number") return a.value === b.value;
  if (a.kind !== "call" || b.kind !== "call" || a.fn !== b.fn) return false;
  return a.args.every((arg, i) => isSame(arg, b.args[i]!));
}

/** The rules of this theme. */
export const formRules: readonly SimplifyRule[] = [rateLast, unitStep];
