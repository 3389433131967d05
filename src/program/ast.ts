/**
 * Syntax of optimizer programs: a closed set of statements and expressions, plain frozen data.
 *
 * Two dialects share one grammar. A *paper* program is a function as printed in the Lion paper,
 * `def train(w, g, m, v, lr): … return update, m, v`; its `update` is subtracted from w and its arithmetic is protected.
 * It may define helper functions beside `train`; their arithmetic is the program's.
 * A *library* program is a list of statements that assigns to `w` and to declared states; its arithmetic is exact.
 * Every node says where it began (`at`), so that later passes can point there; positions are no part of a program's meaning.
 */

/** Place in the source text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Which rules a program follows. */
export type Dialect = "paper" | "library";

/** Operators with two sides, loosest first in `print.ts`. */
export type BinaryOperator = "or" | "and" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "+" | "-" | "*" | "/" | "%" | "**";

/** Operators with one side. */
export type UnaryOperator = "-" | "not";

/** An expression. Number literals are finite and not negative: a minus sign is an operator. */
export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly at: Position }
  | { readonly kind: "flag"; readonly value: boolean; readonly at: Position }
  | { readonly kind: "name"; readonly name: string; readonly at: Position }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly at: Position }
  | { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Expression; readonly at: Position }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: Position;
    }
  /** `whenTrue if condition else whenFalse` */
  | {
      readonly kind: "choice";
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
      readonly at: Position;
    };

/**
 * A statement. `state` declares a tree carried from step to step, filled with a number at the start; `scalar` a number
 * carried from step to step that depends on the step count and hyperparameters alone; `hyper` a hyperparameter's default.
 */
export type Statement =
  | { readonly kind: "assign"; readonly target: string; readonly value: Expression; readonly at: Position }
  | { readonly kind: "state"; readonly target: string; readonly value: Expression; readonly at: Position }
  | { readonly kind: "scalar"; readonly target: string; readonly value: Expression; readonly at: Position }
  | { readonly kind: "hyper"; readonly target: string; readonly value: Expression; readonly at: Position }
  | { readonly kind: "return"; readonly values: readonly Expression[]; readonly at: Position };

/** A function beside `train`: `def smooth(x, y): …` with assignments and one returned number or tree. */
export interface Helper {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly statements: readonly Statement[];
  readonly at: Position;
}

/**
 * A program. `parameters` of a paper program: see `paperInputs`; a library program has none, and no helpers.
 * `helpers`: in order of definition.
 */
export interface Program {
  readonly dialect: Dialect;
  readonly helpers: readonly Helper[];
  readonly parameters: readonly string[];
  readonly statements: readonly Statement[];
}

/** What the parameters of a paper program stand for. */
export interface PaperInputs {
  readonly weights: string;
  readonly gradient: string;
  readonly states: readonly string[];
  /** The schedule's value. */
  readonly rate: string;
  /** The step count, 1 at the first step; null where the program does not ask for it by a last parameter `step`. */
  readonly step: "step" | null;
}

/**
 * Reads the parameters of a paper program: weights, gradient, any number of states, rate, and `step` as an optional last.
 * Null where they are fewer than three without `step`, or a name occurs twice.
 */
export function paperInputs(parameters: readonly string[]): PaperInputs | null {
  const step = parameters.at(-1) === "step" ? "step" : null;
  const named = step === null ? parameters : parameters.slice(0, -1);
  if (named.length < 3 || new Set(parameters).size !== parameters.length) return null;
  return {
    weights: named[0]!,
    gradient: named[1]!,
    states: named.slice(2, -1),
    rate: named.at(-1)!,
    step,
  };
}

/** Words that cannot be names. */
export const keywords: readonly string[] = [
  "def",
  "return",
  "state",
  "scalar",
  "hyper",
  "if",
  "else",
  "and",
  "or",
  "not",
  "True",
  "False",
];
