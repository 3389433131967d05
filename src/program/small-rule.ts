/**
 * A program on a few weights in float64, compiled once to closures over one array of numbers: for paths in the plane, where the evaluator's
 * tensors would cost more than their two elements. `small-rule.test.ts` holds it to the interpreter, bit for bit.
 */
import { InternalError } from "../core/errors.ts";
import { floatTensor } from "../core/tensor.ts";
import { eager } from "../graph/builder.ts";
import type { Program } from "./ast.ts";
import { normsOf, stepTerms } from "./bind.ts";
import { hostFunction } from "./host.ts";
import { leavesOf } from "./interpret.ts";
import { normOfAll } from "./norms.ts";
import type { StepFacts } from "./rule.ts";
import type { HyperparameterValues } from "./symbolic.ts";
import { applyToTensors, tensorFunction } from "./tensor-functions.ts";
import type { Term } from "./term.ts";

/** One run of a program: its weights are one vector, its states begin at their start. */
export interface SmallRule {
  /** The weights `[size]`; whoever runs it sets the first ones. */
  readonly w: Float64Array;
  /** A step with the gradient `[size]` at the weights; the weights are the next ones then. */
  step(g: Float64Array, facts: StepFacts): void;
}

/** A run of a valid program on one vector of `size` weights. Errors: `program-invalid`. */
export function compileSmallRule(program: Program, hyperparameters: HyperparameterValues, size: number): SmallRule {
  const { outputs, states, terms, fed, hostScalars } = stepTerms(program, hyperparameters);
  const norms = normsOf(program);
  const views = new Map(terms.map((term) => [term.id, new Float64Array(term.type === "tree" ? size : 1)]));
  const viewOf = (term: Term): Float64Array => views.get(term.id)!;
  const [w, g] = [new Float64Array(size), new Float64Array(size)];
  const slots = states.map(({ initial }) => new Float64Array(size).fill(initial));
  const sources = new Map([
    ["leaf w", w],
    ["leaf g", g],
    ...states.map(({ before }, i) => [before.op, slots[i]!] as const),
  ]);
  const fedIds = new Set(fed.map(({ id }) => id));
  const moves: (() => void)[] = [];
  for (const term of terms) {
    const source = sources.get(term.op);
    if (source !== undefined) views.set(term.id, source);
    else if (term.value !== undefined) viewOf(term).fill(term.value);
    else if (!fedIds.has(term.id)) {
      const norm = norms(term)?.x;
      moves.push(
        moveOf(term, { out: viewOf(term), args: (norm === undefined ? term.args : [norm]).map(viewOf), norm }),
      );
    }
  }
  const fedViews = fed.map(viewOf);
  const results = outputs.map((term) => ({ from: viewOf(term), kept: new Float64Array(size) }));
  const targets = [w, ...slots];
  return {
    w,
    step: (gradient, facts) => {
      g.set(gradient);
      const scalars = hostScalars(facts);
      for (let i = 0; i < fedViews.length; i++) fedViews[i]![0] = scalars[i]!;
      for (let i = 0; i < moves.length; i++) moves[i]!();
      for (const { from, kept } of results) kept.set(from); // all of them first: a state may become what another was
      for (let i = 0; i < targets.length; i++) targets[i]!.set(results[i]!.kept);
    },
  };
}

interface Operands {
  readonly out: Float64Array;
  readonly args: readonly Float64Array[];
  /** What the term is the norm of, where it is computed as one. */
  readonly norm: Term | undefined;
}

/** What computes a term from its operands. */
function moveOf({ op, args: terms }: Term, { out, args, norm }: Operands): () => void {
  const [x] = args;
  if (norm !== undefined) {
    return () => {
      out[0] = normOfAll(eager, [floatTensor([x!.length], x!)]).data[0]!;
    };
  }
  if (op === "total" || op === "leafTotals") {
    return () => {
      out[0] = x!.reduce((sum, value) => sum + value, 0);
    };
  }
  if (op === "fill" || op === "spread") return () => void out.fill(x![0]!);
  if (op === "masked") return () => void out.set(x!);
  const whole = tensorFunction(op);
  if (whole === undefined) return eachElement(hostFunction(op.replace(/^each /, "")), out, args);
  const leaves = leavesOf([[Math.max(...args.map(({ length }) => length), out.length)]]);
  const count = whole.parameters.length - whole.numbers.length;
  const numbers = terms.slice(count).map(({ value }) => {
    if (value === undefined) throw new InternalError(`${op} is told a number that is not known`);
    return value;
  });
  return () => {
    const trees = args.slice(0, count).map((arg) => floatTensor([arg.length], arg));
    out.set(Float64Array.from(applyToTensors(whole, eager, { trees, leaves, numbers }).data));
  };
}

/** A function of each element; what is one number is the same for all. */
function eachElement(
  compute: (...values: number[]) => number,
  out: Float64Array,
  [a, b = a, c = a]: readonly Float64Array[],
): () => void {
  const [la, lb, lc] = [a!.length > 1 ? 1 : 0, b!.length > 1 ? 1 : 0, c!.length > 1 ? 1 : 0];
  return () => {
    for (let i = 0; i < out.length; i++) out[i] = compute(a![la * i]!, b![lb * i]!, c![lc * i]!);
  };
}
