/**
 * An optimizer as a program names it: one of the library, or the text of a program.
 */
import type { ConventionName, ResolvedOptimizer } from "../optimizers/resolve-text.ts";

/** Hyperparameters by name, `lr` among them where it is given here. */
export type Hyperparameters = { readonly [name: string]: number | boolean };

/** An optimizer of the library, by name, with what of it differs from the defaults. */
export interface NamedOptimizer {
  /** As `listOptimizers` and `npx lionlab optimizers` have it: `lion`. */
  readonly name: string;
  /** Whose reading of it; `torch` where none is given, and the one it has where it has no such. */
  readonly convention?: ConventionName;
  readonly hyperparameters?: Hyperparameters;
}

/** An optimizer as the text of a program, in the language of docs/optimizer-language.md. */
export interface WrittenOptimizer {
  readonly program: string;
  /** What it is called in messages and records; `program` where none is given. */
  readonly name?: string;
  readonly hyperparameters?: Hyperparameters;
}

/** An optimizer: a name of the library alone, with more, or a program's text. */
export type OptimizerChoice = string | NamedOptimizer | WrittenOptimizer;

/**
 * The optimizer, ready to run. Errors: `unknown-optimizer`, `unknown-convention`, `program-syntax`, `program-invalid`,
 * `unknown-hyperparameter`, `hyperparameter-out-of-range`, `hyperparameter-type`.
 */
export async function resolveChoice(choice: OptimizerChoice): Promise<ResolvedOptimizer> {
  const { resolveLibrary, resolveProgram } = await import("../optimizers/resolve-text.ts");
  if (typeof choice === "string") return resolveLibrary({ name: choice });
  if (!("program" in choice)) return resolveLibrary(choice);
  const { program: text, name = "program", hyperparameters = {} } = choice;
  return resolveProgram({ name, text, hyperparameters });
}
