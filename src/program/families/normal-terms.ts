/**
 * The step of a program in normal form: what is subtracted from the weights, and every live state's new value.
 */
import type { Program } from "../ast.ts";
import { type Carried, type HyperparameterValues, runOnTerms } from "../symbolic.ts";
import { reachable, type Term } from "../term.ts";
import {
  type Algebra,
  add,
  constantNormal,
  createAlgebra,
  isNonNegative,
  type Normal,
  scale,
  TooLarge,
  zero,
} from "./normal-form.ts";
import { constantResult, functionOf } from "./normal-functions.ts";

/** A state in normal form. `before` is a leaf. */
export interface NormalState {
  readonly name: string;
  readonly initial: number;
  readonly before: Normal;
  readonly after: Normal;
}

/** A step in normal form. */
export interface NormalStep {
  readonly algebra: Algebra;
  /** What is subtracted from the weights. */
  readonly update: Normal;
  /** Live states, in order of declaration; those that stay zero left out. */
  readonly states: readonly NormalState[];
  readonly weights: Normal;
  readonly gradient: Normal;
  readonly rate: Normal;
  readonly step: Normal;
  /** Small constants that were left out of divisors, and of what stands under a root in one. */
  readonly epsilons: { readonly outside: readonly number[]; readonly inside: readonly number[] };
}

/** Constants up to this size are left out of divisors. */
const smallConstant = 1e-4;

