/**
 * Finds every mistake in a program that can be found without running it: unknown names and functions, wrong numbers of
 * arguments, use before assignment, conditions where numbers belong, missing or wrong `return`.
 */
import { LabError } from "../core/errors.ts";
import type { Program } from "./ast.ts";
import { printProgram } from "./print.ts";
import { excerpt } from "./source-error.ts";
import { type HyperparameterValues, type ProgramDiagnostic, runOnTerms } from "./symbolic.ts";

export type { HyperparameterValues, ProgramDiagnostic } from "./symbolic.ts";

/** All mistakes, in the order of their places; empty when the program is fine. Names in `hyperparameters` have values. */
export function checkProgram(
  program: Program,
  hyperparameters: HyperparameterValues = {},
): readonly ProgramDiagnostic[] {
  const { diagnostics } = runOnTerms(program, hyperparameters);
  return [...diagnostics].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

/** A mistake as people read it: the message, and the place in `text`. */
export function showDiagnostic(diagnostic: ProgramDiagnostic, text: string): string {
  return `${diagnostic.message}\n${excerpt(text, diagnostic.at)}`;
}

/**
 * Does nothing where the program has no mistakes. `text`: what was parsed, for the excerpt.
 * Errors: `program-invalid`, with the first mistake and the number of the others.
 */
export function requireValid(program: Program, hyperparameters: HyperparameterValues, text?: string): void {
  const diagnostics = checkProgram(program, hyperparameters);
  const [first] = diagnostics;
  if (first === undefined) return;
  const shown =
    text === undefined ? `${first.message} The program:\n${printProgram(program)}` : showDiagnostic(first, text);
  const more = diagnostics.length > 1 ? `\n(and ${diagnostics.length - 1} more)` : "";
  throw new LabError("program-invalid", `${shown}${more}`, { diagnostics });
}
