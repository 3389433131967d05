/**
 * Finds every mistake in a program that can be found without running it: unknown names and functions, wrong numbers of
 * arguments, use before assignment, conditions where numbers belong, missing or wrong `return`.
 */
import { LabError } from "../core/errors.ts";
import type { Position, Program } from "./ast.ts";
import { readProgramText } from "./parse.ts";
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

/** A mistake of any kind: one of syntax, or one of those that `checkProgram` finds. */
export interface ProgramMistake {
  readonly code: ProgramDiagnostic["code"] | "program-syntax";
  readonly message: string;
  readonly at: Position;
}

/**
 * All mistakes of a text, in the order of their places. Beside mistakes of syntax, the rest is looked at as far as it can be: what may only
 * seem wrong because a line could not be read is left out. Errors: `program-syntax` for a text that is too long.
 */
export function checkText(text: string, hyperparameters: HyperparameterValues = {}): readonly ProgramMistake[] {
  const { program, mistakes, namesKnown } = readProgramText(text);
  const syntax = mistakes.map(({ message, at }) => ({ code: "program-syntax", message, at }) as const);
  const lines = new Set(mistakes.map(({ at }) => at.line));
  const readable =
    program !== null && program.statements.length > 0 && program.helpers.every((each) => each.statements.length > 0);
  const others = readable ? checkProgram(program, hyperparameters) : [];
  const sure = (code: ProgramDiagnostic["code"]): boolean =>
    mistakes.length === 0 || certain.has(code) || (namesKnown && code === "unknown-name");
  const found = [...syntax, ...others.filter(({ code, at }) => sure(code) && !lines.has(at.line))];
  return found.sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

/** Mistakes that stand whatever an unreadable line would have said. */
const certain: ReadonlySet<ProgramDiagnostic["code"]> = new Set([
  "unknown-function",
  "wrong-arguments",
  "wrong-definition",
]);

/** A mistake as people read it: the message, and the place in `text`. */
export function showDiagnostic(diagnostic: ProgramMistake, text: string): string {
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
