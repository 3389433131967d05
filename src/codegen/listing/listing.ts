/**
 * The contract between programs and targets: an optimizer as a list of named statements, which a target prints.
 *
 * A step goes over the tensors in passes. Most optimizers need one; where numbers are computed from all tensors together (a global norm),
 * each pass but the last sums something up over the tensors and changes nothing, and the next begins with what follows from the
 * sums. Within a pass the host's statements come first, once a step (once for each group of parameters where hyperparameters differ by
 * group), then those of each tensor. Laws, checked by `listing.conformance.ts` for every optimizer and convention: statements
 * carried out in order on tensors, names read as they stand then, give the interpreter's weights and states; every name has a value when it
 * is read; nothing is computed that is not needed.
 */
import type { Hyperparameter } from "../../optimizers/optimizer.ts";
import type { CodeExpression, CodeOp, CodeType } from "./expression.ts";
import type { Lineage } from "./lineage.ts";

/** A hyperparameter of the exported optimizer. */
export interface ListedHyperparameter extends Omit<Hyperparameter, "default"> {
  readonly name: string;
  /** Null where a value must be given. */
  readonly default: number | boolean | null;
}

/** Something carried from step to step: a tensor for each parameter, or (`scalar`) one number. */
export interface ListedState {
  readonly name: string;
  /** Of numbers and hyperparameters. */
  readonly start: CodeExpression;
}

/** A value with a name. `assigns`: whether that name is the weights', a state's or a scalar's, which it replaces, or a local one. */
export interface ListedStatement {
  readonly name: string;
  readonly value: CodeExpression;
  readonly type: CodeType;
  readonly assigns: "weights" | "state" | "scalar" | "local";
  /** Whether it may differ between steps; a statement of the host that does not may be computed once. */
  readonly varies: boolean;
}

/** A sum over all elements of all tensors: of `value` over each tensor, which is a `tree`, or `leaves` with one number for each. */
export interface ListedTotal {
  readonly name: string;
  readonly value: CodeExpression;
}

/** One walk over the tensors. The last pass has no totals; in the others every statement is local, also one that bears a state's name. */
export interface ListedPass {
  readonly host: readonly ListedStatement[];
  readonly tensors: readonly ListedStatement[];
  readonly totals: readonly ListedTotal[];
}

/**
 * What a state (`w` for the weights) is after the step, where no statement of the last pass assigned it under its name: stored after all
 * statements, in this order.
 */
export interface ListedStore {
  readonly of: "weights" | "state" | "scalar";
  readonly name: string;
  readonly value: CodeExpression;
}

/** An optimizer to be printed. */
export interface Listing {
  /** As the library or the file has it: `paper-discovered`. */
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly convention: string;
  readonly source: string;
  /** "none" where there is none. */
  readonly deviation: string;
  /** Canonical text of the program, with the constants that became hyperparameters as names. */
  readonly program: string;
  /** Hyperparameters that were given a value with `--set` and are constants now. */
  readonly fixed: { readonly [name: string]: number | boolean };
  /** `lr` first where it is used; no others than those used. */
  readonly hyperparameters: readonly ListedHyperparameter[];
  readonly states: readonly ListedState[];
  readonly scalars: readonly ListedState[];
  readonly passes: readonly ListedPass[];
  readonly stores: readonly ListedStore[];
  /** Functions that occur, each once. */
  readonly ops: readonly CodeOp[];
  /** Whether the step count is read. */
  readonly usesStep: boolean;
  /**
   * How weight decay is kept off some parameters: `none`: nothing is masked; `hyperparameter`: all that is masked is multiplied by one of
   * `maskedBy`, so that 0 for them does it and `masked` may be left out; `free`: a mask of its own is needed.
   */
  readonly mask: "none" | "hyperparameter" | "free";
  readonly maskedBy: readonly string[];
  /** Where a found program comes from, of one that a search found. */
  readonly lineage?: Lineage;
}

/** All statements of a listing. */
export function statementsOf(listing: Pick<Listing, "passes">): ListedStatement[] {
  return listing.passes.flatMap(({ host, tensors }) => [...host, ...tensors]);
}

/** All expressions of a listing. */
export function expressionsOf({
  passes,
  stores,
  states,
  scalars,
}: Pick<Listing, "passes" | "stores" | "states" | "scalars">): CodeExpression[] {
  return [
    ...statementsOf({ passes }).map(({ value }) => value),
    ...passes.flatMap(({ totals }) => totals.map(({ value }) => value)),
    ...stores.map(({ value }) => value),
    ...[...states, ...scalars].map(({ start }) => start),
  ];
}
