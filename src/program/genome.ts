/**
 * The contract of a genome: a program as the search sees it, one function call a statement.
 *
 * A genome is plain frozen data. Mutation copies the list of instructions and shares every untouched one, so a child costs
 * one small array. Statements that change nothing stay in it on purpose: a change of one statement at a time needs neutral
 * steps in between (Chen et al. 2023, arXiv:2302.06675, section 2); only the *pruned* genome is hashed, trained and shown.
 */
import type { ProgramFunction } from "./functions.ts";

/** An argument: the name of a variable, or a number. */
export type Operand = string | number;

/** One statement: `target = fn(...args)`. */
export interface Instruction {
  readonly target: string;
  readonly fn: ProgramFunction;
  readonly args: readonly Operand[];
}

/** A program of the paper's form. `inputs`: weights, gradient, states, rate (and `step` where the program asks for it). */
export interface Genome {
  readonly inputs: readonly string[];
  readonly body: readonly Instruction[];
  /** The update, then the new value of each state. */
  readonly outputs: readonly Operand[];
}

/** What a value holds: one number, one number for each parameter tensor, or one for each weight. */
export type ValueType = "scalar" | "leaves" | "tree";

/** One change of a genome, as it is recorded: applying it to the parent gives the child. Positions count from 0. */
export type Edit =
  | {
      readonly kind: "insert";
      readonly at: number;
      readonly target: string;
      readonly fn: string;
      readonly args: readonly Operand[];
    }
  | { readonly kind: "delete"; readonly at: number }
  | { readonly kind: "modify"; readonly at: number; readonly argument: number; readonly to: Operand };

/** What mutation may do. The defaults are the paper's where its text and the published code agree. */
export interface MutationOptions {
  /** Relative frequencies. `wrap`: one use of a value is put into a new statement, 0 by default; see `mutate/wrap.ts`. */
  readonly weights: {
    readonly insert: number;
    readonly delete: number;
    readonly modify: number;
    readonly wrap?: number;
  };
  /** What a literal in an inserted statement is: 1 as in the published code, or drawn from N(0, 1) as in the text. */
  readonly newConstant: "one" | "normal";
  /** Whether `modify` may put a new N(0, 1) constant where a variable or a constant stood, as in the text. */
  readonly resample: boolean;
  /** Most statements, `return` counted; null: any number. At the limit nothing is inserted. */
  readonly maxLength: number | null;
  /** Names of the functions that `insert` may use. */
  readonly functions: readonly string[];
  /** Numbers that `insert` may use besides the new constant, such as 0.5; none by default. */
  readonly constants: readonly number[];
  /** Share of new statements through which a value passes, `x = f(x, …)`, 0 … 1; else any argument, any target. 0 by default. */
  readonly inPlace: number;
  /** Share of new and changed statements whose value is brought to the size of the one that it replaces, 0 … 1; 0 by default. */
  readonly graft: number;
  /** What a new average (`interp`) gives to its first value, between two shares, log-uniform; null, the default: drawn as any argument. */
  readonly averages?: AverageShares | null;
  /** Where the rate may enter: anywhere, the default, or as the last factor of the update alone; see `mutate/rate-last.ts`. */
  readonly rate?: "any" | "last-factor";
}

/** Shares of the first value in `interp(x, y, 1 - share)`, above 0 and at most 1. */
export interface AverageShares {
  readonly least: number;
  readonly most: number;
  /** Share of wraps that are averages, where one fits; absent: as many as of any other function. */
  readonly wraps?: number | undefined;
}
