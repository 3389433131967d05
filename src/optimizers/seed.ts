/** Seeds of a search from optimizers of the library: bound, and written again in the paper's form (`paper-form.ts`). */
import type { Program } from "../program/ast.ts";
import { parseProgram } from "../program/parse.ts";
import { paperForm } from "./paper-form.ts";
import { type OptimizerRequest, resolveOptimizer } from "./resolve.ts";
import type { ResolvedOptimizer } from "./resolve-text.ts";

/**
 * The program of the paper's form that does what an optimizer does at these hyperparameters.
 * Errors: those of `resolveOptimizer`; `no-seed` where the paper's form cannot say it, with the reason.
 */
export function seedProgram(request: OptimizerRequest): Program {
  const resolved = resolveOptimizer(request);
  const program = parseProgram(resolved.program);
  return program.dialect === "paper" ? withRate(program, resolved) : paperForm(program, resolved);
}

/** A program of the paper's form stays as it is, but for a rate other than 1. */
function withRate(program: Program, { lr }: ResolvedOptimizer): Program {
  if (lr === 1) return program;
  const at = { line: 1, column: 1 };
  const { parameters } = program;
  const rate = parameters.at(-1) === "step" ? parameters.at(-2)! : parameters.at(-1)!;
  const value = {
    kind: "binary",
    operator: "*",
    left: { kind: "name", name: rate, at },
    right: { kind: "number", value: lr, at },
    at,
  } as const;
  return { ...program, statements: [{ kind: "assign", target: rate, value, at }, ...program.statements] };
}
