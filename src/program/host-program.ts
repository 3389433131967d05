/**
 * Host scalars as a function of the step: terms compiled once to a list of closures over one array of numbers.
 *
 * They are computed for every training step, some of which last less than 50 microseconds, so nothing is looked up or
 * allocated by name while they run.
 */
import { InternalError } from "../core/errors.ts";
import { hostFunction } from "./host.ts";
import type { Rule, StepFacts } from "./rule.ts";
import type { Carried } from "./symbolic.ts";
import { reachable, type Term } from "./term.ts";

/** Compiles the terms that are fed to the device. Carried scalars are a recurrence over steps, kept at the last step asked for. */
export function compileHostScalars(fed: readonly Term[], scalars: readonly Carried[]): Rule["hostScalars"] {
  const used = usedScalars(fed, scalars);
  const compute = compile(fed, used);
  if (used.length === 0) return (facts) => compute(facts, []);
  const carriedAt = recurrence(used);
  return (facts) => compute(facts, carriedAt(facts.step));
}

type Compute = (facts: StepFacts, carried: ArrayLike<number>) => Float64Array;

/** Values of carried scalars before a step, from the start or from the last step asked for. */
function recurrence(used: readonly Carried[]): (step: number) => ArrayLike<number> {
  const start: { step: number; values: ArrayLike<number> } = { step: 1, values: used.map((scalar) => scalar.initial) };
  const advance = compile(
    used.map((scalar) => scalar.after),
    used,
  );
  let reached = start;
  return (step) => {
    if (step < reached.step) reached = start;
    while (reached.step < step) {
      const facts = { step: reached.step, lr: Number.NaN, peakLr: Number.NaN, totalSteps: Number.NaN };
      reached = { step: reached.step + 1, values: advance(facts, reached.values) };
    }
    return reached.values;
  };
}

/** A function that computes `outputs`. */
function compile(outputs: readonly Term[], used: readonly Carried[]): Compute {
  const terms = reachable(outputs);
  const at = new Map(terms.map((term, position) => [term.id, position]));
  const values = Float64Array.from(terms, (term) => term.value ?? 0);
  const moves = terms.flatMap((term, position) => {
    if (term.value !== undefined) return [];
    const args = term.args.map((arg) => at.get(arg.id)!);
    return [
      args.length === 0
        ? source(values, position, leafReader(term, used))
        : move(values, position, { op: term.op, args }),
    ];
  });
  const positions = outputs.map((term) => at.get(term.id)!);
  return (facts, carried) => {
    for (let i = 0; i < moves.length; i++) moves[i]!(facts, carried);
    const results = new Float64Array(positions.length);
    for (let i = 0; i < positions.length; i++) results[i] = values[positions[i]!]!;
    return results;
  };
}

type Move = (facts: StepFacts, carried: ArrayLike<number>) => void;

function source(
  values: Float64Array,
  position: number,
  read: (facts: StepFacts, carried: ArrayLike<number>) => number,
): Move {
  return (facts, carried) => {
    values[position] = read(facts, carried);
  };
}

function move(values: Float64Array, position: number, { op, args }: { op: string; args: readonly number[] }): Move {
  const compute = hostFunction(op);
  const [a = 0, b = 0, c = 0] = args;
  return () => {
    values[position] = compute(values[a]!, values[b]!, values[c]!);
  };
}

function leafReader(term: Term, used: readonly Carried[]): (facts: StepFacts, carried: ArrayLike<number>) => number {
  if (term.op === "leaf step") return (facts) => facts.step;
  if (term.op === "leaf lr") return (facts) => facts.lr;
  if (term.op === "leaf peak_lr") return (facts) => facts.peakLr;
  if (term.op === "leaf total_steps") return (facts) => facts.totalSteps;
  const place = used.findIndex((scalar) => scalar.before === term);
  if (place < 0) throw new InternalError(`nothing gives the host value "${term.op}"`);
  return (_, carried) => carried[place]!;
}

/** Carried scalars that the fed terms need, directly or through another carried scalar. */
function usedScalars(fed: readonly Term[], scalars: readonly Carried[]): readonly Carried[] {
  let needed = reachable(fed);
  let used = scalars.filter((scalar) => needed.includes(scalar.before));
  for (;;) {
    needed = reachable([...fed, ...used.map((scalar) => scalar.after)]);
    const more = scalars.filter((scalar) => needed.includes(scalar.before));
    if (more.length === used.length) return used;
    used = more;
  }
}
