/**
 * The domain of types: whether a genome is valid, and what each of its values holds.
 *
 * The type of a function's result follows from its body, run over types; nothing is declared a second time. Values are
 * coerced as in `term.ts`: a scalar goes with everything, one number a tensor goes with a tree.
 */
import { InternalError, LabError } from "../../core/errors.ts";
import { paperInputs } from "../ast.ts";
import type { ProgramFunction } from "../functions.ts";
import type { Genome, Operand, ValueType } from "../genome.ts";
import { binaryOps, type ProgramBinary, type ProgramOps, type ProgramUnary, unaryOps } from "../program-ops.ts";
import { type Domain, environmentBefore, interpretAbstractly } from "./interpret.ts";

/** A mistake in a genome. `at`: number of the statement, from 0; that of `return` is the number of the others. */
export interface GenomeDiagnostic {
  readonly code: "wrong-signature" | "wrong-number" | "unknown-name" | "wrong-arguments" | "unusable-function";
  readonly message: string;
  readonly at: number;
}

/**
 * The first mistake of a genome, or null. A valid one has distinct inputs, an output for the update and each state, finite
 * literals, and calls functions that have values with the right number of names that are assigned before. Every type is
 * good for every output: a scalar update is subtracted from each weight.
 */
export function checkGenome(genome: Genome): GenomeDiagnostic | null {
  const roles = paperInputs(genome.inputs);
  if (roles === null || genome.outputs.length !== 1 + roles.states.length) {
    const wanted =
      "weights, gradient, states, rate as inputs, each with its own name; the update and each state returned";
    return { code: "wrong-signature", message: `A genome needs ${wanted}.`, at: genome.body.length };
  }
  let mistake: GenomeDiagnostic | null = null;
  const note = (code: GenomeDiagnostic["code"], message: string, at: number): ValueType => {
    mistake ??= { code, message, at };
    return "scalar";
  };
  interpretAbstractly(genome, {
    input: typeDomain.input,
    literal: (value, at) => (Number.isFinite(value) ? "scalar" : note("wrong-number", `${value} is no literal.`, at)),
    call: (fn, args, at) => {
      const type = resultType(fn, args);
      if (type !== null) return type;
      if (fn.body === undefined) return note("unusable-function", `${fn.name} cannot be used: ${fn.about}.`, at);
      const wanted = `${fn.parameters.length} (${fn.parameters.join(", ")})`;
      return note("wrong-arguments", `${fn.name} takes ${wanted}, but ${args.length} were given.`, at);
    },
    unknown: (name, at) => note("unknown-name", `"${name}" has no value here.`, at),
  });
  return mistake;
}

/** Does nothing for a valid genome. Errors: `genome-invalid`. */
export function requireValidGenome(genome: Genome): void {
  const found = checkGenome(genome);
  if (found !== null) throw new LabError("genome-invalid", `Statement ${found.at + 1}: ${found.message}`, { ...found });
}

/** Names that have a value at some place of a genome, each once, and the types of what they hold. */
export interface Scope {
  readonly names: readonly string[];
  readonly types: readonly ValueType[];
}

/** The scope just before the statement numbered `end`, in order of first assignment; the genome is valid. */
export function scopeBefore(genome: Genome, end: number): Scope {
  const { names, values } = environmentBefore(genome, end, typeDomain);
  return { names, types: values };
}

/** Type of an operand in a scope. */
export function operandType({ names, types }: Scope, operand: Operand): ValueType {
  if (typeof operand === "number") return "scalar";
  return types[names.indexOf(operand)] ?? invalid(operand);
}

/** Type of a function's result, or null where it takes no such arguments. */
export function resultType(fn: ProgramFunction, args: readonly ValueType[]): ValueType | null {
  if (fn.body === undefined || args.length !== fn.parameters.length) return null;
  let place = 0;
  for (let i = 0; i < args.length; i++) place = 3 * place + rank(args[i]!);
  const table = tables.get(fn) ?? newTable(fn);
  const known = table[place];
  if (known !== undefined) return known;
  const type = fn.body(typeOps, args);
  table[place] = type;
  return type;
}

/** The domain for a genome without mistakes. */
const typeDomain: Domain<ValueType> = {
  input: (place, { outputs }) => {
    const trees = outputs.length + 1; // weights, gradient and one for each output but the update
    return place < trees ? "tree" : "scalar";
  },
  literal: () => "scalar",
  call: (fn, args) => resultType(fn, args) ?? invalid(fn.name),
  unknown: (name) => invalid(name),
};

function invalid(name: string): never {
  throw new InternalError(`a genome that was taken to be valid fails at "${name}"`);
}

/** Results found so far, by the arguments' ranks as digits in base 3. */
const tables = new WeakMap<ProgramFunction, ValueType[]>();

function newTable(fn: ProgramFunction): ValueType[] {
  const table: ValueType[] = [];
  tables.set(fn, table);
  return table;
}

const wider = (a: ValueType, b: ValueType): ValueType => (rank(a) >= rank(b) ? a : b);

const typeOps: ProgramOps<ValueType> = {
  ...(Object.fromEntries(unaryOps.map((op) => [op, (x: ValueType) => x])) as Record<
    ProgramUnary,
    (x: ValueType) => ValueType
  >),
  ...(Object.fromEntries(binaryOps.map((op) => [op, wider])) as Record<ProgramBinary, typeof wider>),
  scalar: () => "scalar",
  total: () => "scalar",
  leafTotals: (x) => (x === "tree" ? "leaves" : x),
  masked: () => "tree",
};

function rank(type: ValueType): 0 | 1 | 2 {
  return type === "scalar" ? 0 : type === "leaves" ? 1 : 2;
}
