/** Rules that differ below a stated bound: what the 1e-8 of the protected division changes. */
import { callValue, type FlowValue, numberValue } from "../flow.ts";
import { isNonNegative, isPositive, isScalar, readersOf } from "../flow-facts.ts";
import { asNumber, eitherWay, operandOf, operandsOf, squareRootOf } from "../match.ts";
import { localRule, type SimplifyRule } from "../rule.ts";

const quotientBound = "relative difference at most 1e-8 / |x|: below 1 % where |x| > 1e-6";

const signByDivision = localRule({
  name: "sign by division",
  label: "tolerant",
  identity: "x / |x| ≈ sign(x)",
  condition: "x is not 0; at 0 both are 0.",
  bound: quotientBound,
  reason:
    "With the protected division this is x / (|x| + 1e-8), which differs from sign(x) by 1e-8 / |x| at most: below 1 % where |x| > 1e-6.",
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
  condition: "s > 0 is a number of the step; x is not 0.",
  bound: "relative difference at most 1e-8 / (s |x|)",
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
  identity: "(x y) / |x| ≈ y sign(x),  (x y) / x ≈ y,  square(x) / |x| ≈ |x|",
  condition: "x is not 0.",
  bound: quotientBound,
  reason:
    "A factor of numerator and divisor cancels; the 1e-8 in the divisor changes the quotient by 1e-8 / |x| at most.",
  samples: [
    "x = abs(w)\ny = w * g\nupdate = y / x\nreturn update, m, v",
    "y = g * w\nupdate = y / w\nreturn update, m, v",
    "x = abs(w)\ny = square(w)\nupdate = y / x\nreturn update, m, v",
  ],
  rewrite(call) {
    const [numerator, divisor] = operandsOf(call, "/") ?? [];
    if (numerator === undefined || isScalar(divisor!)) return undefined;
    const size = operandOf(divisor!, "abs");
    if (size !== undefined && squareRootOf(numerator) === size) return divisor;
    for (const [x, y] of eitherWay(operandsOf(numerator, "*"))) {
      if (x === divisor) return y;
      if (size !== undefined && x === size) return callValue("*", [callValue("sign", [x]), y]);
    }
    return undefined;
  },
});

const quotientOfSame = localRule({
  name: "quotient of the same",
  label: "tolerant",
  identity: "x / x ≈ 1",
  condition: "x is not 0, and the quotient is multiplied with a tree.",
  bound: quotientBound,
  reason: "With the protected division this is x / (x + 1e-8), which differs from 1 by 1e-8 / |x| at most.",
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

const divisionByOne = localRule({
  name: "division by one",
  label: "tolerant",
  identity: "x / 1 ≈ x",
  condition: "Always.",
  bound: "relative difference 1e-8",
  reason: "The protected division divides by 1.00000001, which changes the result by one part in 10^8.",
  samples: ["update = g / 1\nreturn update, m, v"],
  rewrite(call) {
    const [x, divisor] = operandsOf(call, "/") ?? [];
    return x !== undefined && asNumber(divisor!) === 1 ? x : undefined;
  },
});

const smallAddend = localRule({
  name: "small addend of a divisor",
  label: "tolerant",
  identity: "y / (x + c) ≈ y / x,  y / sqrt(x + c) ≈ y / sqrt(x)",
  condition: "0 < c <= 1e-6, x >= 0, and the sum is read by nothing but the divisor.",
  bound: "relative difference of the divisor at most c / x",
  reason: "The addend changes the divisor by c / x at most; a protected division adds 1e-8 of its own.",
  samples: [
    "x = abs(w)\ny = x + 1e-8\nupdate = g / y\nreturn update, m, v",
    "x = square(w)\ny = 1e-8 + x\nz = sqrt(y)\nupdate = g / z\nreturn update, m, v",
  ],
  rewrite(call, flow) {
    for (const [x, c] of eitherWay(operandsOf(call, "+"))) {
      const small = c === undefined ? undefined : asNumber(c);
      if (small === undefined || small <= 0 || small > 1e-6 || !isNonNegative(x) || isScalar(x)) continue;
      const divides = (value: FlowValue): boolean => {
        const readers = readersOf(flow, value);
        const returned = flow.update === value || flow.states.some((state) => state.after === value);
        return !returned && readers.length > 0 && readers.every((reader) => onlyDivides(reader, value));
      };
      const onlyDivides = (reader: FlowValue, value: FlowValue): boolean =>
        reader.kind === "call" &&
        ((reader.fn === "/" && reader.args[1] === value && reader.args[0] !== value) ||
          (reader.fn === "sqrt" && divides(reader)));
      if (divides(call)) return x;
    }
    return undefined;
  },
});

/** The rules of this theme. */
export const tolerantRules: readonly SimplifyRule[] = [
  signByDivision,
  signByScaledDivision,
  cancelledFactor,
  quotientOfSame,
  divisionByOne,
  smallAddend,
];
