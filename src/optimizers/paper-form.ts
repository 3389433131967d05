/**
 * A bound program of the library's dialect written again in the paper's form, which searches, identities and the simplifier need.
 *
 * The program runs once on terms with its hyperparameters as constants, and its terms become calls of the paper's
 * functions (`seed-values.ts`), which become text (`seed-text.ts`). What the paper's form does not have is said differently:
 *   a / (b + 1e-8)             a / b, which is protected by just that; any other quotient is a helper `divide(a, b)`
 *   lr                         the schedule's value times the peak rate, a constant of the program: lr = lr * 0.001
 *   a state that starts at c   a state that starts at 0, and c added where it is read
 *   a scalar of the host       a state of equal numbers (nadam's product of momenta)
 *   a if condition else b      interp(b, a, c) with c = 0 or 1, from signs of differences
 *   masked(x)                  x: in the paper's form weight decay acts on every parameter
 * Law: interpreted with the schedule's values lr / peak in place of lr, it takes the same steps as the optimizer with weight
 * decay everywhere, to rounding in float64, while all values are finite.
 */
import { LabError } from "../core/errors.ts";
import type { Program } from "../program/ast.ts";
import { liveCarried } from "../program/bind.ts";
import { parseProgram } from "../program/parse.ts";
import { type HyperparameterValues, runOnTerms } from "../program/symbolic.ts";
import type { ResolvedOptimizer } from "./resolve-text.ts";
import { seedText } from "./seed-text.ts";
import { createSeedValues } from "./seed-values.ts";

/** A valid program, what it is called in messages, and values of its hyperparameters; `lr` among them is the peak rate, 1 where there is none. */
export interface NamedProgram {
  readonly name: string;
  readonly program: Program;
  readonly hyperparameters: HyperparameterValues;
}

/** A program in the paper's form; one of that form stays as it is. Errors: `no-seed`, with the reason, for what the paper's form cannot say. */
export function inPaperForm({ name, program, hyperparameters }: NamedProgram): Program {
  if (program.dialect === "paper") return program;
  const { lr = 1, ...others } = hyperparameters;
  return paperForm(program, { name, hyperparameters: others, lr: Number(lr) });
}

/** What a program of the library's dialect is called, its numbers, and its peak rate. */
type Rewriting = Pick<ResolvedOptimizer, "name" | "hyperparameters" | "lr">;

/**
 * A valid program of the library's dialect in the paper's form, with its numbers as constants; see above for what is said differently.
 * Errors: `no-seed` where the paper's form cannot say it, with the reason.
 */
export function paperForm(program: Program, { name, hyperparameters, lr }: Rewriting): Program {
  const step = runOnTerms(program, hyperparameters);
  const carried = liveCarried(step.weights, [...step.states, ...step.scalars]);
  const values = createSeedValues({ carried, lr, names: step.names, refuse: (reason) => refusal(name, reason) });
  const outputs = [values.update(step.weights), ...carried.map((each) => values.stored(each))];
  return parseProgram(seedText({ states: carried.map((each) => each.name), outputs }));
}

function refusal(name: string, reason: string): LabError {
  return new LabError(
    "no-seed",
    `${name} cannot be written in the paper's form, which searches, "program simplify" and identities need: ${reason} Choose other hyperparameters, or write that form by hand.`,
    { name },
  );
}