/** The step of a valid program; null where it, or its normal form, is too large to be looked at. */
export function normalStepOf(program: Program, hyperparameters: HyperparameterValues): NormalStep | null {
  try {
    return readProgram(program, hyperparameters);
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

function readProgram(program: Program, hyperparameters: HyperparameterValues): NormalStep | null {
  const step = runOnTerms(program, hyperparameters);
  const states = liveStates(step.weights, step.states);
  const terms = reachable([step.weights, ...states.map((state) => state.after)]);
  if (terms.length > 1500) return null;
  const read = (assumed: Omit<Assumptions, "terms">) => readStep(step.weights, states, { terms, ...assumed });
  const starting = (fits: (initial: number) => boolean) => states.filter(({ initial }) => fits(initial));
  const zeros = largestSet(
    starting((initial) => initial === 0),
    { states, holds: (after) => after.length === 0, read: (zeros) => read({ zeros, nonNegative: new Set() }) },
  );
  const nonNegative = largestSet(
    starting((initial) => initial >= 0),
    { states, holds: isNonNegative, read: (nonNegative) => read({ zeros, nonNegative }) },
  );
  const found = read({ zeros, nonNegative });
  return { ...found, states: found.states.filter(({ before }) => before.length > 0) };
}

interface Induction {
  readonly states: readonly Carried[];
  holds(after: Normal): boolean;
  read(assumed: ReadonlySet<Term>): NormalStep;
}

/** The largest set of states that all keep what `holds` says through a step that began with all of them keeping it. */
function largestSet(starting: readonly Carried[], { states, holds, read }: Induction): ReadonlySet<Term> {
  for (let assumed = new Set(starting.map(({ before }) => before)); ; ) {
    if (assumed.size === 0) return assumed;
    const found = read(assumed);
    const kept = states.filter(({ before }, i) => assumed.has(before) && holds(found.states[i]!.after));
    if (kept.length === assumed.size) return assumed;
    assumed = new Set(kept.map(({ before }) => before));
  }
}

interface Assumptions {
  readonly terms: readonly Term[];
  /** Leaves of states that are taken to be zero. */
  readonly zeros: ReadonlySet<Term>;
  /** Leaves of states that are taken to be never negative. */
  readonly nonNegative: ReadonlySet<Term>;
}

function readStep(after: Term, states: readonly Carried[], assumptions: Assumptions): NormalStep {
  const algebra = createAlgebra();
  const reader = createReader(algebra, { ...assumptions, afters: new Set(states.map((state) => state.after)) });
  const leaf = (name: string, tree: boolean) => algebra.leaf(name, { tree, positive: !tree });
  const weights = leaf("w", true);
  return {
    algebra,
    update: add(weights, scale(reader.read(after), -1)),
    states: states.map(({ name, initial, before, after }) => {
      return { name, initial, before: reader.read(before), after: reader.read(after) };
    }),
    weights,
    gradient: leaf("g", true),
    rate: leaf("lr", false),
    step: leaf("step", false),
    epsilons: reader.epsilons,
  };
}

/** States that the weights of this or a later step depend on. */
function liveStates(weights: Term, states: readonly Carried[]): readonly Carried[] {
  const live = new Set<Carried>();
  let outputs = [weights];
  for (;;) {
    const needed = new Set(reachable(outputs));
    const found = states.filter((state) => needed.has(state.before) && !live.has(state));
    if (found.length === 0) return states.filter((state) => live.has(state));
    for (const state of found) live.add(state);
    outputs = found.map((state) => state.after);
  }
}

interface Reader {
  read(term: Term): Normal;
  readonly epsilons: { readonly outside: number[]; readonly inside: number[] };
}

function createReader(
  algebra: Algebra,
  { terms, zeros, nonNegative, afters }: Assumptions & { readonly afters: ReadonlySet<Term> },
): Reader {
  const known = new Map<Term, Normal>();
  const epsilons = { outside: [] as number[], inside: [] as number[] };
  const read = (term: Term): Normal => {
    const found = known.get(term);
    if (found !== undefined) return found;
    const result = normalOf(afters.has(term) ? withoutAdded(term) : term);
    known.set(term, result);
    return result;
  };
  const withoutSmall = (term: Term, noted: number[]): Term => {
    if (term.op !== "add") return term;
    for (const [x, c] of [term.args, [...term.args].reverse()]) {
      if (c!.value === undefined || Math.abs(c!.value) > smallConstant || x!.value !== undefined) continue;
      noted.push(c!.value);
      return withoutSmall(x!, noted);
    }
    return term;
  };
  /** A state's new value without the small constant that is added to an average of gradients at every step, as AdaBelief does. */
  const withoutAdded = (after: Term): Term => {
    const noted: number[] = [];
    const stripped = withoutSmall(after, noted);
    if (noted.length === 0 || !reachable([stripped]).some(({ op }) => op === "leaf g")) return after;
    epsilons.inside.push(...noted);
    return stripped;
  };
  const root = (term: Term): Normal => {
    const inner = term.op === "abs" ? term.args[0]! : term;
    return algebra.power(algebra.abs(read(withoutSmall(inner, epsilons.inside))), 0.5);
  };
  const normalOf = (term: Term): Normal => {
    if (term.value !== undefined) return constantNormal(term.value);
    if (zeros.has(term)) return zero;
    if (term.op.startsWith("leaf ")) {
      const positive =
        nonNegative.has(term) || ["leaf lr", "leaf peak_lr", "leaf step", "leaf total_steps"].includes(term.op);
      return algebra.leaf(term.op.slice("leaf ".length), { tree: term.type === "tree", positive });
    }
    if (term.op === "sqrt") return root(term.args[0]!);
    const [first, second] = term.args;
    if (term.op === "div") {
      const stripped = read(withoutSmall(second!, epsilons.outside));
      const divisor = stripped.length === 0 ? read(second!) : stripped;
      return divisor.length === 0
        ? algebra.opaque("div", [read(first!), divisor], { tree: term.type === "tree", positive: false })
        : algebra.multiply(read(first!), algebra.power(divisor, -1));
    }
    const args = term.args.map(read);
    return constantResult(term, args) ?? functionOf(algebra, term, args);
  };
  // Operands come first, so that reading never goes deep.
  for (const term of terms) read(term);
  return { read, epsilons };
}
