/**
 * The contract of formulas: what the values of a genome are computed from, with equal ones shared.
 *
 * Function bodies run over formulas, so `square(x)` and `x * x` are one, and `clip` is what it comes to. Law: ids ascend
 * from operands to results, so that ascending ids are an order of evaluation.
 */
import type { ProgramBinary, ProgramOps, ProgramUnary } from "../program-ops.ts";

/** What a formula is made by. */
export type FormulaOp = ProgramUnary | ProgramBinary | "input" | "constant" | "total" | "leafTotals" | "masked";

/** What a value holds: a number known on the host before the step, one number, one a tensor, one a weight. */
export const widths = { host: 0, scalar: 1, leaves: 2, tree: 3 } as const;

/** One of `widths`; each is broadcast to the later ones. */
export type Width = (typeof widths)[keyof typeof widths];

/** One value. */
export interface Formula {
  readonly id: number;
  readonly op: FormulaOp;
  /** Operands; null where the op has fewer. */
  readonly a: Formula | null;
  readonly b: Formula | null;
  readonly width: Width;
  /** A constant's number, an input's role; 0 for the others. */
  readonly value: number;
  /** True where the value is never below zero, nor -0. */
  readonly nonNegative: boolean;
}

/** Makes formulas; those of different makers must not be mixed. */
export interface FormulaMaker extends ProgramOps<Formula> {
  /** A value from outside, told from others by its role. */
  input(role: number, width: Width): Formula;
  /** Formulas made so far, by id. */
  readonly made: readonly Formula[];
  /** Forgets all formulas: ids count from 0 again. */
  clear(): void;
}
