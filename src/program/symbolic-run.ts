/** What a symbolic run knows while it goes: names, mistakes, declared states. */
import { nearest } from "../core/errors.ts";
import type { Position, Program } from "./ast.ts";
import type { ProgramFunction } from "./functions.ts";
import type { Term, TermMaker } from "./term.ts";

/** A mistake in a program, at a place. */
export interface ProgramDiagnostic {
  readonly code:
    | "unknown-name"
    | "unknown-function"
    | "used-before-assignment"
    | "wrong-arguments"
    | "wrong-type"
    | "wrong-declaration"
    | "wrong-return"
    | "missing-return"
    | "missing-update"
    | "wrong-parameters"
    | "wrong-definition"
    | "circular-definition"
    | "too-large";
  readonly message: string;
  readonly at: Position;
}

/** Values of hyperparameters by name. */
export type HyperparameterValues = { readonly [name: string]: number | boolean };

/** A symbolic run under way. */
export interface SymbolicRun {
  readonly program: Program;
  readonly given: HyperparameterValues;
  readonly maker: TermMaker;
  /** Helpers of the program, by name. */
  readonly helpers: ReadonlyMap<string, ProgramFunction>;
  readonly names: Map<string, Term>;
  readonly diagnostics: ProgramDiagnostic[];
  readonly declared: { kind: "state" | "scalar"; name: string; initial: number; before: Term }[];
  readonly used: Set<string>;
  readonly defaults: Record<string, number | boolean>;
  assigned: boolean;
  /** Calls of the table's functions that calls of helpers have come to so far. */
  helperCalls: number;
}

/** A hyperparameter's value as a term. */
export function constant(run: SymbolicRun, value: number | boolean): Term {
  return typeof value === "boolean" ? run.maker.flag(value) : run.maker.scalar(value);
}

/** Notes a mistake. */
export function report(run: SymbolicRun, code: ProgramDiagnostic["code"], message: string, at: Position): void {
  run.diagnostics.push({ code, message, at });
}

/** The nearest of the known names as a question, or nothing; nothing either after very many mistakes. */
export function hint(name: string, known: readonly string[], mistakes: readonly ProgramDiagnostic[]): string {
  const near = mistakes.length < maxHints ? nearest(name, known) : [];
  return near.length > 0 ? ` Did you mean ${near.join(", ")}?` : "";
}

/** Looking for near names takes time for each name that is known; a text of wrong names alone must not take long. */
const maxHints = 20;
