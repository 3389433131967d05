/** Walks over the tensors that a step needs: each total is summed up in one walk and read in the next. */
import { reachableValues, type StepValue } from "./values.ts";

/** One walk: statements in order, and what is read after them: operands of totals, or (in the last) what is stored. */
export interface ValuePass {
  readonly statements: readonly StepValue[];
  readonly totals: readonly StepValue[];
  readonly read: readonly StepValue[];
}

/** Passes over `statements`, which are in order. `outputs`: what the last pass is for. */
export function passesOf(statements: readonly StepValue[], outputs: readonly StepValue[]): ValuePass[] {
  const levels = new Map<StepValue, number>();
  const all = reachableValues(outputs);
  for (const value of all) {
    const level = Math.max(0, ...value.args.map((arg) => levels.get(arg)!));
    levels.set(value, value.op === "total" ? level + 1 : level);
  }
  const passOf = (totals: readonly StepValue[], read: readonly StepValue[]): ValuePass => {
    const needed = new Set(reachableValues(read, (value) => value.op === "total"));
    return { statements: statements.filter((value) => needed.has(value)), totals, read };
  };
  const count = Math.max(0, ...all.map((value) => levels.get(value)!));
  const summing = Array.from({ length: count }, (_, i) =>
    all.filter((value) => value.op === "total" && levels.get(value) === i + 1),
  );
  return [
    ...summing.map((totals) =>
      passOf(
        totals,
        totals.flatMap(({ args }) => args),
      ),
    ),
    passOf([], outputs),
  ];
}

/** The same for code that goes over lists of tensors, statement by statement: every statement once, where it is needed first. */
export function onceOf(passes: readonly ValuePass[]): readonly StepValue[] {
  return [...new Set(passes.flatMap(({ statements, totals }) => [...statements, ...totals]))];
}
