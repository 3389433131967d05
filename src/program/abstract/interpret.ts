/**
 * Abstract execution: runs a genome once over values of any kind.
 *
 * A genome is straight-line, so one pass tells everything. What a value is, the domain says: a type (`types.ts`), the
 * statement that made it (`dependence.ts`), or an expression (`identity.ts`). Source: the three analyses of Chen et al. 2023,
 * arXiv:2302.06675, section 2.
 */
import type { ProgramFunction } from "../functions.ts";
import type { Genome, Operand } from "../genome.ts";

/** What values are, and what statements do with them. */
export interface Domain<V> {
  /** Value of the input at this place of the signature. */
  input(place: number): V;
  literal(value: number): V;
  /** Result of the statement numbered `at`. */
  call(fn: ProgramFunction, args: readonly V[], at: number): V;
  /** Stand-in for a name that has no value where statement `at` reads it. */
  unknown(name: string, at: number): V;
}

/** Values of the outputs. */
export function interpretAbstractly<V>(genome: Genome, domain: Domain<V>): V[] {
  const names = valuesBefore(genome, genome.body.length, domain);
  return genome.outputs.map((output) => read(names, output, { domain, at: genome.body.length }));
}

/** What every name holds just before the statement numbered `end`, in order of first assignment, inputs first. */
export function valuesBefore<V>(genome: Genome, end: number, domain: Domain<V>): Map<string, V> {
  const { inputs, body } = genome;
  const names = new Map<string, V>();
  for (let place = 0; place < inputs.length; place++) names.set(inputs[place]!, domain.input(place));
  for (let at = 0; at < end; at++) {
    const { target, fn, args } = body[at]!;
    const values: V[] = [];
    for (let i = 0; i < args.length; i++) {
      const arg = args[i]!;
      const value = typeof arg === "string" ? names.get(arg) : domain.literal(arg);
      values.push(value === undefined ? domain.unknown(arg as string, at) : value);
    }
    names.set(target, domain.call(fn, values, at));
  }
  return names;
}

/** Value of one operand. */
function read<V>(names: ReadonlyMap<string, V>, operand: Operand, of: { domain: Domain<V>; at: number }): V {
  if (typeof operand === "number") return of.domain.literal(operand);
  const value = names.get(operand);
  return value === undefined ? of.domain.unknown(operand, of.at) : value;
}
