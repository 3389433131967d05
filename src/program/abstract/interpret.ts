/**
 * Abstract execution: runs a genome once over values of any kind.
 *
 * A genome is straight-line, so one pass tells everything. What a value is, the domain says: a type (`types.ts`), the
 * statement that made it (`dependence.ts`), or a formula (`identity.ts`). Source: the three analyses of Chen et al. 2023,
 * arXiv:2302.06675, section 2.
 */
import type { ProgramFunction } from "../functions.ts";
import type { Genome, Operand } from "../genome.ts";
import { type Definition, definitionsOf, literal, placeOf, unknown } from "./definitions.ts";

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

/** What came out of a run. */
export interface AbstractRun<V> {
  /** Value of each statement, in order. */
  readonly values: readonly V[];
  readonly outputs: readonly V[];
}

/** Runs a whole genome. */
export function interpretAbstractly<V>(genome: Genome, domain: Domain<V>): AbstractRun<V> {
  const values = valuesBefore(genome, genome.body.length, domain);
  const { outputs } = definitionsOf(genome);
  const read = (operand: Operand, i: number): V =>
    fetch(outputs[i]!, operand, { values, domain, at: genome.body.length });
  return { values, outputs: genome.outputs.map(read) };
}

/** Values of the statements before the one numbered `end`. */
export function valuesBefore<V>(genome: Genome, end: number, domain: Domain<V>): readonly V[] {
  const { reads, starts } = definitionsOf(genome);
  const values: V[] = [];
  for (let at = 0; at < end; at++) {
    const { fn, args } = genome.body[at]!;
    const start = starts[at]!;
    const given: V[] = [];
    for (let i = 0; i < args.length; i++) {
      const definition = reads[start + i]!;
      given.push(definition >= 0 ? values[definition]! : fetch(definition, args[i]!, { values, domain, at }));
    }
    values.push(domain.call(fn, given, at));
  }
  return values;
}

/** Value of an operand that comes from `definition`. */
function fetch<V>(
  definition: Definition,
  operand: Operand,
  { values, domain, at }: { readonly values: readonly V[]; readonly domain: Domain<V>; readonly at: number },
): V {
  if (definition >= 0) return values[definition]!;
  if (definition === literal) return domain.literal(operand as number);
  if (definition === unknown) return domain.unknown(operand as string, at);
  return domain.input(placeOf(definition));
}
