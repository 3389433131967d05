/** What a symbolic run knows while it goes: names, mistakes, declared states. */
import { nearest } from "../core/errors.ts";
import type { Position, Program } from "./ast.ts";
import type { ProgramFunction } from "./functions.ts";
import { isHost, reachable, type Term, type TermMaker } from "./term.ts";

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

/** Hyperparameters that stay terms, by name; those that a program declares itself need not be named. */
export type OpenHyperparameters = { readonly [name: string]: "number" | "flag" };

/** A name of the program and what it stands for from then on. */
export interface Assignment {
  readonly name: string;
  readonly value: Term;
}

/** A symbolic run under way. */
export interface SymbolicRun {
  readonly program: Program;
  readonly given: HyperparameterValues;
  /** Kinds of hyperparameters that stay open; null where all are constants. */
  readonly open: OpenHyperparameters | null;
  readonly maker: TermMaker;
  /** Helpers of the program, by name. */
  readonly helpers: ReadonlyMap<string, ProgramFunction>;
  readonly names: Map<string, Term>;
  readonly diagnostics: ProgramDiagnostic[];
  readonly declared: { kind: "state" | "scalar"; name: string; start: Term; before: Term }[];
  /** What was assigned to which name, in order. */
  readonly assignments: Assignment[];
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

const openPrefix = "leaf hyper ";

/** A hyperparameter whose value is not known yet: a leaf of the host. */
export function openLeaf(run: SymbolicRun, name: string, kind: "number" | "flag"): Term {
  return run.maker.leaf(openPrefix.slice("leaf ".length) + name, kind === "flag" ? "flag" : "host");
}

/** The name of an open hyperparameter; undefined for every other term. */
export function openNameOf({ op }: Term): string | undefined {
  return op.startsWith(openPrefix) ? op.slice(openPrefix.length) : undefined;
}

/** Whether a value is known before the first step: a constant, or computed from open hyperparameters alone. */
export function isKnownAtStart(term: Term): boolean {
  if (term.value !== undefined) return true;
  return (
    isHost(term.type) &&
    reachable([term]).every(
      (each) => each.args.length > 0 || each.value !== undefined || openNameOf(each) !== undefined,
    )
  );
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
