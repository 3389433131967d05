/**
 * A program with its hyperparameters becomes a `Rule`: partially evaluated, stripped of dead statements and dead states.
 *
 * Hyperparameters are constants; what depends on the step and the rate alone is computed on the host in float64 and fed
 * as scalars; a state is live only if the new weights need it, now or through the states of later steps. So `sgd` without
 * momentum carries no slot, and the paper's `m = cosh(update)` costs nothing.
 * Norms of the library dialect are computed by `norms.ts`; those of the paper dialect add up squares, as the paper's do.
 */
import { InternalError } from "../core/errors.ts";
import type { Ops } from "../graph/builder.ts";
import type { Program } from "./ast.ts";
import { requireValid } from "./check.ts";
import { compileHostScalars } from "./host-program.ts";
import { normOf } from "./norms.ts";
import { elementLogic, treeOps } from "./program-ops.ts";
import type { Leaf, Rule, StepValues } from "./rule.ts";
import { type Carried, type HyperparameterValues, runOnTerms } from "./symbolic.ts";
import { applyToTensors, tensorFunction } from "./tensor-functions.ts";
import { isHost, reachable, showTerm, type Term } from "./term.ts";

/**
 * Binds a program. In a paper program `lr` is the schedule's value: a study's rate of 1 gives the printed constants.
 * `text`: what was parsed, for error excerpts. Errors: `program-invalid`.
 */
export function bindProgram(program: Program, hyperparameters: HyperparameterValues, text?: string): Rule {
  const { outputs, states, terms, fed, hostScalars } = stepTerms(program, hyperparameters, text);
  const norms = normsOf(program);
  return Object.freeze({
    slots: states.map(({ name, initial }) => ({ name, initial })),
    scalarNames: uniqueNames(fed),
    joinsTensors: terms.some((term) => term.op === "total" || norms(term)?.over === "total"),
    hostScalars,
    apply: <V>(ops: Ops<V>, values: StepValues<V>, leaves: readonly Leaf[], decayMask?: V) => {
      const found = replay({ terms, norms, fed, states, ops, values, leaves, decayMask });
      const [w, ...slots] = outputs.map((term) => found.get(term.id)!);
      return { w: w!, slots };
    },
  });
}

/** A step as terms, without what its weights never need. */
export interface StepTerms {
  /** Live states. */
  readonly states: readonly Carried[];
  /** The new weights, then the new value of each state. */
  readonly outputs: readonly Term[];
  /** All that has to be computed, in an order of evaluation. */
  readonly terms: readonly Term[];
  /** Those among them that the host computes. */
  readonly fed: readonly Term[];
  /** Values of `fed` at a step. */
  readonly hostScalars: Rule["hostScalars"];
}

/** What a bound program computes. `text`: as `bindProgram`. Errors: `program-invalid`. */
export function stepTerms(program: Program, hyperparameters: HyperparameterValues, text?: string): StepTerms {
  requireValid(program, hyperparameters, text);
  const step = runOnTerms(program, hyperparameters);
  const states = liveCarried(step.weights, step.states);
  const outputs = [step.weights, ...states.map((state) => state.after)];
  const norms = normsOf(program);
  const terms = reachable(outputs, (term) => (isHost(term.type) ? [] : [norms(term)?.x ?? term.args].flat()));
  const fed = terms.filter((term) => isHost(term.type) && term.value === undefined);
  return { states, outputs, terms, fed, hostScalars: compileHostScalars(fed, step.scalars) };
}

/** Which terms of a program are computed as norms: see `norms.ts`; none of the paper's dialect. */
export function normsOf({ dialect }: Pick<Program, "dialect">): (term: Term) => ReturnType<typeof normOf> {
  return dialect === "library" ? normOf : () => undefined;
}

/** Values carried from step to step that the weights of this or a later step depend on, in their order. */
export function liveCarried(weights: Term, carried: readonly Carried[]): readonly Carried[] {
  const live = new Set<Carried>();
  let outputs = [weights];
  for (;;) {
    const needed = new Set(reachable(outputs));
    const found = carried.filter((each) => needed.has(each.before) && !live.has(each));
    if (found.length === 0) return carried.filter((each) => live.has(each));
    for (const each of found) live.add(each);
    outputs = found.map((each) => each.after);
  }
}

interface Replay<V> {
  readonly terms: readonly Term[];
  /** Which of them are computed as norms, of what. */
  readonly norms: (term: Term) => ReturnType<typeof normOf>;
  readonly fed: readonly Term[];
  readonly states: readonly Carried[];
  readonly ops: Ops<V>;
  readonly values: StepValues<V>;
  readonly leaves: readonly Leaf[];
  readonly decayMask: V | undefined;
}

/** Computes every term over `ops`; terms come in an order of evaluation. */
function replay<V>({ terms, norms, fed, states, ops, values, leaves, decayMask }: Replay<V>): Map<number, V> {
  const found = new Map<number, V>();
  fed.forEach((term, i) => {
    found.set(term.id, values.scalars[i]!);
  });
  const sources = new Map<string, V>([
    ["leaf w", values.w],
    ["leaf g", values.g],
  ]);
  states.forEach((state, i) => {
    sources.set(state.before.op, values.slots[i]!);
  });
  const masked = (x: V) => (decayMask === undefined ? x : ops.mul(decayMask, x));
  const tree = treeOps(ops, leaves);
  const own = { ...tree, ...elementLogic(ops), masked } as unknown as Methods<V>;
  const shared = ops as unknown as Methods<V>;
  const ofTensors = ({ op, args }: Term): V => {
    const fn = tensorFunction(op)!;
    const count = fn.parameters.length - fn.numbers.length;
    const trees = args.slice(0, count).map((arg) => found.get(arg.id)!);
    return applyToTensors(fn, ops, { trees, leaves, numbers: args.slice(count).map((arg) => arg.value!) });
  };
  for (const term of terms) {
    if (found.has(term.id)) continue;
    const source = sources.get(term.op);
    const norm = norms(term);
    if (norm !== undefined)
      found.set(term.id, tree[norm.over === "total" ? "norm" : "leafNorms"](found.get(norm.x.id)!));
    else if (source !== undefined) found.set(term.id, source);
    else if (term.value !== undefined) found.set(term.id, ops.scalar(term.value));
    else if (tensorFunction(term.op) !== undefined) found.set(term.id, ofTensors(term));
    else {
      const method = own[term.op] ?? shared[term.op];
      if (method === undefined)
        throw new InternalError(`programs use the op "${term.op}", which the graph does not have`);
      found.set(term.id, method(...term.args.map((arg) => found.get(arg.id)!)));
    }
  }
  return found;
}

/** Ops by name, called with operands alone. */
type Methods<V> = { readonly [op: string]: ((...args: V[]) => V) | undefined };

function uniqueNames(terms: readonly Term[]): string[] {
  const taken = new Set<string>();
  return terms.map((term, i) => {
    const text = showTerm(term);
    const name = taken.has(text) ? `${text} #${i}` : text;
    taken.add(name);
    return name;
  });
}
