/**
 * A program as formulas on one line each: `w ← w - 2.2e-4·lr·(sign(0.1·g + 0.9·m) + 0.46·w)`. For people; numbers are shown to
 * four digits, and averages are spelled out. The 1e-8 that protected divisions add is left out.
 */
import type { Flow, FlowValue } from "./flow.ts";
import { operandsOf } from "./match.ts";

/** The formulas of a program: how weights and states change. */
export interface FormulaText {
  readonly update: string;
  readonly states: readonly { readonly name: string; readonly formula: string }[];
}

/** Calls beyond which formulas would be longer than the program. */
const maxCalls = 60;

/** Formulas of a flow; null where they would be longer than the program. */
export function formulasOf(flow: Flow): FormulaText | null {
  const budget = { left: maxCalls };
  const update = show(flow.update, budget);
  const states = flow.states.map(({ before, after }) => ({ name: before.name, formula: show(after, budget).text }));
  if (budget.left < 0) return null;
  const w = flow.weights.name;
  return { update: `${w} ← ${w} - ${within(update, 2)}`, states };
}

/** A piece of a formula; `level`: 1 a sum, 2 a product, 3 anything that needs no parentheses. */
interface Piece {
  readonly text: string;
  readonly level: 1 | 2 | 3;
}

function show(value: FlowValue, budget: { left: number }): Piece {
  if (value.kind === "number") return { text: numberText(value.value), level: value.value < 0 ? 1 : 3 };
  if (value.kind === "input") return { text: value.name, level: 3 };
  budget.left -= 1;
  if (budget.left < 0) return { text: "…", level: 3 };
  const average = averageOf(value);
  if (average !== undefined) {
    const [x, y] = [show(average.x, budget), show(average.y, budget)];
    return {
      text: `${numberText(1 - average.a)}·${within(x, 2)} + ${numberText(average.a)}·${within(y, 2)}`,
      level: 1,
    };
  }
  const pieces = value.args.map((arg) => show(arg, budget));
  return callPiece(value.fn, pieces, value.args);
}

function callPiece(fn: string, pieces: readonly Piece[], args: readonly FlowValue[]): Piece {
  const [a, b] = pieces;
  switch (fn) {
    case "+":
      return { text: `${a!.text} + ${within(b!, 1)}`, level: 1 };
    case "-":
      return { text: `${a!.text} - ${within(b!, 2)}`, level: 1 };
    case "*": {
      const [first, second] = args[1]!.kind === "number" ? [b!, a!] : [a!, b!];
      return { text: `${within(first, 2)}·${within(second, 2)}`, level: 2 };
    }
    case "/":
      return { text: `${within(a!, 2)} / ${within(b!, 3)}`, level: 2 };
    case "**":
    case "power":
      return { text: `${within(a!, 3)} ** ${within(b!, 3)}`, level: 2 };
    case "negative":
      return { text: `-${within(a!, 3)}`, level: 1 };
    case "sqrt":
      return { text: `√${within(a!, 3)}`, level: 3 };
    case "square":
      return { text: `${within(a!, 3)}²`, level: 3 };
    case "cube":
      return { text: `${within(a!, 3)}³`, level: 3 };
    case "abs":
      return { text: `|${a!.text}|`, level: 3 };
    default:
      return { text: `${fn}(${pieces.map(({ text }) => text).join(", ")})`, level: 3 };
  }
}

function averageOf(value: FlowValue): { x: FlowValue; y: FlowValue; a: number } | undefined {
  const [x, y, a] = operandsOf(value, "interp") ?? [];
  return a?.kind === "number" && a.value > 0 && a.value < 1 ? { x: x!, y: y!, a: a.value } : undefined;
}

function within({ text, level }: Piece, wanted: 1 | 2 | 3): string {
  return level < wanted ? `(${text})` : text;
}

function numberText(value: number): string {
  const rounded = Number(value.toPrecision(4));
  const small = rounded !== 0 && Math.abs(rounded) < 1e-3;
  return small ? rounded.toExponential().replace("e+", "e") : String(rounded);
}
