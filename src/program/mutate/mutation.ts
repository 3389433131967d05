/**
 * How programs are mutated: the options, and the options made ready for use.
 */
import { LabError } from "../../core/errors.ts";
import type { ProgramFunction } from "../functions.ts";
import type { MutationOptions } from "../genome.ts";
import { type FunctionTable, functionNamed, paperFunctions } from "../genome-functions.ts";

/** The defaults: what the paper's text and the published code agree on, else the published code. Options that are younger than archives are left out. */
export const defaultMutation: MutationOptions = {
  weights: { insert: 1, delete: 1, modify: 1 },
  newConstant: "one",
  resample: false,
  maxLength: null,
  functions: [...paperFunctions.keys()],
  constants: [],
  inPlace: 0,
  graft: 0,
};

/** Options without anything left to a default. */
export type CompleteOptions = Required<Omit<MutationOptions, "weights">> & {
  readonly weights: Required<MutationOptions["weights"]>;
};

/** Bound on the size of a literal after it was scaled. Source: google/automl hero, `MAX_FLOAT`. */
export const largestLiteral = 1e10;

/** Options with their functions looked up. */
export interface Mutation {
  readonly options: CompleteOptions;
  /** All functions of the language, for applying edits. */
  readonly table: FunctionTable;
  /** Those that `insert` draws from: they have a value. */
  readonly insertable: readonly ProgramFunction[];
}

/**
 * Makes options ready. `table`: the language, helpers included.
 * Errors: `unknown-function`; `bad-mutation` for weights, constants or a limit that make no sense.
 */
export function createMutation(
  options: MutationOptions = defaultMutation,
  table: FunctionTable = paperFunctions,
): Mutation {
  const weights = Object.values(options.weights);
  if (weights.some((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY)) || weights.every((w) => w === 0)) {
    throw badMutation(`Weights of mutations are numbers of at least 0, one above 0; found ${weights.join(", ")}.`);
  }
  if (options.constants.some((value) => !Number.isFinite(value))) {
    throw badMutation(`Constants for new statements are finite numbers; found ${options.constants.join(", ")}.`);
  }
  const { averages = null, rate = "any" } = options;
  if (averages !== null && !(averages.least > 0 && averages.most >= averages.least && averages.most <= 1)) {
    throw badMutation(
      `Shares of averages are above 0 and at most 1, the least first; found ${averages.least} and ${averages.most}.`,
    );
  }
  for (const name of ["inPlace", "graft"] as const) {
    const share = options[name];
    if (!(share >= 0 && share <= 1)) throw badMutation(`${name} is a share, from 0 to 1; found ${share}.`);
  }
  const { maxLength } = options;
  if (maxLength !== null && !(Number.isInteger(maxLength) && maxLength >= 1)) {
    throw badMutation(`The longest program has a whole number of statements, "return" counted; found ${maxLength}.`);
  }
  const chosen = new Set(options.functions.map((name) => functionNamed(table, name)));
  const insertable = [...chosen].filter(({ body }) => body !== undefined);
  const { wrap = 0 } = options.weights;
  if (insertable.length === 0 && options.weights.insert + wrap > 0) {
    throw badMutation(
      "No function is left that a new statement could call; allow some, or give insertion and wrapping the weight 0.",
    );
  }
  const complete = { ...options, averages, rate, weights: { ...options.weights, wrap } };
  return { options: complete, table, insertable };
}

function badMutation(sentence: string): LabError {
  return new LabError("bad-mutation", sentence);
}
