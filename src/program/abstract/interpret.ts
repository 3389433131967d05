/**
 * Abstract execution: runs a genome once over values of any kind.
 *
 * A genome is straight-line, so one pass tells everything. What a value is, the domain says: a type (`types.ts`) or a formula
 * (`identity.ts`); for dependence, whose values are the statements themselves, looking names up is enough (`dependence.ts`).
 * Source: the three analyses of Chen et al. 2023, arXiv:2302.06675, section 2.
 */
import type { ProgramFunction } from "../functions.ts";
import type { Genome, Operand } from "../genome.ts";
import { absent, createNameTable, numberOf } from "../names.ts";

/** What values are, and what statements do with them. `at`: number of the statement, that of `return` behind the others. */
export interface Domain<V> {
  /** Value of the input at this place of the signature. */
  input(place: number, genome: Genome): V;
  literal(value: number, at: number): V;
  /** Result of a statement. */
  call(fn: ProgramFunction, args: readonly V[], at: number): V;
  /** Stand-in for a name that has no value where it is read. */
  unknown(name: string, at: number): V;
}

/** Names that have a value at some place of a genome, each once, in order of first assignment, and their values there. */
export interface NamedValues<V> {
  readonly names: readonly string[];
  readonly values: readonly V[];
}

/** Runs a whole genome; the values of its outputs. */
export function interpretAbstractly<V>(genome: Genome, domain: Domain<V>): readonly V[] {
  const end = genome.body.length;
  const { values } = environmentBefore(genome, end, domain);
  return genome.outputs.map((output) => read(output, end, { values, domain }));
}

/** What holds just before the statement numbered `end`. */
export function environmentBefore<V>(genome: Genome, end: number, domain: Domain<V>): NamedValues<V> {
  const { inputs, body } = genome;
  const names: string[] = [];
  const values: V[] = [];
  const run = { values, domain };
  const assign = (name: string, value: V): void => {
    const number = numberOf(name);
    const place = places.get(number);
    if (place !== absent) {
      values[place] = value;
      return;
    }
    places.set(number, names.length);
    names.push(name);
    values.push(value);
  };
  places.clear();
  for (let place = 0; place < inputs.length; place++) assign(inputs[place]!, domain.input(place, genome));
  for (let at = 0; at < end; at++) {
    const { target, fn, args } = body[at]!;
    const given = new Array<V>(args.length);
    for (let i = 0; i < given.length; i++) given[i] = read(args[i]!, at, run);
    assign(target, domain.call(fn, given, at));
  }
  return { names, values };
}

/** Of the run under way: where the value of a name is. */
const places = createNameTable();

function read<V>(
  operand: Operand,
  at: number,
  { values, domain }: { readonly values: readonly V[]; readonly domain: Domain<V> },
): V {
  if (typeof operand === "number") return domain.literal(operand, at);
  const place = places.get(numberOf(operand));
  return place === absent ? domain.unknown(operand, at) : values[place]!;
}
