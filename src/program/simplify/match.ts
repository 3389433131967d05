/** Patterns that several rules share: calls by name, both orders of commutative operands, factors of products. */
import { callValue, type FlowValue, numberValue } from "./flow.ts";
import { isScalar } from "./flow-facts.ts";

/** Names under which the language knows a function more than once, by the name that the papers use. */
const aliases: { readonly [name: string]: string } = {
  interpolate: "interp",
  clip_by_global_norm: "clip",
  power: "**",
  pow: "**",
};

/** Operands of a call of one of these functions, else undefined. */
export function operandsOf(value: FlowValue, ...names: readonly string[]): readonly FlowValue[] | undefined {
  if (value.kind !== "call") return undefined;
  return names.includes(aliases[value.fn] ?? value.fn) ? value.args : undefined;
}

/** The operand of a call with one operand, else undefined. */
export function operandOf(value: FlowValue, ...names: readonly string[]): FlowValue | undefined {
  return operandsOf(value, ...names)?.[0];
}

/** The number that a value is, else undefined. */
export function asNumber(value: FlowValue): number | undefined {
  return value.kind === "number" ? value.value : undefined;
}

/** True where both are one value, or equal numbers. */
export function same(a: FlowValue, b: FlowValue): boolean {
  return a === b || (a.kind === "number" && b.kind === "number" && a.value === b.value);
}

/** Both orders of two operands; none where there are no two. */
export function eitherWay(operands: readonly FlowValue[] | undefined): readonly (readonly [FlowValue, FlowValue])[] {
  const [a, b] = operands ?? [];
  if (a === undefined || b === undefined) return [];
  return [
    [a, b],
    [b, a],
  ];
}

/** x where the value is x x, or square(x). */
export function squareRootOf(value: FlowValue): FlowValue | undefined {
  const factors = operandsOf(value, "*");
  if (factors !== undefined && same(factors[0]!, factors[1]!)) return factors[0];
  return operandOf(value, "square");
}

/** Factors left over when `factor` is taken out of a product; undefined where it is none of them. */
export function withoutFactor(value: FlowValue, factor: FlowValue, depth = 8): readonly FlowValue[] | undefined {
  if (value === factor) return [];
  const factors = depth === 0 ? undefined : operandsOf(value, "*");
  for (const [inside, other] of eitherWay(factors)) {
    const rest = withoutFactor(inside, factor, depth - 1);
    if (rest !== undefined) return [...rest, other];
  }
  return undefined;
}

/** Factors of a product, spelled out as far as `through` allows. */
export function factorsOf(value: FlowValue, through: (value: FlowValue) => boolean, depth = 8): readonly FlowValue[] {
  const factors = depth === 0 || !through(value) ? undefined : operandsOf(value, "*");
  return factors?.flatMap((factor) => factorsOf(factor, through, depth - 1)) ?? [value];
}

/** The product of factors: trees first, then numbers of the step, then literals. An empty product is 1. */
export function productOf(factors: readonly FlowValue[]): FlowValue {
  const rank = (value: FlowValue): number => (value.kind === "number" ? 2 : isScalar(value) ? 1 : 0);
  const [first, ...others] = [...factors].sort((a, b) => rank(a) - rank(b));
  if (first === undefined) return numberValue(1);
  return others.reduce((product, factor) => callValue("*", [product, factor]), first);
}
